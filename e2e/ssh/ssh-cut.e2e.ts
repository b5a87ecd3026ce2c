/** The connection is cut between two changes of the host: an error in time, and the next run brings about what is declared. */
import { join } from 'node:path';
import { asset, attachment, bpfResidue, compile, POLICY } from '../harness/inputs/bpf.js';
import { Doors, netns, pair, type Program, type StepError } from '../harness/drivers/doors.js';
import { eventually, sh, startGuest } from '../harness/guests/guest.js';
import {
  children,
  holdsWithin,
  inventory,
  leftOn,
  makeRooms,
  on,
  quietOn,
  room,
  Run,
  within,
} from '../harness/guests/ssh.js';

// How long the helper is at the change at which its line is cut. It goes on then, with nobody to tell.
const PAUSE_MS = 1_000;

const PRELOAD = join(__dirname, '../harness/killing/kill-preload.cjs');
const SETTINGS = `NODE_OPTIONS=--require=/etc/pause.cjs KILL_FILE=/run/pause PAUSE_MS=${PAUSE_MS}`;

beforeAll(startGuest);
beforeEach(async () => {
  // What a failed test left must not fail the next.
  makeRooms('one');
  await sh(`cp ${PRELOAD} /proc/$(cat /run/ssh-hosts/one/pid)/root/etc/pause.cjs`);
  await within('one', `echo SetEnv ${SETTINGS} >> /etc/ssh/sshd_config`);
});
afterAll(async () => {
  expect(await bpfResidue()).toEqual([]);
  expect(children('ssh')).toEqual([]);
});

// A dead line is noticed after two silent seconds, not after our thirty.
const host = room('one', {
  user: 'root',
  options: { ServerAliveInterval: '1', ServerAliveCountMax: '2' },
});
const object = asset(compile(POLICY));
const BLUE: Program = on(host, { blue: netns('blue') });
const web = (more: object = {}): Program => ({
  ...BLUE,
  ...on(host, {
    web: pair({
      name: 'web0',
      addresses: ['10.0.0.1/24'],
      peer: { name: 'eth0', netns: 'blue' },
      ...more,
    }),
  }),
});
const guarded = (range: number): Program => ({
  ...web(),
  ...on(host, {
    policy: attachment((outputs) => ({
      name: 'policy',
      target: { name: 'web0', incarnation: outputs('web')['incarnation'] },
      attachType: 'netkit/peer',
      programs: [{ name: 'guard', object, program: 'guard', globals: { allowed_range: range } }],
    })),
  }),
});

const SCENARIOS: readonly { name: string; from: Program; to: Program; at: number }[] = [
  { name: 'create of a pair', from: BLUE, to: web(), at: 2 },
  {
    name: 'update of a pair',
    from: web(),
    to: web({ mtu: 9000, alias: 'new', policy: 'drop' }),
    at: 2,
  },
  { name: 'delete of a pair', from: web(), to: BLUE, at: 1 },
  { name: 'create of an attachment', from: web(), to: guarded(1), at: 3 },
  { name: 'update of an attachment', from: guarded(1), to: guarded(3), at: 2 },
  { name: 'delete of an attachment', from: guarded(1), to: web(), at: 1 },
];

/** What cuts it: ssh is gone, or what leads it to the host is, or that one is silent. */
const CUTS: Readonly<Record<string, () => void>> = {
  'ssh is killed': () => signal('ssh -T', 'SIGKILL'),
  'its proxy is killed': () => signal('exec.cjs', 'SIGKILL'),
  'its proxy falls silent': () => signal('exec.cjs', 'SIGSTOP'),
};

const runs: Run[] = [];
function newRun(): Run {
  const run = new Run();
  runs.push(run);
  return run;
}

const stopped: number[] = [];
function signal(word: string, name: NodeJS.Signals): void {
  const found = children(word);
  expect(found.length).toBeGreaterThan(0);
  for (const pid of found) process.kill(pid, name);
  if (name === 'SIGSTOP') stopped.push(...found);
}
// The host learns of a silent line no sooner than its sshd does.
function endStopped(): void {
  for (const pid of stopped.splice(0)) process.kill(pid, 'SIGKILL');
}
afterEach(async () => {
  endStopped();
  await Promise.all(runs.splice(0).map((run) => run.close()));
});

// Each way to cut meets each kind of change somewhere; a silent line takes its time, and once is enough.
const ways = Object.keys(CUTS);
const CASES = SCENARIOS.map((scenario, n) => ({ ...scenario, how: ways[n === 3 ? 2 : n % 2]! }));

test.each(CASES)(
  '$name, $how',
  async ({ from, to, at, how }) => {
    const steady = newRun();
    const doors = new Doors('test', steady);
    await doors.up(from);
    await doors.up(to);
    const undisturbed = await inventory('one');
    await doors.up(from);
    await doors.close(); // One connection to cut.

    await within('one', `rm -f /run/pause.died; echo ${at} > /run/pause`);
    const cut = newRun();
    doors.useHost(cut);
    const outcome = doors.up(to).then(
      () => 'done',
      (error: unknown) => error as StepError,
    );
    await eventually(
      'it is at the change',
      () => holdsWithin('one', 'test -e /run/pause.died'),
      60_000,
    );
    const since = Date.now();
    CUTS[how]?.();
    const error = (await outcome) as StepError;
    expect(Date.now() - since).toBeLessThan(30_000);
    expect(error.message).toMatch(/^\w+ \w+: one: .*\[connection-lost\]$/s);
    await cut.close();

    doors.useHost(steady);
    await doors.up(to);
    expect(await inventory('one')).toBe(undisturbed);
    expect(await doors.up(to)).toEqual([]);
    expect(await doors.refresh()).toEqual([]);
    await doors.destroy();
    await doors.close();
    endStopped();
    await quietOn('one');
    expect(await leftOn('one')).toEqual([]);
  },
  180_000,
);
