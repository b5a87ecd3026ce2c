/** One netlink request of each kind, against a C loop that sends the same bytes and waits for the same answers. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { openSocket, Rtnl, type Transport } from '@pulumi-netkit/rtnetlink';
import { inTurns, median, NETLINK, ratio, time } from './measure';
import type { Row } from './report';
import { clear, KIND } from './sample';

const PHASES = ['create', 'get', 'change', 'delete'] as const;
type Phase = (typeof PHASES)[number];

const FILE = '/tmp/bench-messages';

// V8 compiles a path anew until it ran some thousand times, and meanwhile it costs ten times as much.
const WARM_UPS = 15;

// A get is so short that one pause among a hundred doubles them. netlink.c has the same number.
const GETS = 10;

/** Create, get, change and delete of `pairs` pairs, each phase timed by itself: in a process that is warm, and in a new one. */
export async function requestRows(pairs: number, rounds: number): Promise<Row[]> {
  record(pairs);
  for (let i = 0; i < WARM_UPS; i++) await createGetChange(pairs);
  const nothing = (): Record<Phase, number[]> => ({ create: [], get: [], change: [], delete: [] });
  const kept = { ours: nothing(), first: nothing(), other: nothing() };
  const keep = (into: keyof typeof kept, took: Partial<Record<Phase, number>>): number => {
    for (const phase of PHASES) kept[into][phase].push(took[phase] ?? NaN);
    return 0;
  };
  await inTurns(rounds, {
    ours: async () => keep('ours', await throughUs(pairs)),
    first: () => keep('first', inNewProcess(pairs)),
    other: () => keep('other', throughC()),
  });
  const row = (
    phase: Phase,
    name: string,
    limit?: number,
    from: 'ours' | 'first' = 'ours',
  ): Row => {
    // The first round is not to count.
    const [mine, theirs] = [kept[from][phase].slice(1), kept.other[phase].slice(1)];
    return {
      name: `${name}${KIND === 'veth' ? ' (veth)' : ''}`,
      unit: 'µs',
      ours: median(mine) / 1e3,
      other: { name: 'C loop, same bytes', value: median(theirs) / 1e3 },
      ratio: ratio(mine, theirs),
      ...(limit === undefined ? {} : { budget: { of: 'ratio', limit } }),
    };
  };
  return [
    row('create', 'request: create a pair, echo decoded', 1.2),
    row('get', 'request: get by name, decoded', 2),
    row('change', 'request: change a pair'),
    row('delete', 'request: delete a pair'),
    row('create', `the first ${pairs} of a process: create`, undefined, 'first'),
    row('get', `the first ${pairs} of a process: get`, undefined, 'first'),
  ];
}

/** What a new process says of its first requests: the body of that process. */
export async function sayFirst(pairs: number): Promise<void> {
  process.stdout.write(JSON.stringify(await createGetChange(pairs)));
}

function inNewProcess(pairs: number): Partial<Record<Phase, number>> {
  const env = { ...process.env, BENCH_FIRST: String(pairs) };
  const said = execFileSync(process.execPath, [__filename], { env, encoding: 'utf8' });
  return JSON.parse(said) as Partial<Record<Phase, number>>;
}

/** All phases but the slow delete; what was made goes at once. */
async function createGetChange(pairs: number): Promise<Partial<Record<Phase, number>>> {
  using rtnl = Rtnl.open();
  const steps = phases(rtnl, pairs);
  const took: Partial<Record<Phase, number>> = {};
  for (const phase of ['create', 'get', 'change'] as const) {
    took[phase] = (await time(() => everyPair(pairs, steps[phase]))) / pairs;
  }
  clear();
  return took;
}

async function throughUs(pairs: number): Promise<Record<Phase, number>> {
  using rtnl = Rtnl.open();
  const steps = phases(rtnl, pairs);
  const took = { create: 0, get: 0, change: 0, delete: 0 };
  for (const phase of PHASES) {
    const times = phase === 'get' ? GETS : 1;
    const all = await time(() => {
      for (let i = 0; i < times; i++) everyPair(pairs, steps[phase]);
    });
    took[phase] = all / pairs / times;
  }
  return took;
}

function throughC(): Record<Phase, number> {
  return JSON.parse(execFileSync(NETLINK, ['replay', FILE], { encoding: 'utf8' })) as Record<
    Phase,
    number
  >;
}

/** Writes down what we send, for the C loop to send again. */
function record(pairs: number): void {
  const socket = openSocket();
  const sent: Buffer[] = [];
  const spy: Transport = {
    port: socket.port,
    send(message) {
      sent.push(Buffer.from(message));
      socket.send(message);
    },
    receive: (wait) => socket.receive(wait),
    close: () => socket.close(),
  };
  using rtnl = new Rtnl(spy);
  const steps = phases(rtnl, pairs);
  for (const phase of PHASES) everyPair(pairs, steps[phase]);
  const count = Buffer.alloc(4);
  count.writeUInt32LE(pairs);
  writeFileSync(FILE, Buffer.concat([count, ...sent]));
}

function everyPair(pairs: number, step: (i: number) => void): void {
  for (let i = 0; i < pairs; i++) step(i);
}

function phases({ links }: Rtnl, pairs: number): Record<Phase, (i: number) => void> {
  const indexes = new Array<number>(pairs).fill(0);
  return {
    create(i) {
      const [name, peer] = [`bench${i}`, { name: `peer${i}` }];
      const link = links.create(
        KIND === 'veth'
          ? { kind: KIND, name, veth: { peer } }
          : { kind: KIND, name, netkit: { mode: 'l2', policy: 'drop', peerPolicy: 'pass', peer } },
      );
      indexes[i] = link.index;
    },
    get(i) {
      if (links.get({ name: `bench${i}` })?.kind !== KIND) throw new Error('not as made');
    },
    change(i) {
      const index = indexes[i] ?? 0;
      if (KIND === 'veth') links.set(index, { mtu: 1400 });
      else links.setNetkit(index, { policy: 'pass' });
    },
    delete: (i) => links.delete(indexes[i] ?? 0),
  };
}
