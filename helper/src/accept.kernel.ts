/** On a real bpffs: which file system a pin is on is the kernel's to say, also at the end of a link. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadedProgram } from '@pulumi-netkit/libbpf-ts';
import type { NetkitError } from '@pulumi-netkit/contract';
import { accept } from './accept.js';

const BPFFS = '/sys/fs/bpf';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'accept-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of ['accept_link', 'accept_pin', 'accept_inner'])
    rmSync(`${BPFFS}/${name}`, { force: true });
});

/** The refusal of a plan whose map is pinned there; undefined when it is accepted. */
function refusal(pinned: string): NetkitError | undefined {
  const load = {
    digest: 'ab'.repeat(32),
    beside: [],
    apart: [],
    programs: [{ name: 'guard', config: 'ab' }],
    globals: {},
    maps: { flows: { pinned } },
  };
  const target = { name: 'web0', netns: null };
  const attachment = { name: 'web-egress', attachType: 'tcx/ingress', target };
  const op = { op: 'object.load', attachment, owner: 'o', load };
  try {
    accept({ id: 1, method: 'run', plan: [{ op }] });
    return undefined;
  } catch (error) {
    return error as NetkitError;
  }
}

test('accept() refuses a link on the bpffs that leads to another file system', () => {
  writeFileSync(join(folder, 'secret'), '');
  symlinkSync(join(folder, 'secret'), `${BPFFS}/accept_link`);
  const error = refusal(`${BPFFS}/accept_link`);
  expect(error?.code).toBe('request-refused');
  expect(error?.message).toContain(`"${BPFFS}/accept_link" is not on a BPF file system`);
  rmSync(`${BPFFS}/accept_link`);
  symlinkSync(folder, `${BPFFS}/accept_link`);
  expect(refusal(`${BPFFS}/accept_link/secret`)?.code).toBe('request-refused');
});

test('accept() takes a pin, a link to one, and leaves it to the kernel to miss one', () => {
  using program = LoadedProgram.fromInstructions({
    type: 'sched_cls',
    name: 'accept',
    instructions: Buffer.from('b700000002000000' + '9500000000000000', 'hex'),
  });
  program.pin(`${BPFFS}/accept_pin`);
  symlinkSync(`${BPFFS}/accept_pin`, `${BPFFS}/accept_inner`);
  expect(refusal(`${BPFFS}/accept_pin`)).toBeUndefined();
  expect(refusal(`${BPFFS}/accept_inner`)).toBeUndefined();
  expect(refusal(`${BPFFS}/accept_missing`)).toBeUndefined();
});
