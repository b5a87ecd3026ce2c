/** Swaps and reorders under a flood: not one packet passes unfiltered, and not one that may pass is lost. */
import {
  asset,
  compile,
  counters,
  Flood,
  mapOf,
  names,
  POLICY,
  quiet,
  received,
} from '../harness/inputs/bpf.js';
import { type Program } from '../harness/drivers/doors.js';
import { useDoors } from '../harness/guests/suite.js';
import { pod, onPod, BLUE, GUARDED } from '../harness/inputs/pods.js';

const TIMES = 30;

const doors = useDoors({
  before: async () => {
    await doors.up(BLUE);
    await quiet('blue');
  },
});

// netkit drops at any verdict that it does not know, so this is another program that does the same.
const objects = [compile(POLICY), compile(POLICY, (text) => text.replace('DROP 2', 'DROP 1'))].map(
  asset,
);

const guarded = (order: readonly string[], object = objects[0]): Program => ({
  ...pod(GUARDED),
  egress: onPod(
    'netkit/peer',
    order.map((name) => ({ name, object, program: name })),
    'egress',
  ),
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
