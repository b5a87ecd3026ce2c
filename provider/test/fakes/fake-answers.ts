/** What a fake kernel answers to the questions of resources: the contract of host.ts, written a second time. */
import {
  altNameOf,
  birthGroup,
  derivedIncarnation,
  type DeviceView,
  type End,
  type Netns,
  type NetnsAnswer,
  type NetnsQuery,
  type Occupant,
  type OwnerRecord,
  type PairAnswer,
  type PairQuery,
  type PairView,
  parseAltName,
} from '@pulumi-netkit/contract';
import type { Device } from './fake-device.js';
import type { FakeKernel } from './fake-kernel.js';

const ENDS = ['primary', 'peer'] as const;

/** Answers {@link PairQuery}. */
export function answerPair(kernel: FakeKernel, query: PairQuery): PairAnswer {
  const places: Record<End, Netns> = { primary: query.netns, peer: query.peer.netns };
  const names: Record<End, string> = { primary: query.name, peer: query.peer.name };
  const missingNetns = Object.fromEntries(
    ENDS.flatMap((end) => {
      const netns = places[end];
      if (netns === null || kernel.namespaces.get(netns)?.state === 'namespace') return [];
      const summary = `there is no network namespace "${netns}"`;
      return [[end, { code: 'netns-missing', summary, details: {} }] as const];
    }),
  ) as PairAnswer['missingNetns'];
  const named = kernel.find(query.netns, query.name);
  const ours =
    findPair(kernel, query.incarnation, places) ??
    (named && named === named.pair?.primary && unmarked(kernel, named) === query.incarnation
      ? named
      : undefined);
  const records = kernel.records.filter(
    (record): record is PairRecord =>
      record.kind === 'pair' &&
      (record.owner === query.owner || (!ours && record.incarnation === query.incarnation)),
  );
  const leftovers = records.flatMap((record) => {
    const isAsked = record.incarnation === query.incarnation;
    const pair =
      (isAsked ? undefined : findPair(kernel, record.incarnation, placesOf(record))) ??
      findHalfMade(kernel, record);
    if (isAsked && (!pair || ours)) return [];
    return [{ record, ...(pair ? { pair: viewPair(pair) } : {}) }];
  });
  const known = [ours?.pair, ...leftovers.map(({ pair }) => pair)].flatMap((pair) =>
    pair ? [keyOf(pair.primary), keyOf(pair.peer)] : [],
  );
  const own = kernel.records.find(({ incarnation }) => incarnation === query.incarnation);
  const occupants: Partial<Record<End, Occupant>> = {};
  for (const end of ENDS) {
    const isNamed = ours?.pair?.[end].name === names[end];
    const device = isNamed || names[end] === '' ? undefined : kernel.find(places[end], names[end]);
    if (!device || known.includes(keyOf(device))) continue;
    const nobodys = unmarked(kernel, device);
    const mark = device.altNames.map(parseAltName).find((found) => found !== undefined);
    const record = kernel.records.find(({ incarnation }) => incarnation === mark?.incarnation);
    occupants[end] = {
      device: viewDevice(device),
      ...(device.pair ? { pair: viewPair(device) } : {}),
      ...(nobodys === undefined ? {} : { unmarked: nobodys }),
      ...(record ? { record } : {}),
    };
  }
  return {
    kind: 'pair',
    ...(ours ? { ours: viewPair(ours) } : {}),
    ...(own ? { record: own } : {}),
    leftovers,
    occupants,
    missingNetns,
  };
}

