/** Which machine it is: after a reboot, when another one answers, and when the same one answers elsewhere. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asset, attachment, bpfResidue, compile, POLICY } from '../harness/inputs/bpf.js';
import { Doors, netns, pair, type Program, type StepError } from '../harness/drivers/doors.js';
import { rebootGuest, startGuest } from '../harness/guests/guest.js';
import {
  inventory,
  leftOn,
  makeRooms,
  on,
  proxy,
  room,
  ROOMS,
  Run,
  SSH_CONFIG,
} from '../harness/guests/ssh.js';

const CONFIG = join(ROOMS, 'config-of-machines');

/** Who answers at the address "one". */
function answers(name: string): void {
  const swap = `Host one\n  HostKeyAlias ${name}\n  ${proxy(name)}\n`;
  // The same machine under a second address.
  const also = `Host elsewhere\n  HostKeyAlias one\n  ${proxy('one')}\n`;
  writeFileSync(CONFIG, `${swap}${also}Host *\n  Include ${SSH_CONFIG}\n`);
}

beforeAll(() => {
  startGuest();
  makeRooms('one', 'two');
  answers('one');
});
afterAll(async () => expect(await bpfResidue()).toEqual([]));

const HERE = room('one', { user: 'root', configFile: CONFIG });
const ELSEWHERE = { ...HERE, address: 'elsewhere' };
const object = asset(compile(POLICY));
const PROGRAM: Program = {
  blue: netns('blue'),
  web: pair({ name: 'web0', addresses: ['10.0.0.1/24'], peer: { name: 'eth0', netns: 'blue' } }),
  policy: attachment((outputs) => ({
    name: 'policy',
    target: { name: 'web0', incarnation: outputs('web')['incarnation'] },
    attachType: 'netkit/peer',
    programs: [{ name: 'guard', object, program: 'guard' }],
  })),
};

const doors = new Doors('test', new Run());
/** As a new run of the engine has a new provider process. */
async function newRun(): Promise<void> {
  await doors.close();
  doors.useHost(new Run());
}
async function failing(work: () => Promise<unknown>): Promise<StepError> {
  await newRun();
  try {
    await work();
  } catch (error) {
    return error as StepError;
  }
  throw new Error('this was to fail and did not');
}

test('a host that was rebooted has nothing left, and up makes all of it anew', async () => {
  await doors.up(on(HERE, PROGRAM));
  const before = await inventory('one');
  const { machine } = doors.outputs('web');
  await doors.close();
  rebootGuest();
  makeRooms('one', 'two');
  await newRun();
  expect(await doors.refresh()).toEqual(['blue is gone', 'web is gone', 'policy is gone']);
  expect(await doors.up(on(HERE, PROGRAM))).toEqual(['create blue', 'create web', 'create policy']);
  expect(await inventory('one')).toBe(before);
  expect(doors.outputs('web')['machine']).toBe(machine);
});

test('another machine behind the address: nothing is touched on either', async () => {
  const before = [await inventory('one'), await inventory('two')];
  answers('two');
  const works: readonly (() => Promise<unknown>)[] = [
    // The plugin cannot tell a refresh from the look before an update: it warns, and keeps the state.
    ...(process.env['NETKIT_DOOR'] === 'plugin' ? [] : [() => doors.refresh()]),
    () =>
      doors.up(
        on(HERE, {
          ...PROGRAM,
          web: pair({ name: 'web0', mtu: 9000, peer: { name: 'eth0', netns: 'blue' } }),
        }),
      ),
    () => doors.destroy(),
  ];
  for (const work of works) {
    const { code, message } = await failing(work);
    expect(code).toBe('other-machine');
    expect(message).toContain('one: ');
    expect(message).toContain('nothing was changed');
  }
  expect([await inventory('one'), await inventory('two')]).toEqual(before);
  await newRun();
  expect(await leftOn('two')).toEqual([]);
  answers('one');
});

test('the same machine at another address: written down, and nothing done', async () => {
  await newRun();
  const before = await inventory('one');
  const indexes = doors.names().map((name) => doors.outputs(name)['ifindex']);
  expect(await doors.up(on(ELSEWHERE, PROGRAM))).toEqual([
    'update blue',
    'update web',
    'update policy',
  ]);
  for (const name of doors.names()) {
    expect(doors.outputs(name)['changes'] ?? []).toEqual([]);
    expect(doors.outputs(name)['host']).toEqual(ELSEWHERE);
  }
  expect(doors.names().map((name) => doors.outputs(name)['ifindex'])).toEqual(indexes);
  expect(await inventory('one')).toBe(before);
  expect(await doors.up(on(ELSEWHERE, PROGRAM))).toEqual([]);
  await doors.destroy();
  await doors.close();
  expect(await leftOn('one')).toEqual([]);
});
