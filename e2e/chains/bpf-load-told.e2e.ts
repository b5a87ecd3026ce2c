/** What a user is told of an object that cannot be loaded: the process that it kills, the log of the verifier. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  asset,
  attachment,
  bpfResidue,
  compile,
  compileText,
  names,
  POLICY,
} from '../harness/inputs/bpf.js';
import { Doors, guestHost, type Program } from '../harness/drivers/doors.js';
import { sh, GUEST_COMMAND } from '../harness/guests/guest.js';
import { useDoors } from '../harness/guests/suite.js';

const policy = compile(POLICY);
const PRELOAD = `NODE_OPTIONS=--require=${join(__dirname, '../harness/killing/die-in-load.cjs')}`;
const DYING = [
  ...GUEST_COMMAND.slice(0, -1),
  '-e',
  PRELOAD,
  '-e',
  'LOAD_DIES=/run/load-dies',
  '--',
];

const mine = (path: string, ...functions: string[]): Program => ({
  mine: attachment({
    name: 'mine',
    target: { name: 'v0' },
    attachType: 'tcx/ingress',
    programs: functions.map((program) => ({
      name: `my-${program}`,
      object: asset(path),
      program,
    })),
  }),
});

const doors = useDoors(
  { before: () => sh('ip link add v0 type veth peer name v1'), after: () => sh('ip link del v0') },
  new Doors('test', guestHost({ command: DYING })),
);

test('libbpf dies of an object: the error names it and its programs, and the next helper goes on', async () => {
  await sh('touch /run/load-dies');
  const told = doors.up(mine(policy, 'guard', 'count'));
  await expect(told).rejects.toThrow(
    `create mine: the helper died at "load my-guard (function guard), my-count (function count) from ${policy}": `,
  );
  await expect(told).rejects.toThrow(/(SIGSEGV|code 139).*build it again\..*\[helper-died\]$/);
  expect(await sh('ls /run/load-dies 2>/dev/null || true')).toBe('');
  expect(await bpfResidue()).toEqual([]);
  expect(await sh('ls /run/pulumi-netkit/records 2>/dev/null || true')).toBe('');
  expect(await doors.up(mine(policy, 'guard', 'count'))).toEqual(['create mine']);
  expect(await names('v0', 'tcx/ingress')).toEqual(['guard', 'count']);
});

test('libbpf dies of a changed object: what runs goes on, and the next run changes it', async () => {
  const twice = compile(POLICY, (text) =>
    text.replace('count_in(SEEN);', 'count_in(SEEN);'.repeat(2)),
  );
  await sh('touch /run/load-dies');
  await expect(doors.up(mine(twice, 'guard', 'count'))).rejects.toThrow(`from ${twice}": `);
  expect(await names('v0', 'tcx/ingress')).toEqual(['guard', 'count']);
  expect(await doors.up(mine(twice, 'guard', 'count'))).toEqual(['update mine']);
  await doors.destroy();
});

test('a rejected program: the line that matters, and the whole log in a file of the user', async () => {
  const source =
    '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n' +
    'SEC("tc") int bad(struct __sk_buff *skb) { return *(int *)(long)skb->data; }\n' +
    'char _license[] SEC("license") = "GPL";';
  const error: unknown = await doors
    .up(mine(compileText('bad', source), 'bad'))
    .catch((thrown: unknown) => thrown);
  const { message } = error as Error;
  expect(message).toMatch(/verifier rejects program "bad": R\d .*outside of/);
  expect(message).not.toContain('error.log');
  const [, file = ''] =
    /The verifier's log is in (\S+)\. \[program-rejected\]$/.exec(message) ?? [];
  const log = readFileSync(file, 'utf8');
  expect(log).toMatch(/^R\d .*outside of/m);
  expect(log).toMatch(/^processed \d+ insns/m);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(dirname(file), { recursive: true });
  expect(doors.names()).toEqual([]);
});
