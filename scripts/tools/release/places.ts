/** Where the version of a release stands in the checkout, and how it is written there. */
import semver from 'semver';

/** A file, and what stands around the version in it. Each `around` holds `VERSION` once. */
export interface Place {
  readonly file: string;
  readonly around: readonly string[];
}

const MANIFESTS = [
  'helper',
  'provider',
  'sdk',
  'packages/bpf-object',
  'packages/contract',
  'packages/libbpf-ts',
  'packages/linux-ffi',
  'packages/netlink-witness',
  'packages/rtnetlink',
];
const EXAMPLES = ['01-first-pair', '02-guarded-pod', '03-tcx-uplink', '04-fleet'];
const OURS = ['contract', 'bpf-object', 'linux-ffi', 'rtnetlink', 'libbpf-ts', 'provider'];

/** Every place but those that are generated from schema.json, and package-lock.json, which npm writes. */
export const PLACES: readonly Place[] = [
  { file: 'schema.json', around: ['  "version": "VERSION",'] },
  ...MANIFESTS.map((folder) => ({
    file: `${folder}/package.json`,
    around: ['  "version": "VERSION"', ...OURS.map((one) => `"@pulumi-netkit/${one}": "VERSION"`)],
  })),
  ...EXAMPLES.map((name) => ({
    file: `examples/${name}/package.json`,
    around: ['"pulumi-netkit": "^VERSION"'],
  })),
  {
    file: 'examples/07-go/go.mod',
    around: ['github.com/pulumi-netkit/pulumi-netkit/sdk/go vVERSION'],
  },
  {
    file: 'docs/installation-configuration.md',
    around: ['resource netkit VERSION', 'pulumi-resource-netkit-vVERSION-linux-amd64'],
  },
];

/** `text` with the version `to` where `from` stood. Throws when a place of the file does not hold `from`. */
export function bump({ file, around }: Place, text: string, from: string, to: string): string {
  let result = text;
  let found = 0;
  for (const one of around) {
    const [old, fresh] = [one.replace('VERSION', from), one.replace('VERSION', to)];
    if (result.includes(old)) found++;
    result = result.replaceAll(old, fresh);
  }
  if (found === 0) throw new Error(`${file} does not hold the version ${from}`);
  return result;
}

/** `wanted` as a version that may follow `current`. Throws a sentence. */
export function nextVersion(current: string, wanted: string): string {
  if (semver.valid(wanted) !== wanted)
    throw new Error(`"${wanted}" is not a version; write it as in 1.2.3`);
  if (!semver.gt(wanted, current))
    throw new Error(`version ${wanted} does not follow ${current}; give a greater one`);
  return wanted;
}
