/**
 * A kernel in memory, for tests of what stands above the host.
 *
 * Rules of honesty. It verifies only what it was taught, and it was taught a rule only where the code above leans on it:
 * - names.   A namespace holds a name once, alternative names included; a look-up finds both (EEXIST; 1.2).
 * - birth.   One message makes both ends, down, in a group; alternative names and alias come later (1.3). The peer has its own
 *            mtu (1.3). A MAC is refused in mode l3 (1.2).
 * - pair.    Deleting one end deletes both, wherever they are; so does the end of a namespace (1.7).
 * - policy.  Goes through the primary alone (1.2).
 * - ignored. A kernel that does not know an attribute says nothing, does nothing and does not report it (1.1).
 * - indexes. Each namespace counts its own, so two devices may share one (8.5).
 * - down.    A device that goes down loses its routes and its IPv6 addresses; one that is down is refused routes (ENETDOWN).
 * - source.  A route may only prefer an address that is there (EINVAL). When that goes, an IPv4 route goes with it and an IPv6
 *            route forgets its source.
 * - subnet.  With the first IPv4 address of a subnet go the others of it (promote_secondaries is 0).
 * - last.    With the last IPv4 address of a device go its IPv4 routes.
 * - gateway. Must lie in the subnet of an address, or behind an on-link route, of its device (ENETUNREACH).
 * - routes.  A namespace holds a destination, table and metric once (EEXIST). IPv4 reports no metric 0.
 * - address. IPv4 holds an address and prefix length once, IPv6 an address (EEXIST).
 * - sizes.   A gso or gro size of up to 65536 drags its IPv4 twin along.
 * - records. Live with the boot, not with the device.
 *
 * The numbers are sections of kernel-facts. It does not know: subnets' own routes, time between the end of a namespace and that of its devices, permissions. The rules of addresses and routes are in
 * fake-ip.ts, chains of programs in fake-chain.ts.
 */
import {
  type ChainOp,
  describeOp,
  type DeviceRef,
  type End,
  type EndCreation,
  type HostFacts,
  type KernelFeature,
  type LinkSettings,
  NetkitError,
  type Netns,
  type Op,
  type OwnerRecord,
  type PairCreation,
  type Policy,
  routeKey,
} from '@pulumi-netkit/contract';
import type { Kernel, KernelSession } from '../../../helper/src/kernel-session.js';
import { answerNetns, answerPair } from './fake-answers.js';
import { refused } from './fake-refusal.js';
import { snapshotOf } from './fake-snapshot.js';
import { FakeChains } from './fake-chain.js';
import { dragTwins, PLAIN, PLAIN_PAIR } from './fake-device.js';
import type { Device, FakeNetns, FakePair, Ignored } from './fake-device.js';
import { addAddress, addRoute, deleteAddress, setUp, type Refuse } from './fake-ip.js';

/** Thrown by the operation at which the helper is killed, and by all that come after it. */
export class Killed extends Error {}

/** See the top of this file. */
export class FakeKernel implements Kernel {
  facts: HostFacts = { kernel: '7.3.4', bootId: 'boot-1' };
  readonly devices: Device[] = [];
  readonly namespaces = new Map<string, FakeNetns>();
  records: OwnerRecord[] = [];
  /** Every operation that was executed. */
  readonly ops: Op[] = [];
  /** The chains of programs on the hooks of all devices. */
  readonly chains = new FakeChains(this, () => {
    this.#breathe();
  });
  /** What it tells of itself when it is asked. */
  readonly features: KernelFeature[] = [];
  /** Digests of the objects that the helper was sent. */
  readonly objectsKept = new Set<string>();
  /** Another actor on the host, who comes between the look and the plan. */
  outsider: (() => void) | undefined;
  /** How often it could have been killed. */
  breaths = 0;
  readonly #ignores: ReadonlySet<Ignored>;
  readonly #lastIndex = new Map<Netns, number>();
  #lastInode = 4_026_532_000;
  #untilKill = Infinity;
  #untilRefusal = Infinity;

  constructor({
    namespaces = ['blue'],
    ignores = [],
  }: { readonly namespaces?: readonly string[]; readonly ignores?: readonly Ignored[] } = {}) {
    this.#ignores = new Set(ignores);
    for (const name of namespaces) this.addNetns(name);
  }

  /**
   * The helper dies before its `n`-th operation from now, counted from 0, and undoes nothing. Those on chains count once more
   * for each place within them where a kill leaves something else.
   */
  killAfter(n: number): void {
    this.#untilKill = n;
  }

  /** The kernel refuses the `n`-th operation from now, once. What undoes it is let through. */
  refuseAfter(n: number): void {
    this.#untilRefusal = n;
  }

  /** Whether it was killed and not started again. */
  get isDead(): boolean {
    return this.#untilKill < 0;
  }

