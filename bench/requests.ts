/** One netlink request of each kind, against a C loop that sends the same bytes and waits for the same answers. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { openSocket, Rtnl, type Transport } from '@pulumi-netkit/rtnetlink';
import { inTurns, median, NETLINK, ratio, time } from './measure';
import type { Row } from './report';

const PHASES = ['create', 'get', 'change', 'delete'] as const;
type Phase = (typeof PHASES)[number];

const FILE = '/tmp/bench-messages';

/** Create, get, change and delete of `pairs` pairs, each phase timed by itself. */
export async function requestRows(pairs: number, rounds: number): Promise<Row[]> {
  record(pairs);
  const ours: Record<Phase, number[]> = { create: [], get: [], change: [], delete: [] };
  const other: Record<Phase, number[]> = { create: [], get: [], change: [], delete: [] };
  const keep = (into: Record<Phase, number[]>, took: Readonly<Record<Phase, number>>): number => {
    for (const phase of PHASES) into[phase].push(took[phase]);
    return 0;
  };
  await inTurns(rounds, {
    ours: async () => keep(ours, await throughUs(pairs)),
    other: () => keep(other, throughC()),
  });
  const row = (phase: Phase, name: string, limit?: number): Row => {
    // The first round warmed up.
    const [mine, theirs] = [ours[phase].slice(1), other[phase].slice(1)];
    return {
      name,
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
    row('change', 'request: change the policy'),
    row('delete', 'request: delete a pair'),
  ];
}

async function throughUs(pairs: number): Promise<Record<Phase, number>> {
  using rtnl = Rtnl.open();
  const steps = phases(rtnl, pairs);
  const took = { create: 0, get: 0, change: 0, delete: 0 };
  for (const phase of PHASES) {
    took[phase] = (await time(() => everyPair(pairs, steps[phase]))) / pairs;
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
      const link = links.create({
        kind: 'netkit',
        name: `bench${i}`,
        netkit: { mode: 'l2', policy: 'drop', peerPolicy: 'pass', peer: { name: `peer${i}` } },
      });
      indexes[i] = link.index;
    },
    get(i) {
      if (links.get({ name: `bench${i}` })?.netkit?.policy !== 'drop')
        throw new Error('not as made');
    },
    change: (i) => links.setNetkit(indexes[i] ?? 0, { policy: 'pass' }),
    delete: (i) => links.delete(indexes[i] ?? 0),
  };
}
