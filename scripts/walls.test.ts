/** Each probe is a file that imports what its room may not: the walls refuse every one of them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..');
const CRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** Files that probes import; workspaces as node_modules has them. */
const THERE = [
  'packages/linux-ffi/dist/index.js',
  'packages/rtnetlink/dist/index.js',
  'packages/libbpf-ts/dist/index.js',
  'packages/bpf-object/dist/index.js',
  'packages/contract/dist/index.js',
  'packages/contract/src/requests/op.ts',
  'helper/src/serve.ts',
  'helper/src/chains/session/load.ts',
  'provider/src/check/shape.ts',
  'provider/src/resources/common/resource.ts',
  'provider/src/transport/process/client.ts',
  'provider/src/doors/dynamic.ts',
  'sdk/src/index.ts',
  'node_modules/koffi/index.js',
  'node_modules/@grpc/grpc-js/index.js',
];

interface Probe {
  readonly at: string;
  readonly imports: string;
}

const REFUSED: readonly Probe[] = [
  { at: 'helper/src/probe.ts', imports: '../../provider/src/check/shape.js' },
  {
    at: 'helper/src/chains/probe.ts',
    imports: '../../../provider/src/resources/common/resource.js',
  },
  { at: 'helper/src/store/probe.ts', imports: '../chains/session/load.js' },
  { at: 'helper/src/probe.ts', imports: 'koffi' },
  { at: 'helper/src/probe.ts', imports: 'node:child_process' },
  { at: 'provider/src/transport/process/probe.ts', imports: '../../../../helper/src/serve.js' },
  { at: 'provider/src/transport/process/probe.ts', imports: '@pulumi-netkit/linux-ffi' },
  { at: 'provider/src/doors/probe.ts', imports: '@pulumi-netkit/rtnetlink' },
  { at: 'provider/src/resources/netkit-pair/probe.ts', imports: '@pulumi-netkit/libbpf-ts' },
  { at: 'provider/src/resources/netkit-pair/probe.ts', imports: 'node:fs' },
  { at: 'provider/src/resources/netkit-pair/probe.ts', imports: 'node:timers' },
  { at: 'provider/src/resources/netkit-pair/probe.ts', imports: 'node:os' },
  { at: 'provider/src/resources/common/probe.ts', imports: '../../transport/process/client.js' },
  { at: 'provider/src/resources/common/probe.ts', imports: '../../doors/dynamic.js' },
  { at: 'provider/src/functions/probe.ts', imports: '../doors/dynamic.js' },
  { at: 'provider/src/functions/probe.ts', imports: '../transport/process/client.js' },
  { at: 'provider/src/check/probe.ts', imports: 'node:fs' },
  { at: 'provider/src/check/probe.ts', imports: 'node:net' },
  { at: 'provider/src/check/probe.ts', imports: 'node:crypto' },
  { at: 'provider/src/check/probe.ts', imports: '../resources/common/resource.js' },
  { at: 'provider/src/identity/probe.ts', imports: 'node:fs' },
  { at: 'provider/src/transport/probe.ts', imports: '@grpc/grpc-js' },
  { at: 'packages/contract/src/probe.ts', imports: 'node:fs' },
  { at: 'packages/contract/src/probe.ts', imports: '../../../provider/src/check/shape.js' },
  { at: 'packages/bpf-object/src/probe.ts', imports: '@pulumi-netkit/linux-ffi' },
  { at: 'packages/libbpf-ts/src/probe.ts', imports: '@pulumi-netkit/contract' },
  { at: 'packages/rtnetlink/src/codec/probe.ts', imports: '@pulumi-netkit/linux-ffi' },
  { at: 'packages/linux-ffi/src/probe.ts', imports: '@pulumi-netkit/rtnetlink' },
  { at: 'sdk/src/probe.ts', imports: '../../provider/src/doors/dynamic.js' },
  { at: 'provider/src/room-of-no-name/probe.ts', imports: '../check/shape.js' },
];

const ALLOWED: readonly Probe[] = [
  { at: 'helper/src/probe.ts', imports: '@pulumi-netkit/contract' },
  { at: 'helper/src/probe.ts', imports: './chains/session/load.js' },
  { at: 'provider/src/transport/process/probe.ts', imports: '@pulumi-netkit/bpf-object' },
  { at: 'provider/src/resources/netkit-pair/probe.ts', imports: '../common/resource.js' },
  { at: 'packages/linux-ffi/src/probe.ts', imports: 'koffi' },
];

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'walls-'));
  for (const file of ['.dependency-cruiser.cjs', 'walls.json'])
    copyFileSync(join(ROOT, file), join(tree, file));
  for (const file of THERE) write(file, 'export const there = 1;\n');
  mkdirSync(join(tree, 'node_modules/@pulumi-netkit'), { recursive: true });
  for (const name of ['contract', 'bpf-object', 'linux-ffi', 'rtnetlink', 'libbpf-ts']) {
    const manifest = { name: `@pulumi-netkit/${name}`, main: 'dist/index.js' };
    write(`packages/${name}/package.json`, JSON.stringify(manifest));
    symlinkSync(`../../packages/${name}`, join(tree, 'node_modules/@pulumi-netkit', name));
  }
});
afterEach(() => rmSync(tree, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

/** What is refused of the tree: `file → what it imports`, sorted. */
function refused(): string[] {
  const folders = ['packages', 'helper', 'provider', 'sdk'];
  const args = [CRUISE, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`).sort();
}

test('every probe of a forbidden import is refused', () => {
  const probes = REFUSED.map((probe, at) => ({
    ...probe,
    at: probe.at.replace('.ts', `-${at}.ts`),
  }));
  for (const { at, imports } of probes) write(at, `export * from '${imports}';\n`);
  expect(refused()).toEqual(probes.map(({ at }) => `not-in-allowed: ${at}`).sort());
});

test('what the table allows is not refused', () => {
  ALLOWED.forEach(({ at, imports }, index) =>
    write(at.replace('.ts', `-${index}.ts`), `export * from '${imports}';\n`),
  );
  expect(refused()).toEqual([]);
});

test('a cycle is refused', () => {
  write('helper/src/one.ts', "import './two.js';\n");
  write('helper/src/two.ts', "import './one.js';\n");
  expect(refused()).toContain('no-cycle: helper/src/one.ts');
});

test('in a pure room the linter refuses clocks, randomness and the environment', () => {
  const lines = [
    'export const now = Date.now();',
    'export const today = new Date();',
    'export const drawn = Math.random();',
    "export { randomBytes } from 'node:crypto';",
    'export const home = process.env;',
    'setTimeout(() => undefined, 1);',
  ];
  const args = [
    '--stdin',
    '--stdin-filename',
    'provider/src/check/repeated.ts',
    '--format',
    'json',
  ];
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/eslint/bin/eslint.js'), ...args],
    { cwd: ROOT, encoding: 'utf8', input: lines.join('\n') },
  );
  const [{ messages }] = JSON.parse(stdout) as [{ messages: { ruleId: string; line: number }[] }];
  const refusedLines = messages
    .filter(({ ruleId }) => ruleId.startsWith('no-restricted-'))
    .map(({ line }) => line);
  expect([...new Set(refusedLines)].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});
