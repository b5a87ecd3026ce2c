/** One netlink request of each kind, against a C loop that sends the same bytes and waits for the same answers. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { openSocket, Rtnl, type Transport } from '@pulumi-netkit/rtnetlink';
import { cost, inTurns, median, NETLINK, ratio, type Cost } from '../lib/measure';
import type { Row } from '../lib/report';
import { clear, KIND } from '../lib/sample';

const PHASES = ['create', 'get', 'change', 'delete'] as const;
type Phase = (typeof PHASES)[number];

/** What one request of each phase cost; a new process has no slow delete. */
type Costs = Partial<Record<Phase, Cost>>;

const FILE = '/tmp/bench-messages';

// V8 compiles a path anew until it ran some thousand times, and meanwhile it costs ten times as much.
const WARM_UPS = 15;

// A get is so short that one pause among a hundred doubles them. netlink.c has the same number.
const GETS = 10;

/** Create, get, change and delete of `pairs` pairs, each phase timed by itself: in a process that is warm, and in a new one. */
export async function requestRows(pairs: number, rounds: number): Promise<Row[]> {
  record(pairs);
  for (let i = 0; i < WARM_UPS; i++) await createGetChange(pairs, GETS);
  const kept: Record<'ours' | 'first' | 'other', Costs[]> = { ours: [], first: [], other: [] };
  const keep = (into: keyof typeof kept, took: Costs): number => kept[into].push(took);
  await inTurns(rounds, {
    ours: async () => keep('ours', await throughUs(pairs)),
    first: () => keep('first', inNewProcess(pairs)),
    other: () => keep('other', throughC()),
  });
  // The first round is not to count.
  const of = (who: keyof typeof kept, phase: Phase, what: keyof Cost): number[] =>
    kept[who].slice(1).map((took) => took[phase]?.[what] ?? NaN);
  const row = (
    phase: Phase,
    name: string,
    what: keyof Cost,
    limit?: number,
    who: 'ours' | 'first' = 'ours',
  ): Row => {
    const [mine, theirs] = [of(who, phase, what), of('other', phase, what)];
    const words = [name, ...(KIND === 'veth' ? ['(veth)'] : [])].join(' ');
    return {
      name: what === 'wall' ? words : `${words}, processor time`,
      unit: 'µs',
      ours: median(mine) / 1e3,
      other: { name: 'C loop, same bytes', value: median(theirs) / 1e3 },
      ratio: ratio(mine, theirs),
      ...(limit === undefined ? {} : { budget: { of: 'ratio', limit } }),
    };
  };
  const create = 'request: create a pair, echo decoded';
  const get = 'request: get by name, decoded';
  return [
    row('create', create, 'wall', 1.2),
    row('create', create, 'processor'),
    row('get', get, 'wall', 2),
    row('get', get, 'processor'),
    row('change', 'request: change a pair', 'wall'),
    row('delete', 'request: delete a pair', 'wall'),
    row('create', `the first ${pairs} of a process: create`, 'wall', undefined, 'first'),
    row('get', `the first ${pairs} of a process: get`, 'wall', undefined, 'first'),
  ];
}

/** What a new process says of its first requests: the body of that process. */
export async function sayFirst(pairs: number): Promise<void> {
  process.stdout.write(JSON.stringify(await createGetChange(pairs)));
}

function inNewProcess(pairs: number): Costs {
  const env = { ...process.env, BENCH_FIRST: String(pairs) };
  const said = execFileSync(process.execPath, [__filename], { env, encoding: 'utf8' });
  return JSON.parse(said) as Costs;
}

/** All phases but the slow delete; what was made goes at once. */
async function createGetChange(pairs: number, gets = 1): Promise<Costs> {
  using rtnl = Rtnl.open();
  const steps = phases(rtnl, pairs);
  const took: Costs = {};
  for (const phase of ['create', 'get', 'change'] as const) {
    const times = phase === 'get' ? gets : 1;
    const all = await cost(() => {
      for (let i = 0; i < times; i++) everyPair(pairs, steps[phase]);
    });
    took[phase] = each(pairs * times, all);
  }
  clear();
  return took;
}

async function throughUs(pairs: number): Promise<Costs> {
  using rtnl = Rtnl.open();
  const steps = phases(rtnl, pairs);
  const took: Costs = {};
  for (const phase of PHASES) {
    const times = phase === 'get' ? GETS : 1;
    const all = await cost(() => {
      for (let i = 0; i < times; i++) everyPair(pairs, steps[phase]);
    });
    took[phase] = each(pairs * times, all);
  }
  return took;
}

function each(requests: number, { wall, processor }: Cost): Cost {
  return { wall: wall / requests, processor: processor / requests };
}

function throughC(): Costs {
  return JSON.parse(execFileSync(NETLINK, ['replay', FILE], { encoding: 'utf8' })) as Costs;
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
