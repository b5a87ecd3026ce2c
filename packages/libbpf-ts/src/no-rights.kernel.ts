/** Without capabilities: refused with the capability's name, and features "unknown", never "absent". */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { compile } from '../../bpf-object/src/testing/compile';

const ROOT = join(__dirname, '../../..');

/** Runs code that sees the package as `bpf` in a process without the rights; answers what it printed. */
function withoutRights(code: string): unknown {
  // Inside the checkout, where the bundle finds koffi.
  const directory = join(ROOT, '.cache/bpf-testdata');
  mkdirSync(directory, { recursive: true });
  const bundle = join(directory, `no-rights-${process.pid}.cjs`);
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import * as bpf from './index';\n${code}`,
      resolveDir: __dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    target: 'es2022',
    format: 'cjs',
    external: ['koffi'],
    alias: {
      '@pulumi-netkit/bpf-object': join(ROOT, 'packages/bpf-object/src/index.ts'),
      '@pulumi-netkit/linux-ffi': join(ROOT, 'packages/linux-ffi/src/index.ts'),
    },
    write: false,
  });
  writeFileSync(bundle, outputFiles[0]!.contents);
  const rights = '-sys_admin,-bpf,-net_admin,-perfmon';
  const args = ['--bounding-set', rights, '--inh-caps', rights, process.execPath, bundle];
  const { stdout, stderr } = spawnSync('setpriv', args, { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

test('load, query, open by id and create say which capability is missing', () => {
  compile('programs');
  const answer = withoutRights(`
    const codes = [];
    const attempt = (fn) => { try { fn(); codes.push('none'); } catch (error) { codes.push(error.code, error.message); } };
    attempt(() => bpf.queryChain(1, 'tcx/ingress'));
    attempt(() => bpf.Link.byId(1));
    attempt(() => bpf.BpfMap.create({ type: 'hash', keySize: 4, valueSize: 4, maxEntries: 1 }));
    attempt(() => {
      const object = bpf.openObject(Buffer.from('${compile('programs').toString('base64')}', 'base64'), { name: 'x' });
      object.choosePrograms(['a'], { type: 'sched_cls' });
      object.load();
    });
    console.log(JSON.stringify(codes));
  `) as string[];
  expect(answer.filter((_, index) => index % 2 === 0)).toEqual(Array(4).fill('no-permission'));
  for (const message of answer.filter((_, index) => index % 2 === 1))
    expect(message).toContain('CAP_BPF and CAP_NET_ADMIN');
});

test('features() could not tell, and says why', () => {
  const answer = withoutRights('console.log(JSON.stringify(bpf.features()));');
  expect(answer).toMatchObject({
    hooks: { 'netkit/peer': { state: 'unknown', why: 'no right to ask: needs CAP_NET_ADMIN' } },
  });
});
