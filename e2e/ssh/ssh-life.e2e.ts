/** The same program on a host reached by ssh as root, by ssh and sudo, and by a command: the same things, and nothing left. */
import { join } from 'node:path';
import type { DeclaredHost } from '../../provider/src/transport/way/connection.js';
import { asset, attachment, bpfResidue, compile, POLICY } from '../harness/inputs/bpf.js';
import { Doors, netns, pair, type Program } from '../harness/drivers/doors.js';
import { sh, startGuest } from '../harness/guests/guest.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import {
  byCommand,
  inventory,
  leftOn,
  lookingAt,
  makeRooms,
  on,
  room,
  Run,
} from '../harness/guests/ssh.js';
import { pod } from '../harness/inputs/pods.js';

const HELPER = '/tmp/helper.js';

beforeAll(async () => {
  startGuest();
  makeRooms('root', 'sudo', 'command');
  // A room has a /tmp of its own, and no checkout.
  const built = join(__dirname, '../../sdk/dist/remote/linux-x64.js');
  await sh(`cp ${built} /proc/$(cat /run/ssh-hosts/command/pid)/root${HELPER}`);
});
afterAll(async () => expect(await bpfResidue()).toEqual([]));

const object = asset(compile(POLICY));

/** What examples 01 and 02 declare. */
const EXAMPLES: Program = {
  ...pod(),
  green: netns('green'),
  pod: pair({
    name: 'pod0',
    peerPolicy: 'drop',
    addresses: ['10.1.0.1/32', '10.1.0.3/32'],
    routes: [{ destination: '10.1.0.2/32' }],
    peer: { name: 'eth0', netns: 'green', addresses: ['10.1.0.2/32'] },
  }),
  egress: attachment((outputs) => ({
    name: 'egress',
    target: { name: 'pod0', incarnation: outputs('pod')['incarnation'] },
    attachType: 'netkit/peer',
    programs: [
      { name: 'guard', object, program: 'guard', globals: { allowed_range: 1 } },
      { name: 'count', object, program: 'count' },
    ],
  })),
};

const seen: string[] = [];

test.each<{ how: string; host: DeclaredHost }>([
  { how: 'by ssh as root', host: room('root', { user: 'root' }) },
  { how: 'by ssh and sudo', host: room('sudo', { user: 'deploy', sudo: true }) },
  { how: 'by a command', host: byCommand('command', HELPER) },
])('$how the examples live, and are the same as by any other way', async ({ host }) => {
  const program = on(host, EXAMPLES);
  await using doors = new Doors('test', new Run());
  await doors.up(program);
  await expectAgreement(doors.outputs('web'), lookingAt(host.name));
  seen.push(await inventory(host.name));
  expect(seen.at(-1)).toContain('"name":"guard"');
  expect(seen.at(-1)).toBe(seen[0]);
  expect(await doors.up(program)).toEqual([]);
  expect(await doors.refresh()).toEqual([]);
  await doors.destroy();
  await doors.close();
  expect(await leftOn(host.name)).toEqual([]);
});