  /** A new helper. */
  revive(): void {
    this.#untilKill = Infinity;
    this.#untilRefusal = Infinity;
    this.objectsKept.clear();
  }

  hasObject(digest: string): boolean {
    return this.objectsKept.has(digest);
  }

  keepObject(digest: string): void {
    this.objectsKept.add(digest);
  }

  exclusively<T>(work: (session: KernelSession) => T): T {
    const newborns = new Map<End, Device>();
    const chains: Parameters<FakeChains['perform']>[1] = new Map();
    return work({
      observe: (query) => {
        if (this.isDead) throw new Killed('killed');
        switch (query.kind) {
          case 'pair':
            return answerPair(this, query);
          case 'netns':
            return answerNetns(this, query);
          case 'attachment':
            return this.chains.answer(query);
          case 'hook':
            return this.chains.answerHook(query);
          case 'support':
            return { kind: 'support', libbpf: '1.5', features: [...this.features] };
        }
      },
      execute: (op) => {
        this.#breathe();
        if (this.#untilRefusal-- === 0) throw refused(op, 'ENOMEM');
        if ('attachment' in op) this.chains.perform(op, chains);
        else this.#perform(op, newborns);
        this.ops.push(op);
      },
      knows: (incarnation) =>
        this.records.some(
          (record) =>
            record.incarnation === incarnation ||
            (record.kind === 'attachment' && record.declared?.incarnation === incarnation),
        ),
    });
  }

  #breathe(): void {
    if (this.isDead || this.#untilKill-- === 0) throw new Killed('killed');
    this.breaths++;
  }

  addNetns(name: string): FakeNetns {
    const netns: FakeNetns = {
      state: 'namespace',
      inode: String(++this.#lastInode),
      loUp: true,
      processes: [],
    };
    this.namespaces.set(name, netns);
    return netns;
  }

  /** The device of a name or alternative name. */
  find(netns: Netns, name: string): Device | undefined {
    return this.devices.find(
      (device) =>
        device.netns === netns && (device.name === name || device.altNames.includes(name)),
    );
  }

  /** As {@link find}, for a device that must be there. */
  device(netns: Netns, name: string): Device {
    const device = this.find(netns, name);
    if (!device) throw new Error(`the test expects a device ${name} in ${netns ?? 'the host'}`);
    return device;
  }

  /** A device that somebody else made. */
  addDevice(netns: Netns, name: string, kind = 'veth'): Device {
    const device = this.#newDevice({ ...PLAIN, name, netns }, kind);
    this.devices.push(device);
    return device;
  }

  /** A pair that somebody else made. */
  addPair(pair: Partial<PairCreation> & Pick<PairCreation, 'primary' | 'peer'>): FakePair {
    return this.#createPair({ ...PLAIN_PAIR, ...pair });
  }

  /** Removes a device, and its other end. */
  remove(device: Device): void {
    const ends = device.pair ? [device.pair.primary, device.pair.peer] : [device];
    for (const end of ends) {
      this.devices.splice(this.devices.indexOf(end), 1);
      this.chains.dropDevice(end);
    }
  }

  /** Ends a namespace and all that is in it. */
  removeNetns(name: string): void {
    this.namespaces.delete(name);
    for (const device of this.devices.filter(({ netns }) => netns === name)) {
      if (this.devices.includes(device)) this.remove(device);
    }
  }

  /** All there is, as JSON, to compare. */
  snapshot(): unknown {
    return snapshotOf(this);
  }

  /** Sets a device up or down, with what the kernel takes along. */
  setUp(device: Device, up: boolean): void {
    setUp(device, up);
  }

  /** Deletes an address, with what the kernel takes along. */
  deleteAddress(device: Device, address: string): void {
    deleteAddress(this.devices, device, address);
  }

  #perform(op: Exclude<Op, ChainOp>, newborns: Map<End, Device>): void {
    switch (op.op) {
      case 'record.write':
        this.#forget(op.record.incarnation);
        this.records.push(op.record);
        return;
      case 'record.remove':
        this.#forget(op.incarnation);
        return;
      case 'pair.create': {
        const { primary, peer } = this.#createPair(op.pair, op);
        newborns.set('primary', primary).set('peer', peer);
        return;
      }
      case 'netns.touch':
        if (this.namespaces.has(op.name)) throw refused(op, 'EEXIST');
        this.namespaces.set(op.name, { state: 'file', inode: '', loUp: false, processes: [] });
        return;
      case 'netns.bind':
        if (!this.namespaces.has(op.name)) throw refused(op, 'ENOENT');
        this.addNetns(op.name).loUp = false;
        return;
      case 'netns.loUp':
        this.#netns(op.name).loUp = true;
        return;
      case 'netns.delete':
        this.removeNetns(op.name);
        return;
      case 'pair.delete':
      case 'altName.add':
      case 'altName.delete':
      case 'link.set':
      case 'policy.set':
      case 'address.add':
      case 'address.delete':
      case 'route.add':
      case 'route.delete':
        this.#performOn(this.#resolve(op.device, newborns, op), op);
    }
  }

  #performOn(device: Device, op: DeviceOp): void {
    const refuse: Refuse = (errno, extack) => refused(op, errno, extack);
    switch (op.op) {
      case 'pair.delete':
        this.remove(device);
        return;
      case 'altName.add':
        if (this.find(device.netns, op.altName)) throw refused(op, 'EEXIST');
        device.altNames.push(op.altName);
        return;
      case 'altName.delete':
        if (!device.altNames.includes(op.altName)) throw refused(op, 'ENOENT');
        device.altNames = device.altNames.filter((name) => name !== op.altName);
        return;
      case 'link.set':
        this.#set(device, op.set, op);
        return;
      case 'policy.set': {
        const { pair } = device;
        if (pair?.primary !== device) throw refused(op, 'EACCES');
        if ('policy' in op.set) device.policy = op.set.policy;
        else pair.peer.policy = op.set.peerPolicy;
        return;
      }
      case 'address.add':
        addAddress(device, op.address, refuse);
        return;
      case 'address.delete':
        this.deleteAddress(device, op.address);
        return;
      case 'route.add':
        addRoute(this.devices, device, op.route, refuse);
        return;
      case 'route.delete':
        device.routes = device.routes.filter((route) => routeKey(route) !== routeKey(op.route));
    }
  }

