/** The engine and its provider killed in the middle of every kind of change of a chain: the next run finishes it, nothing twice. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bpfResidue,
  bpfThings,
  chain,
  compile,
  counters,
  mapOf,
  names,
  pinsOf,
  POLICY,
  PROBES,
  quiet,
} from '../harness/inputs/bpf.js';
import { Project } from '../harness/drivers/cli.js';
import { eventually, pings, sh, succeeds } from '../harness/guests/guest.js';
import { HOLDING } from '../harness/killing/killing.js';
import { useGuest } from '../harness/guests/suite.js';

let project: Project;

useGuest({
  before: async () => {
    project = new Project(join(__dirname, 'chain'), 'chain');
    await project.pulumi('stack', 'init', 'test');
    await project.connect(HOLDING);
  },
  after: () => project[Symbol.dispose](),
});

const policy = compile(POLICY);
const twice = compile(POLICY, (text) =>
  text.replace('count_in(SEEN);', 'count_in(SEEN);'.repeat(2)),
);
const guard = { name: 'guard', object: policy, program: 'guard' };
const count = { name: 'count', object: policy, program: 'count' };
const probe = { name: 'a', object: compile(PROBES), program: 'a' };
const more = { maps: { counters: { maxEntries: 5 } } };
const PROBE_MAPS = ['hits', 'stamps', 'ticks'];

const FOLDER = pinsOf('pod0', 'netkit/peer', 'egress');
const declare = (programs: readonly object[]): void =>
  writeFileSync(join(project.work, 'declared.json'), JSON.stringify(programs));
const counterMap = async (): Promise<number> => {
  const guardian = (await chain('pod0', 'netkit/peer')).find(({ name }) => name === 'guard');
  return mapOf(guardian!.programId, 'counters');
};

interface Strike {
  /** The n-th change of that kind of the host is held, and the engine killed. */
  readonly before: string;
  /** Whether the helper dies in it too, as with the whole machine's processes; else it goes on with what it was told. */
  readonly withHelper: boolean;
  /** What the hook shows meanwhile. */
  readonly then: string;
}

/** Runs `pulumi …` and kills engine and provider before that change. */
async function strike({ before, withHelper, then }: Strike, ...args: string[]): Promise<void> {
  await sh(`rm -f /run/kill.*; echo ${before} > /run/kill`);
  const { child, done } = project.start('pulumi', ...args, '--yes', '--skip-preview');
  await eventually(`held before ${before}`, () => succeeds('test -s /run/kill.held'), 60_000);
  expect((await names('pod0', 'netkit/peer')).join(' ')).toBe(then);
  const providers = project.processes('dynamic-provider');
  expect(providers.length).toBeGreaterThan(0);
  for (const pid of [child.pid!, ...providers]) process.kill(pid, 'SIGKILL');
  expect((await done).code).not.toBe(0);
  await sh(
    `${withHelper ? 'kill -9 $(cat /run/kill.held) 2>/dev/null || true;' : ''} rm /run/kill.held`,
  );
  await eventually('no helper is left', async () => !(await succeeds('pgrep -f "[h]elper\\.js"')));
  // What a user is told to do: the lock of the dead run, and then the same again.
  await project.pulumi('cancel', '--yes');
}

const STEPS: readonly (Strike & {
  readonly what: string;
  readonly programs: readonly { readonly name: string }[];
})[] = [
  {
    what: 'create, all attached and the gate still shut',
    programs: [guard, count],
    before: '1 LINK_UPDATE',
    withHelper: true,
    then: 'netkit_gate count',
  },
  {
    what: 'swap, one of two programs exchanged',
    programs: [guard, count].map((one) => ({ ...one, object: twice })),
    before: '2 LINK_UPDATE',
    withHelper: false,
    then: 'guard count',
  },
  {
    what: 'reorder, the mover in the new place',
    programs: [count, guard].map((one) => ({ ...one, object: twice })),
    before: '1 renameSync /sys/fs/bpf/',
    withHelper: true,
    then: 'guard count netkit_mover',
  },
  {
    what: 'insert, the program attached and not pinned',
    programs: [{ ...count, object: twice }, probe, { ...guard, object: twice }],
    before: '4 OBJ_PIN',
    withHelper: true,
    then: 'count a guard',
  },
  {
    what: 'a map that grows, its entries copied and no program on it',
    programs: [{ ...count, object: twice, ...more }, probe, { ...guard, object: twice }],
    before: '1 LINK_UPDATE',
    withHelper: true,
    then: 'count a guard',
  },
  {
    what: 'remove, one program detached and its pin there',
    programs: [
      { ...count, object: twice, ...more },
      { ...guard, object: twice },
    ],
    before: '1 unlinkSync /sys/fs/bpf/',
    withHelper: false,
    then: 'count guard',
  },
];

test.each(STEPS)(
  '$what: killed, and run again',
  async ({ programs, ...blow }) => {
    const wanted = programs.map(({ name }) => name);
    const isFirst = blow.then.startsWith('netkit_gate');
    const entries = isFirst ? [] : await counters(await counterMap());
    declare(programs);
    await strike(blow, 'up');
    await project.pulumi('up', '--yes', '--skip-preview');

    expect(await names('pod0', 'netkit/peer')).toEqual(wanted);
    const pins = (await sh(`cd ${FOLDER}; ls; ls %maps`)).trim().split('\n');
    expect(pins.filter((pin) => !PROBE_MAPS.includes(pin)).sort()).toEqual(
      ['%maps', 'counters', ...wanted].sort(),
    );
    expect(await sh('ls -A /run/pulumi-netkit/records | wc -l')).toBe('3\n');
    // The kernel lets go of what was unpinned in its own time.
    const count = async (kind: string): Promise<number> =>
      (await bpfThings()).filter((line) => line.startsWith(kind)).length;
    await eventually('no link and no program is left over', async () =>
      [await count('link'), await count('prog')].every((number) => number === wanted.length),
    );
    if (isFirst) await quiet('green');
    else expect((await counters(await counterMap())).slice(0, 3)).toEqual(entries.slice(0, 3));
    expect([await pings('green', '10.0.0.1'), await pings('green', '10.0.0.3')]).toEqual([
      true,
      false,
    ]);
    await project.pulumi('refresh', '--yes', '--skip-preview', '--expect-no-changes');
  },
  120_000,
);

test('destroy, one of two programs detached: killed, and run again, leaves nothing', async () => {
  await strike(
    { before: '1 unlinkSync /sys/fs/bpf/', withHelper: true, then: 'netkit_gate' },
    'destroy',
  );
  await project.pulumi('destroy', '--yes', '--skip-preview');
  expect(await bpfResidue()).toEqual([]);
  expect(await sh('ls -A /run/pulumi-netkit/records')).toBe('');
}, 120_000);
