/** Fail closed: between the pair's birth and the whole chain, and when the chain goes, no packet passes that it would stop. */
import {
  asset,
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
import { type Program } from '../harness/drivers/doors.js';
import { sh } from '../harness/guests/guest.js';
import { useDoors } from '../harness/guests/suite.js';
import { GUARDED, onPod, BLUE, pod } from '../harness/inputs/pods.js';

const doors = useDoors({ after: () => sh('rm -f /sys/fs/bpf/kept /run/flood-blue') });

const object = asset(compile(POLICY));
const ALLOWED = '10.0.0.1';
const FORBIDDEN = '10.0.0.3';

const PAIR = pod(GUARDED);
const guarded = (order: readonly string[]): Program => ({
  ...PAIR,
  egress: onPod(
    'netkit/peer',
    order.map((name) => ({ name, object, program: name })),
    'egress',
  ),
});

/** What the programs counted, and what the host's end received. */
async function read(
  map: number,
): Promise<{ rx: number; passed: number; dropped: number; seen: number }> {
  const rx = await received('web0');
  const [passed = -1, dropped = -1, seen = -1] = await counters(map);
  return { rx, passed, dropped, seen };
}
const mapId = async (): Promise<number> => {
  const { attached } = doors.outputs('egress') as { attached: { id: number }[] };
  return mapOf(attached[0]!.id, 'counters');
};

describe.each([[['guard', 'count']], [['count', 'guard']]])('%j', (order) => {
  test('while it is built under a flood, the host receives just what the whole chain let through', async () => {
    await doors.up(BLUE);
    await quiet('blue');
    const flood = await Flood.start('blue', [ALLOWED, FORBIDDEN]);
    await doors.up(guarded(order));
    await sh('sleep 0.3');
    const [sent = 0] = await flood.stop();
    expect(await names('web0', 'netkit/peer')).toEqual(order);
    const { rx, passed, dropped, seen } = await read(await mapId());
    expect([sent > 0, rx > 0, dropped > 0]).toEqual([true, true, true]);
    expect({ rx, seen }).toEqual({
      rx: passed,
      seen: order[0] === 'guard' ? passed : passed + dropped,
    });
    expect(passed).toBeLessThanOrEqual(sent);
    // Before there was a chain, the pair itself dropped.
    const lost = Number(
      await sh('ip netns exec blue cat /sys/class/net/eth0/statistics/tx_dropped'),
    );
    expect(lost).toBeGreaterThan(dropped);
  });

  test('a second up under a flood lets nothing else through', async () => {
    const flood = await Flood.start('blue', [FORBIDDEN]);
    const before = await received('web0');
    expect(await doors.up(guarded(order))).toEqual([]);
    await sh('sleep 0.1');
    const [sent] = await flood.stop();
    expect(sent).toBeGreaterThan(0);
    expect(await received('web0')).toBe(before);
  });

  test('when it goes under a flood, policy decides at once', async () => {
    const map = await mapId();
    await sh(`rm -f /sys/fs/bpf/kept; bpftool map pin id ${map} /sys/fs/bpf/kept`);
    const flood = await Flood.start('blue', [ALLOWED, FORBIDDEN]);
    await sh('sleep 0.1');
    expect(await doors.up(PAIR)).toEqual(['delete egress']);
    const after = await received('web0');
    await sh('sleep 0.1');
    await flood.stop();
    expect(await names('web0', 'netkit/peer')).toEqual([]);
    const { rx, passed } = await read(map);
    expect(rx).toBe(passed);
    expect(rx).toBe(after);
    await sh('rm -f /sys/fs/bpf/kept');
    await doors.destroy();
    expect(await bpfResidue()).toEqual([]);
  });
});
