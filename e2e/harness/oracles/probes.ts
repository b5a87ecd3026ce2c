/** Which programs of bpf-probes.bpf.c ran on a packet, and in which order. */
import type { AttachType } from '../../../sdk/src/index.js';
import { asset, chain, compile, counters, mapOf, PROBES } from '../inputs/bpf.js';
import { pings } from '../guests/guest.js';

/** The probes `a` to `f`. */
export const probes = asset(compile(PROBES));
/** Another object that tells the same. */
export const otherProbes = asset(
  compile(PROBES, (text) => text.replace('*stamp = ++*tick', '*stamp = *tick += 2')),
);
/** The same, with a verdict behind which no other program runs: let through. */
export const lastProbes = asset(
  compile(PROBES, (text) => text.replace('return ran(which)', 'return ran(which), 0')),
);

/** The probes of these letters, as an attachment's `programs`. */
export const probing = (order: string, object: object = probes): object[] =>
  Array.from(order).map((name) => ({ name, object, program: name }));

/** Which probes of a hook's first one's object a ping to an address runs, in the order they ran. */
export async function ran(
  device: string,
  hook: AttachType,
  address: string,
  netns: string | null = null,
): Promise<string> {
  const [first] = (await chain(device, hook)).filter(({ name }) => /^[a-f]$/.test(name));
  const [hits, stamps] = await Promise.all([
    mapOf(first!.programId, 'hits'),
    mapOf(first!.programId, 'stamps'),
  ]);
  const before = await counters(hits);
  expect(await pings(netns, address)).toBe(true);
  const after = await counters(hits);
  const at = await counters(stamps);
  return Array.from('abcdef')
    .map((name, slot) => ({ name, stamp: at[slot] ?? 0, hit: after[slot] !== before[slot] }))
    .filter(({ hit }) => hit)
    .sort((one, two) => one.stamp - two.stamp)
    .map(({ name }) => name)
    .join('');
}