  #set(device: Device, set: Partial<LinkSettings>, op: Op): void {
    const { name, mac, up } = set;
    if (name !== undefined && name !== device.name && this.find(device.netns, name))
      throw refused(op, 'EEXIST');
    if (mac !== undefined && device.pair?.mode === 'l3') throw refused(op, 'EOPNOTSUPP');
    if (up !== undefined) {
      this.setUp(device, up);
      return;
    }
    Object.assign(device, set);
    dragTwins(device, set);
  }

  #createPair(creation: PairCreation, op?: Op): FakePair {
    const { primary, peer } = creation;
    const isOneName = primary.netns === peer.netns && primary.name === peer.name;
    if (isOneName || this.find(primary.netns, primary.name) || this.find(peer.netns, peer.name)) {
      throw new NetkitError('device-taken', `"${primary.name}" or "${peer.name}" is taken`, {
        errno: 'EEXIST',
      });
    }
    const hasMac = primary.mac !== undefined || peer.mac !== undefined;
    if (op && hasMac && creation.mode === 'l3') throw refused(op, 'EOPNOTSUPP');
    for (const { netns } of [primary, peer]) if (netns !== null) this.#netns(netns);
    // The peer is registered first.
    const peerDevice = this.#newDevice(peer, 'netkit', creation.peerPolicy);
    const primaryDevice = this.#newDevice(primary, 'netkit', creation.policy);
    const known = <T>(key: Ignored, value: T): Partial<Record<Ignored, T>> =>
      this.#ignores.has(key) ? {} : { [key]: value };
    const pair = {
      mode: creation.mode,
      ...known('scrub', creation.scrub),
      ...known('peerScrub', creation.peerScrub),
      ...known('headroom', creation.headroom),
      ...known('tailroom', creation.tailroom),
      primary: primaryDevice,
      peer: peerDevice,
    } as FakePair;
    peerDevice.pair = pair;
    primaryDevice.pair = pair;
    this.devices.push(peerDevice, primaryDevice);
    return pair;
  }

  #newDevice(end: EndCreation, kind: string, policy: Policy = 'pass'): Device {
    const ifindex = (this.#lastIndex.get(end.netns) ?? 1) + 1;
    this.#lastIndex.set(end.netns, ifindex);
    return {
      ...end,
      mac: end.mac ?? `02:00:00:00:00:${ifindex.toString(16).padStart(2, '0')}`,
      ifindex,
      kind,
      up: false,
      alias: '',
      altNames: [],
      addresses: [],
      routes: [],
      policy,
    };
  }

  #resolve(ref: DeviceRef, newborns: Map<End, Device>, op: Op): Device {
    const device =
      'newborn' in ref
        ? newborns.get(ref.newborn)
        : ref.netns?.startsWith('nsid:')
          ? undefined
          : this.find(ref.netns, ref.altName);
    if (!device) {
      throw new NetkitError('device-gone', `${JSON.stringify(ref)} at "${describeOp(op) ?? ''}"`, {
        errno: 'ENODEV',
      });
    }
    return device;
  }

  #netns(name: string): FakeNetns {
    const netns = this.namespaces.get(name);
    if (netns?.state !== 'namespace')
      throw new NetkitError('netns-missing', `there is no network namespace "${name}"`);
    return netns;
  }

  #forget(incarnation: string): void {
    this.records = this.records.filter((record) => record.incarnation !== incarnation);
  }
}

type DeviceOp = Extract<Op, { readonly device: DeviceRef }>;
