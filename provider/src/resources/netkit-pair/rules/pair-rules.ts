/** Rules for names, MAC addresses and IP addresses, most of which compare the two ends. Pure. */
import { failure, type Failure, type Prefix, quote } from '@pulumi-netkit/contract';
import type { End, Item, PairView } from './ends.js';
import { firstByKey, repeated } from '../../../check/repeated.js';

/** IPv6's least packet, RFC 8200. Linux takes IPv6 off a device whose mtu is smaller. */
const IPV6_MIN_MTU = 1280;

/** A namespace holds a name once. */
export function nameRules({ ends: [primary, peer], isOneNetns }: PairView): Failure[] {
  if (!isOneNetns || primary.name === undefined) return [];
  if (primary.name !== peer.name) return [];
  const words = `${quote(peer.name)} is the primary's name too, in the same namespace. Choose another, or set peer.netns`;
  return [failure('peer.name', 'name-twice', words)];
}

/** Only Ethernet has MACs, and two devices on one wire must have two. */
export function macRules({ mode, ends }: PairView): Failure[] {
  const failures = ends.flatMap(({ prefix, mac }) => {
    if (mac === undefined || mode !== 'l3') return [];
    const words = `a pair in mode "l3" has no MAC, so ${quote(mac)} cannot be set (the kernel says only EOPNOTSUPP). Drop ${prefix}mac, or set mode to "l2"`;
    return [failure(`${prefix}mac`, 'mac-needs-l2', words)];
  });
  const [primary, peer] = ends;
  if (peer.mac !== undefined && peer.mac === primary.mac) {
    const words = `${quote(peer.mac)} is the primary's MAC too; frames would come back to their sender. Choose another`;
    failures.push(failure('peer.mac', 'mac-twice', words));
  }
  return failures;
}

/** An address stands once in a namespace; IPv6 needs room. */
export function addressRules({ ends, isOneNetns }: PairView): Failure[] {
  const [primary, peer] = ends;
  const across = isOneNetns ? sharedAddresses(primary, peer) : [];
  return [...ends.flatMap(repeatedAddresses), ...across, ...ends.flatMap(ipv6Rules)];
}

function repeatedAddresses({ addresses }: End): Failure[] {
  return repeated(addresses, ipOf).map(([item, first]) => {
    const how =
      first.value.length === item.value.length
        ? `stands already at ${first.path}. Remove one`
        : `stands already at ${first.path} as ${quote(first.text)}. Keep one prefix length`;
    return failure(item.path, 'duplicate-address', `${quote(item.text)} ${how}`);
  });
}

function sharedAddresses(primary: End, peer: End): Failure[] {
  const own = firstByKey(primary.addresses, ipOf);
  return peer.addresses.flatMap((item) => {
    const other = own.get(ipOf(item));
    if (!other) return [];
    const words = `${quote(item.text)} is an address of the primary too (${other.path}), in the same namespace. Give each end its own, or set peer.netns`;
    return [failure(item.path, 'address-on-both-ends', words)];
  });
}

function ipOf({ value }: Item<Prefix>): string {
  return value.text;
}

function ipv6Rules({ prefix, mtu, addresses, routes }: End): Failure[] {
  const user =
    addresses.find(({ value }) => value.family === 6) ??
    routes.find(({ value }) => value.destination.family === 6);
  if (mtu === undefined || mtu < 68 || mtu >= IPV6_MIN_MTU || !user) return [];
  const words = `${mtu} is below ${IPV6_MIN_MTU}, the least for IPv6, and ${user.path} is IPv6 (${quote(user.text)}). Raise the mtu, or remove it`;
  return [failure(`${prefix}mtu`, 'mtu-below-ipv6', words)];
}
