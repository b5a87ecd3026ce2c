/** Does one operation: each is one request to the kernel, or one change to a file. */
import {
  bindNewNetns,
  ensureNetnsDir,
  removeNetns,
  touchNetns,
  type Fd,
} from '@pulumi-netkit/linux-ffi';
import { RtnetlinkError, type Link, type Rtnl } from '@pulumi-netkit/rtnetlink';
import {
  canonicalAddress,
  type ChainOp,
  describeOp,
  type DeviceRef,
  type End,
  type EndCreation,
  NetkitError,
  type Netns,
  type Op,
  type PairCreation,
  parseAltName,
} from '@pulumi-netkit/contract';
import { explain } from '../explain.js';
import type { Registry } from '../store/registry.js';
import type { Sockets } from '../sockets.js';
import { isKernelsOwn } from './views.js';

/** What `pair.create` made, for the operations of the same plan that name it as newborn. */
export type Newborns = Map<End, { readonly netns: Netns; readonly index: number }>;

/** All but what is done to chains, which is in attachment/. */
export type HostOp = Exclude<Op, ChainOp>;

/** Runs one operation. @throws NetkitError in words */
export function execute(
  sockets: Sockets,
  registry: Registry,
  newborns: Newborns,
  op: HostOp,
): void {
  try {
    perform(sockets, registry, newborns, op);
  } catch (error) {
    throw explain(error, op);
  }
}

function perform(sockets: Sockets, registry: Registry, newborns: Newborns, op: HostOp): void {
  switch (op.op) {
    case 'record.write':
      registry.write(op.record);
      return;
    case 'record.remove':
      registry.remove(op.incarnation);
      return;
    case 'pair.create':
      createPair(sockets, newborns, op.pair);
      return;
    case 'netns.touch':
      ensureNetnsDir();
      touchNetns(op.name);
      return;
    case 'netns.bind':
      bindNewNetns(op.name);
      return;
    case 'netns.loUp': {
      const lo = sockets.in(op.name);
      lo.links.set(lo.links.get({ name: 'lo' })?.index ?? 1, { up: true });
      return;
    }
    case 'netns.delete':
      assertRecorded(registry, op.name);
      removeNetns(op.name);
      return;
    case 'pair.delete':
    case 'altName.add':
    case 'altName.delete':
    case 'link.set':
    case 'policy.set':
    case 'address.add':
    case 'address.delete':
    case 'route.add':
    case 'route.delete': {
      const { rtnl, index } = resolve(sockets, newborns, op.device, op);
      performOn(rtnl, index, op);
      return;
    }
  }
}

type DeviceOp = Extract<HostOp, { readonly device: DeviceRef }>;

function performOn(rtnl: Rtnl, index: number, op: DeviceOp): void {
  switch (op.op) {
    case 'pair.delete':
      unlessGone(() => rtnl.links.delete(index), 'ENODEV');
      return;
    case 'altName.add':
      rtnl.links.addAltName(index, op.altName);
      return;
    case 'altName.delete':
      rtnl.links.deleteAltName(index, op.altName);
      return;
    case 'link.set':
      rtnl.links.set(index, op.set);
      return;
    case 'policy.set':
      rtnl.links.setNetkit(index, op.set);
      return;
    case 'address.add':
      addAddress(rtnl, index, op.address);
      return;
    case 'address.delete':
      unlessGone(() => rtnl.addresses.delete(index, { address: op.address }), 'EADDRNOTAVAIL');
      return;
    case 'route.add':
      rtnl.routes.add(index, op.route);
      return;
    case 'route.delete':
      unlessGone(() => rtnl.routes.delete(index, op.route), 'ESRCH');
      return;
  }
}

function addAddress(rtnl: Rtnl, index: number, text: string): void {
  // Without duplicate address detection, which would leave an IPv6 address unusable for a second.
  const address = { address: text, noDad: text.includes(':') };
  try {
    rtnl.addresses.add(index, address);
  } catch (error) {
    const isThere = error instanceof RtnetlinkError && error.code === 'EEXIST';
    if (!isThere || !isOfKernel(rtnl, index, text)) throw error;
    // The link-local address that the kernel gave the device is declared: it becomes ours.
    rtnl.addresses.replace(index, address);
  }
}

