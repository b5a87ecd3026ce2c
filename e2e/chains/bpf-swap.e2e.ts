/** Swaps and reorders under a flood: not one packet passes unfiltered, and not one that may pass is lost. */
import {
  asset,
  attachment,
  bpfResidue,
  compile,
  counters,
  Flood,
  mapOf,
  names,
  POLICY,
  quiet,
  received,
} from '../harness/inputs/bpf.js';
import { Doors, netns, pair, type Program } from '../harness/drivers/doors.js';
import { residue, startGuest } from '../harness/guests/guest.js';

const TIMES = 30;

let doors: Doors;

beforeAll(async () => {
  startGuest();
  doors = new Doors();
  await doors.up({ blue: netns('blue') });
  await quiet('blue');
});
afterAll(async () => {
  await doors[Symbol.asyncDispose]();
  expect(await residue()).toEqual([]);
  expect(await bpfResidue()).toEqual([]);
});

// netkit drops at any verdict that it does not know, so this is another program that does the same.
const objects = [compile(POLICY), compile(POLICY, (text) => text.replace('DROP 2', 'DROP 1'))].map(
  asset,
);

const guarded = (order: readonly string[], object = objects[0]): Program => ({
  blue: netns('blue'),
  web: pair({
    name: 'web0',
    peerPolicy: 'drop',
    addresses: ['10.0.0.1/32', '10.0.0.3/32'],
    routes: [{ destination: '10.0.0.2/32' }],
    peer: {
      name: 'eth0',
      netns: 'blue',
      addresses: ['10.0.0.2/32'],
      routes: [{ destination: '10.0.0.1/32' }, { destination: '10.0.0.3/32' }],
    },
  }),
  egress: attachment((outputs) => ({
    name: 'egress',
    target: { name: 'web0', incarnation: outputs('web')['incarnation'] },
    attachType: 'netkit/peer',
    programs: order.map((name) => ({ name, object, program: name })),
  })),
});

interface Count {
  readonly rx: number;
  readonly passed: number;
  readonly dropped: number;
  readonly seen: number;
}

async function read(): Promise<Count> {
  const { attached } = doors.outputs('egress') as { attached: { id: number }[] };
  const [passed = 0, dropped = 0, seen = 0] = await counters(
    await mapOf(attached[0]!.id, 'counters'),
  );
  return { rx: await received('web0'), passed, dropped, seen };
}

/** What was sent to the allowed address and to another, and what was counted meanwhile. */
async function underFlood(
  work: (round: number) => Promise<unknown>,
): Promise<Count & { allowed: number; forbidden: number }> {
  const before = await read();
  const flood = await Flood.start('blue', ['10.0.0.1', '10.0.0.3']);
  for (let round = 1; round <= TIMES; round++) expect(await work(round)).toEqual(['update egress']);
  const [allowed = 0, forbidden = 0] = await flood.stop();
  const after = await read();
  return {
    allowed,
    forbidden,
    rx: after.rx - before.rx,
    passed: after.passed - before.passed,
    dropped: after.dropped - before.dropped,
    seen: after.seen - before.seen,
  };
}

test(`${TIMES} swaps of both programs: every counter agrees to the packet`, async () => {
  const order = ['guard', 'count'];
  await doors.up(guarded(order));
  const links = (doors.outputs('egress')['attached'] as { linkId: number }[]).map(
    (one) => one.linkId,
  );
  const { allowed, forbidden, ...seen } = await underFlood((round) =>
    doors.up(guarded(order, objects[round % 2])),
  );
  expect(allowed).toBeGreaterThan(TIMES);
  expect(seen).toEqual({ rx: allowed, passed: allowed, dropped: forbidden, seen: allowed });
  expect(
    (doors.outputs('egress')['attached'] as { linkId: number }[]).map((one) => one.linkId),
  ).toEqual(links);
});

test(`${TIMES} reorders: all that may pass passes, nothing else does, and no program is left out`, async () => {
  const orders = [
    ['guard', 'count'],
    ['count', 'guard'],
  ] as const;
  await doors.up(guarded(orders[0]));
  const { allowed, forbidden, rx, ...seen } = await underFlood((round) =>
    doors.up(guarded(orders[(round % 2) as 0 | 1])),
  );
  expect(allowed).toBeGreaterThan(TIMES);
  expect(rx).toBe(allowed);
  // While a program is moved it runs twice, so these may be more.
  expect(seen.passed).toBeGreaterThanOrEqual(allowed);
  expect(seen.seen).toBeGreaterThanOrEqual(allowed);
  expect(seen.dropped).toBeGreaterThanOrEqual(forbidden);
  expect(await names('web0', 'netkit/peer')).toEqual(['guard', 'count']);
});
