/** Many at once: stacks on a host, hosts in a run. One connection and one helper a host, each object once, no host waits for another. */
import { HelperProcess } from '../../provider/src/transport/process/helper-process.js';
import { asset, attachment, bpfResidue, compile, POLICY } from '../harness/inputs/bpf.js';
import { Doors, pair, type Program } from '../harness/drivers/doors.js';
import { eventually, startGuest } from '../harness/guests/guest.js';
import {
  children,
  config,
  helpersOn,
  leftOn,
  makeRooms,
  on,
  room,
  Run,
} from '../harness/guests/ssh.js';

const NAMES = Array.from({ length: 9 }, (_, n) => `h${n}`);

beforeAll(() => {
  startGuest();
  makeRooms(...NAMES);
});
afterAll(async () => {
  expect(children('ssh -T')).toEqual([]);
  for (const name of NAMES) expect(await leftOn(name)).toEqual([]);
  expect(await bpfResidue()).toEqual([]);
});

const object = asset(compile(POLICY));
const program = (device = 'web'): Program => ({
  web: pair({ name: `${device}0`, peer: { name: `${device}1` } }),
  ...Object.fromEntries(
    ['netkit/primary', 'netkit/peer'].map((attachType, n) => [
      `policy${n}`,
      attachment((outputs) => ({
        name: `policy${n}`,
        target: { name: `${device}0`, incarnation: outputs('web')['incarnation'] },
        attachType,
        programs: [{ name: 'guard', object, program: 'guard' }],
      })),
    ]),
  ),
});

/** How many objects travelled while `work` ran. */
async function objectsSent(work: () => Promise<unknown>): Promise<number> {
  const ask = jest.spyOn(HelperProcess.prototype, 'ask');
  try {
    await work();
    return ask.mock.calls.filter(([request]) => 'bytes' in request).length;
  } finally {
    ask.mockRestore();
  }
}

test('ten hosts at once, one of them dead: the others do not wait, and it fails by its name', async () => {
  const configFile = config('Host dead\n  ProxyCommand sleep 3600');
  const run = new Run();
  const stacks = NAMES.map((name) => ({
    doors: new Doors('test', run),
    program: on(room(name, { user: 'root' }), program()),
  }));
  let isDead = false;
  const dead = new Doors('test', run).up(
    on(room('dead', { configFile, connectTimeout: 600 }), program()),
  );
  const told = dead.then(
    () => 'done',
    (error: unknown) => String(error),
  );
  void told.then(() => (isDead = true));

  const sent = await objectsSent(() =>
    Promise.all(stacks.map(({ doors, program: wanted }) => doors.up(wanted))),
  );
  expect(isDead).toBe(false);
  for (const pid of children('sleep 3600')) process.kill(pid, 'SIGKILL');
  expect(await told).toMatch(/create web: dead: .*\[host-unreachable\]$/);

  // Two attachments of one object on each.
  expect(sent).toBe(NAMES.length);
  expect(run.said.filter((what) => what.startsWith('sending the helper to ')).sort()).toEqual(
    NAMES.map((name) => `sending the helper to ${name}`),
  );
  expect(children('ssh -T')).toHaveLength(NAMES.length);
  for (const name of NAMES) expect(await helpersOn(name)).toHaveLength(1);

  await Promise.all(stacks.map(({ doors }) => doors.destroy()));
  await run.close();
  await eventually('no ssh is left', () => children('ssh -T').length === 0);
}, 300_000);

test('the next run sends neither helper nor object; two stacks on a host do not meet', async () => {
  const host = room('h0', { user: 'root' });
  const runs = [new Run(), new Run()];
  const stacks = runs.map((run, n) => new Doors(`stack${n}`, run));
  const sent = await objectsSent(() =>
    Promise.all(stacks.map((doors, n) => doors.up(on(host, program(`mine${n}`))))),
  );
  expect(sent).toBe(0);
  expect(runs.flatMap(({ said }) => said).filter((what) => what.startsWith('sending'))).toEqual([]);
  for (const doors of stacks) expect(await doors.refresh()).toEqual([]);
  for (const [n, doors] of stacks.entries())
    expect(await doors.up(on(host, program(`mine${n}`)))).toEqual([]);
  await Promise.all(stacks.map((doors) => doors.destroy()));
  await Promise.all(stacks.map((doors) => doors.close()));
}, 180_000);