function isOfKernel(rtnl: Rtnl, index: number, text: string): boolean {
  const wanted = canonicalAddress(text);
  return rtnl.addresses
    .list(index)
    .some((one) => canonicalAddress(one.address) === wanted && isKernelsOwn(one));
}

// What a delete wants is that the thing is gone; a deleted address takes its routes along, for one.
function unlessGone(remove: () => void, gone: string): void {
  try {
    remove();
  } catch (error) {
    if (!(error instanceof RtnetlinkError && error.code === gone)) throw error;
  }
}

// A request may name anything: what no record speaks of was neither made nor adopted by a resource.
function assertRecorded(registry: Registry, name: string): void {
  const isOurs = registry.all().some((record) => record.kind === 'netns' && record.name === name);
  if (!isOurs)
    throw refused(`delete the network namespace "${name}"`, 'there is no record of it on the host');
}

// Pairs are all that a plan changes. One that carries marks is changed by a mark, by whoever knows it; by its plain name only
// while it has none, when it is adopted or half-made.
function assertOurs(
  link: Link,
  { altName }: Extract<DeviceRef, { altName: string }>,
  op: Op,
): void {
  const doing = describeOp(op) ?? op.op;
  if (link.kind !== 'netkit') throw refused(doing, `${link.name} is not a netkit device`);
  const isMarked = link.altNames.some((name) => parseAltName(name) !== undefined);
  if (isMarked && parseAltName(altName) === undefined)
    throw refused(
      doing,
      `${link.name} carries the mark of a resource, and the request does not name it`,
    );
}

function refused(doing: string, why: string): NetkitError {
  return new NetkitError('request-refused', `the helper does not ${doing}: ${why}`, {
    advice: 'Nothing of it was done. Import what is there, or delete it by hand',
  });
}

function resolve(
  sockets: Sockets,
  newborns: Newborns,
  device: DeviceRef,
  op: Op,
): { readonly rtnl: Rtnl; readonly index: number } {
  if ('newborn' in device) {
    const newborn = newborns.get(device.newborn);
    if (!newborn)
      throw new NetkitError(
        'internal',
        `nothing was made that ${describeOp(op) ?? op.op} could mean`,
      );
    return { rtnl: sockets.in(newborn.netns), index: newborn.index };
  }
  const rtnl = sockets.in(device.netns);
  const link = rtnl.links.get({ altName: device.altName });
  if (!link) {
    throw new NetkitError(
      'device-gone',
      `${device.name} (${device.altName}) vanished before "${describeOp(op) ?? op.op}"`,
      {
        errno: 'ENODEV',
        advice: 'Run up again; something else deletes or moves this device',
      },
    );
  }
  assertOurs(link, device, op);
  return { rtnl, index: link.index };
}

function createPair(sockets: Sockets, newborns: Newborns, pair: PairCreation): void {
  const { primary, peer } = pair;
  // A peer without a namespace of its own would be put where the socket is, so the socket is opened where the primary goes
  // and the peer's namespace is always given. kernel-facts.md#birth
  const rtnl = sockets.in(primary.netns);
  const link = rtnl.links.create({
    kind: 'netkit',
    ...bornAs(primary),
    netkit: {
      mode: pair.mode,
      policy: pair.policy,
      peerPolicy: pair.peerPolicy,
      // Attributes that a kernel may not know are sent only when they say something else than its default.
      ...(pair.scrub === 'default' ? {} : { scrub: pair.scrub }),
      ...(pair.peerScrub === 'default' ? {} : { peerScrub: pair.peerScrub }),
      ...(pair.headroom === 0 ? {} : { headroom: pair.headroom }),
      ...(pair.tailroom === 0 ? {} : { tailroom: pair.tailroom }),
      peer: { ...bornAs(peer), ...inNetns(sockets, primary.netns, peer.netns) },
    },
  });
  newborns.set('primary', { netns: primary.netns, index: link.index });
  if (link.linkIndex !== undefined)
    newborns.set('peer', { netns: peer.netns, index: link.linkIndex });
}

function inNetns(sockets: Sockets, here: Netns, there: Netns): { netns?: Fd } {
  return here === there ? {} : { netns: sockets.fd(there) };
}

function bornAs({ netns: _netns, ...settings }: EndCreation): Omit<EndCreation, 'netns'> {
  return settings;
}