/** Answers {@link NetnsQuery}. */
export function answerNetns(kernel: FakeKernel, query: NetnsQuery): NetnsAnswer {
  const { name, incarnation, owner, contents = false } = query;
  const netns = kernel.namespaces.get(name);
  const records = kernel.records.filter((record) => record.kind === 'netns');
  const leftovers = records.filter(
    (record) => record.owner === owner && (record.name === name || record.phase === 'creating'),
  );
  const record =
    leftovers.find((one) => one.name === name) ??
    records.find((one) => one.incarnation === incarnation) ??
    (netns && records.find((one) => one.name === name));
  const isThere = netns?.state === 'namespace';
  return {
    kind: 'netns',
    state: netns?.state ?? 'absent',
    ...(isThere ? { inode: netns.inode } : {}),
    loUp: isThere && netns.loUp,
    ...(record ? { record } : {}),
    leftovers,
    foreignDevices: contents
      ? kernel.devices
          .filter((device) => device.netns === name && !device.altNames.some(parseAltName))
          .map((device) => `${device.name} (${device.kind})`)
      : [],
    ...(contents
      ? {
          ownContents: [
            ...kernel.devices
              .filter((device) => device.netns === name && device.altNames.some(parseAltName))
              .map((device) => device.name),
            ...kernel.records.flatMap((record) =>
              record.kind === 'attachment' && record.attachment.target.netns === name
                ? [`attachment ${record.attachment.name}`]
                : [],
            ),
          ],
        }
      : {}),
    processes: contents && netns ? netns.processes : [],
  };
}

type PairRecord = Extract<OwnerRecord, { kind: 'pair' }>;

function placesOf({ netns, peer }: PairRecord): Record<End, Netns> {
  return { primary: netns, peer: peer.netns };
}

// Where it should be, at the other end of what is there, and anywhere that has a name while there is a record.
function findPair(
  kernel: FakeKernel,
  incarnation: string,
  places: Record<End, Netns>,
): Device | undefined {
  if (incarnation === '') return undefined;
  const isRecorded = kernel.records.some((record) => record.incarnation === incarnation);
  return kernel.devices.find((device) =>
    ENDS.some(
      (end) =>
        device.altNames.includes(altNameOf(incarnation, end)) &&
        (device.netns === places[end] ||
          (isRecorded && end === 'primary' && !device.netns?.startsWith('nsid:'))),
    ),
  );
}

function findHalfMade(kernel: FakeKernel, record: PairRecord): Device | undefined {
  if (record.phase !== 'creating') return undefined;
  const device = kernel.find(record.netns, record.name);
  return device?.group === birthGroup(record.incarnation) && device.pair ? device : undefined;
}

/** The incarnation of a pair whose ends carry no mark. */
export function unmarked(kernel: FakeKernel, { pair }: Device): string | undefined {
  if (!pair) return undefined;
  const { primary, peer } = pair;
  if ([...primary.altNames, ...peer.altNames].some(parseAltName)) return undefined;
  const inode = kernel.namespaces.get(primary.netns ?? '')?.inode ?? '';
  const { bootId } = kernel.facts;
  return derivedIncarnation({ bootId, inode, ifindex: primary.ifindex, peerIfindex: peer.ifindex });
}

function keyOf({ netns, ifindex }: { readonly netns: Netns; readonly ifindex: number }): string {
  return `${netns ?? ''}/${ifindex}`;
}

function viewPair({ pair }: Device): PairView {
  if (!pair) throw new Error('the fake kernel took a device for a pair');
  const { primary, peer, ...data } = pair;
  return {
    ...data,
    policy: primary.policy,
    peerPolicy: peer.policy,
    primary: viewDevice(primary),
    peer: viewDevice(peer),
  };
}

function viewDevice(device: Device): DeviceView {
  const { policy: _policy, pair, mac, ...rest } = device;
  const isHidden = device.netns?.startsWith('nsid:') ?? false;
  const hasCarrier = pair ? pair.primary.up && pair.peer.up : device.up;
  return {
    ...rest,
    ...(pair?.mode === 'l3' ? {} : { mac }),
    operstate: hasCarrier ? 'up' : device.up ? 'lowerlayerdown' : 'down',
    addresses: isHidden ? [] : [...device.addresses].sort(),
    routes: isHidden ? [] : device.routes,
  };
}
