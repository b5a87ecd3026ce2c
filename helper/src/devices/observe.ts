/** Answers the questions of resources from the kernel and the records. Changes nothing. */
import { statSync } from 'node:fs';
import { NetnsError } from '@pulumi-netkit/linux-ffi';
import {
  altNameOf,
  birthGroup,
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
import { explain } from '../explain.js';
import { processesIn } from './processes.js';
import type { Registry } from '../store/registry.js';
import type { Sockets } from '../sockets.js';
import { incarnationOfUnmarked } from './unmarked.js';
import { deviceView, namedNetns, otherEnd, pairView, type Located } from './views.js';

type ErrorJson = NonNullable<PairAnswer['missingNetns'][End]>;

/** Looks for a pair, for what an earlier try left of it, and for who sits on its names. */
export function observePair(sockets: Sockets, registry: Registry, query: PairQuery): PairAnswer {
  const places: Record<End, Netns> = { primary: query.netns, peer: query.peer.netns };
  const missingNetns: Partial<Record<End, ErrorJson>> = {};
  for (const end of ['primary', 'peer'] as const) {
    const missing = whyMissing(sockets, places[end]);
    if (missing) missingNetns[end] = missing;
  }
  const ours =
    findPair(sockets, registry, query.incarnation, places) ?? findUnmarked(sockets, query);
  const leftovers = (query.owner === undefined ? [] : registry.byOwner(query.owner))
    .filter((record) => record.kind === 'pair' && record.incarnation !== query.incarnation)
    .map((record) => {
      const pair = findRecorded(sockets, registry, record);
      return { record, ...(pair ? { pair } : {}) };
    });
  const halfMade = ours
    ? undefined
    : findHalfMade(sockets, registry.byIncarnation(query.incarnation));
  if (halfMade) leftovers.push(halfMade);
  const known = new Set(
    [ours, ...leftovers.map(({ pair }) => pair)].flatMap((pair) =>
      pair ? [idOf(pair.primary), idOf(pair.peer)] : [],
    ),
  );
  const occupants: Partial<Record<End, Occupant>> = {};
  for (const [end, name] of [
    ['primary', query.name],
    ['peer', query.peer.name],
  ] as const) {
    if (ours?.[end].name === name || missingNetns[end] || name === '') continue;
    const occupant = findOccupant(sockets, registry, name, places[end], places);
    if (occupant && !known.has(idOf(occupant.device))) occupants[end] = occupant;
  }
  const record = ours && registry.byIncarnation(query.incarnation);
  return {
    kind: 'pair',
    ...(ours ? { ours } : {}),
    ...(record ? { record } : {}),
    leftovers,
    occupants,
    missingNetns,
  };
}

/** Looks at a named namespace. */
export function observeNetns(sockets: Sockets, registry: Registry, query: NetnsQuery): NetnsAnswer {
  const path = `/run/netns/${query.name}`;
  const leftovers = (query.owner === undefined ? [] : registry.byOwner(query.owner))
    .filter((record) => record.kind === 'netns')
    .filter(({ name, phase }) => name === query.name || phase === 'creating');
  const state = stateOf(sockets, query.name, path);
  let record: OwnerRecord | undefined =
    leftovers.find(({ name }) => name === query.name) ?? registry.byIncarnation(query.incarnation);
  if (!record && state !== 'absent') {
    record = registry.all().find((one) => one.kind === 'netns' && one.name === query.name);
  }
  const isThere = state === 'namespace';
  return {
    kind: 'netns',
    state,
    ...(isThere ? { inode: String(statSync(path, { bigint: true }).ino) } : {}),
    loUp: isThere && (sockets.in(query.name).links.get({ name: 'lo' })?.up ?? false),
    ...(record ? { record } : {}),
    leftovers,
    foreignDevices: isThere && query.contents ? foreignDevices(sockets, query.name) : [],
    ...(isThere && query.contents
      ? { ownContents: ownContents(sockets, registry, query.name) }
      : {}),
    processes: isThere && query.contents ? processesIn(statSync(path).ino) : [],
  };
}

function whyMissing(sockets: Sockets, netns: Netns): ErrorJson | undefined {
  try {
    sockets.in(netns);
    return undefined;
  } catch (error) {
    // A namespace that may not be entered is not a missing one: that is thrown.
    if (error instanceof NetnsError && error.code !== 'netns-no-permission')
      return explain(error).toJSON();
    throw error;
  }
}

/** By its marks: where it should be, at the other end of what is there, and, while we have a record of it, anywhere. */
function findPair(
  sockets: Sockets,
  registry: Registry,
  incarnation: string,
  places: Record<End, Netns>,
): PairView | undefined {
  if (incarnation === '') return undefined;
  for (const end of ['primary', 'peer'] as const) {
    const located = locate(sockets, places[end], altNameOf(incarnation, end));
    const other =
      located && otherEnd(sockets, located, places[end === 'primary' ? 'peer' : 'primary']);
    const pair = other && pairView(sockets, located, other);
    if (pair) return pair;
  }
  if (!registry.byIncarnation(incarnation)) return undefined;
  for (const netns of [null, ...namedNetns()]) {
    const located = locate(sockets, netns, altNameOf(incarnation, 'primary'));
    const other = located && otherEnd(sockets, located, places.peer);
    const pair = other && pairView(sockets, located, other);
    if (pair) return pair;
  }
  return undefined;
}

/** One that was imported and not changed since: by its name, if it is still the same pair. */
function findUnmarked(sockets: Sockets, query: PairQuery): PairView | undefined {
  if (query.incarnation === '' || query.name === '') return undefined;
  const located = locate(sockets, query.netns, query.name);
  if (!located?.link.netkit?.primary) return undefined;
  const other = otherEnd(sockets, located, query.peer.netns);
  const isAsked = other && incarnationOfUnmarked(sockets, located, other) === query.incarnation;
  return isAsked ? pairView(sockets, located, other) : undefined;
}

function locate(sockets: Sockets, netns: Netns, altName: string): Located | undefined {
  try {
    const link = sockets.in(netns).links.get({ altName });
    return link && { link, netns };
  } catch (error) {
    if (error instanceof NetnsError && error.code !== 'netns-no-permission') return undefined;
    throw error;
  }
}

function findRecorded(
  sockets: Sockets,
  registry: Registry,
  record: OwnerRecord,
): PairView | undefined {
  if (record.kind !== 'pair') return undefined;
  const places = { primary: record.netns, peer: record.peer.netns };
  return (
    findPair(sockets, registry, record.incarnation, places) ?? findHalfMade(sockets, record)?.pair
  );
}

/** A pair that was killed between its birth and its first alternative name: only its birth group tells it. */
function findHalfMade(
  sockets: Sockets,
  record: OwnerRecord | undefined,
): { record: OwnerRecord; pair: PairView } | undefined {
  if (record?.kind !== 'pair' || record.phase !== 'creating') return undefined;
  const located = locate(sockets, record.netns, record.name);
  if (located?.link.group !== birthGroup(record.incarnation)) return undefined;
  const other = otherEnd(sockets, located, record.peer.netns);
  const pair = other && pairView(sockets, located, other);
  return pair && { record, pair };
}

function findOccupant(
  sockets: Sockets,
  registry: Registry,
  name: string,
  netns: Netns,
  places: Record<End, Netns>,
): Occupant | undefined {
  const located = locate(sockets, netns, name);
  if (!located) return undefined;
  const { link } = located;
  const other =
    link.kind === 'netkit'
      ? otherEnd(sockets, located, link.netkit?.primary ? places.peer : places.primary)
      : undefined;
  const pair = other && pairView(sockets, located, other);
  const mark = link.altNames.map(parseAltName).find((found) => found !== undefined);
  const record = mark && registry.byIncarnation(mark.incarnation);
  const unmarked = other && incarnationOfUnmarked(sockets, located, other);
  return {
    device: deviceView(sockets, located),
    ...(pair ? { pair } : {}),
    ...(unmarked === undefined ? {} : { unmarked }),
    ...(record ? { record } : {}),
  };
}

function idOf({ netns, ifindex }: { readonly netns: Netns; readonly ifindex: number }): string {
  return `${netns ?? ''}/${ifindex}`;
}

function stateOf(sockets: Sockets, name: string, path: string): NetnsAnswer['state'] {
  try {
    sockets.in(name);
    return 'namespace';
  } catch (error) {
    if (!(error instanceof NetnsError) || error.code === 'netns-no-permission') throw error;
    return statSync(path, { throwIfNoEntry: false }) ? 'file' : 'absent';
  }
}

// Devices that the kernel puts into every namespace when their module is loaded.
const FALLBACK = new Set([
  'lo',
  'tunl0',
  'gre0',
  'gretap0',
  'erspan0',
  'ip_vti0',
  'ip6_vti0',
  'sit0',
  'ip6tnl0',
  'ip6gre0',
]);

/** What ends with a namespace and belongs to resources of ours: pairs' ends, and programs on whatever device. */
function ownContents(sockets: Sockets, registry: Registry, netns: string): string[] {
  const devices = sockets
    .in(netns)
    .links.list()
    .filter(({ altNames }) => altNames.some((altName) => parseAltName(altName)))
    .map(({ name }) => name);
  const attachments = registry
    .all()
    .flatMap((record) =>
      record.kind === 'attachment' && record.attachment.target.netns === netns
        ? [`attachment ${record.attachment.name}`]
        : [],
    );
  return [...devices, ...attachments];
}

function foreignDevices(sockets: Sockets, netns: string): string[] {
  return sockets
    .in(netns)
    .links.list()
    .filter(
      ({ name, altNames }) =>
        !FALLBACK.has(name) && !altNames.some((altName) => parseAltName(altName)),
    )
    .map(({ name, kind }) => (kind === undefined ? name : `${name} (${kind})`));
}
