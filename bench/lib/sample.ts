/** Pairs as a program might declare them, checked; and the machine made ready for them and bare again. */
import { rmSync } from 'node:fs';
import { createNamedNetns, removeNetns } from '@pulumi-netkit/linux-ffi';
import { Rtnl } from '@pulumi-netkit/rtnetlink';
import type { NetkitPairChecked } from '@pulumi-netkit/contract';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';

/** Where the peers are. */
export const NETNS = 'bench';

/** A machine without netkit can still compare the ways on pairs that it has, at its full speed. */
export const KIND = process.env['BENCH_KIND'] === 'veth' ? 'veth' : 'netkit';

let made = 0;

/** What a user writes: two addresses and a route on each end, the peer in a namespace. */
export function declaration(i: number): Record<string, unknown> {
  const [high, low] = [(i >> 6) & 255, (i & 63) * 4];
  const end = (n: number, other: number, route: string): Record<string, unknown> => ({
    addresses: [`10.${high}.${low >> 8}.${(low & 255) + n}/30`, `fd00:${i + 1}::${n}/64`],
    routes: [{ destination: route, gateway: `10.${high}.${low >> 8}.${(low & 255) + other}` }],
  });
  return {
    name: `bench${i}`,
    mode: 'l2',
    ...end(1, 2, `172.16.${i >> 8}.${i & 255}/32`),
    peer: { name: `peer${i}`, netns: NETNS, ...end(2, 1, `172.17.${i >> 8}.${i & 255}/32`) },
  };
}

/** The same after `check`, as a resource that was never made before. */
export function checkedPair(i: number): NetkitPairChecked {
  const owner = `urn:pulumi:bench::bench::pulumi-nodejs:dynamic:Resource::bench${i}`;
  const incarnation = (++made).toString(16).padStart(8, '0').padEnd(24, '0');
  const { inputs, failures } = netkitPair.check(
    { ...declaration(i), owner },
    undefined,
    () => incarnation,
  );
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs as unknown as NetkitPairChecked;
}

/** Makes the namespace of the peers. */
export function makeReady(): void {
  createNamedNetns(NETNS);
}

/** Takes the namespace away. */
export function putAway(): void {
  removeNetns(NETNS);
}

/** Deletes all pairs at once, and our records of them. */
export function clear(): void {
  using rtnl = Rtnl.open();
  const group = 0x0bec0;
  const pairs = rtnl.links.list().filter(({ name }) => /^bench\d+$/.test(name));
  for (const { index } of pairs) rtnl.links.set(index, { group });
  if (pairs.length > 0) rtnl.links.deleteGroup(group);
  rmSync('/run/pulumi-netkit/records', { recursive: true, force: true });
}
