/** Reading a pair among few and among many devices: it is asked for by name, so their number must not matter. */
import { Rtnl } from '@pulumi-netkit/rtnetlink';
import type { Kernel } from '../../helper/src/kernel-session.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { pairQuery } from '../../provider/src/resources/netkit-pair/state.js';
import { inTurns, median, ratio, time } from '../lib/measure';
import { hostOf } from './pairs';
import type { Row } from '../lib/report';
import { checkedPair, clear, makeReady, putAway } from '../lib/sample';

const GROUP = 0x0bec1;

/** One pair, read `reads` times among 10 and among `many` devices that are up and have an address each. */
export async function readingRows(
  kernel: Kernel,
  many: number,
  reads: number,
  rounds: number,
): Promise<Row[]> {
  makeReady();
  const pair = checkedPair(0);
  await netkitPair.create(hostOf(kernel), { ...pair });
  const query = pairQuery(pair);
  const among = (devices: number, work: () => void) => async (): Promise<number> => {
    crowd(devices);
    const took = await time(() => {
      for (let i = 0; i < reads; i++) work();
    });
    disperse();
    return took / reads;
  };
  const read = (): void => {
    if (!kernel.exclusively((session) => session.observe(query) as { ours?: unknown }).ours)
      throw new Error('the pair is not seen');
  };
  const dump = (): void => {
    using rtnl = Rtnl.open();
    rtnl.links.list();
  };
  const took = await inTurns(rounds, {
    few: among(10, read),
    many: among(many, read),
    dump: among(many, dump),
  });
  clear();
  putAway();
  const row = (ours: readonly number[], name: string, other: readonly number[]): Row => ({
    name: `read a pair among ${many} devices`,
    unit: 'ms',
    ours: median(ours) / 1e6,
    other: { name, value: median(other) / 1e6 },
    ratio: ratio(ours, other),
  });
  return [
    { ...row(took.many, 'among 10', took.few), budget: { of: 'ratio', limit: 1.5 } },
    row(took.many, `a dump of ${many} devices`, took.dump),
  ];
}

function crowd(devices: number): void {
  using rtnl = Rtnl.open();
  for (let i = 0; i < devices; i++) {
    const { index } = rtnl.links.create({
      kind: 'dummy',
      name: `crowd${i}`,
      group: GROUP,
      up: true,
    });
    rtnl.addresses.add(index, { address: `10.200.${i >> 8}.${i & 255}/32` });
  }
}

function disperse(): void {
  using rtnl = Rtnl.open();
  rtnl.links.deleteGroup(GROUP);
}
