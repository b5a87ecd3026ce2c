/** Reads the two ends out of a pair's inputs, as far as they are known and well-formed. Pure. */
import {
  type Address,
  isObject,
  isUnknown,
  parseAddress,
  parseDestination,
  parsePrefix,
  type Prefix,
  prefixKey,
} from '@pulumi-netkit/contract';

/** What the rules look at. A value that is absent, unknown or malformed is undefined. */
export interface PairView {
  readonly mode: string | undefined;
  readonly ends: readonly [End, End];
  /** Whether both ends are surely born in one namespace. */
  readonly isOneNetns: boolean;
}

/** One end. */
export interface End {
  /** In front of its properties: nothing, or `peer.`. */
  readonly prefix: '' | 'peer.';
  readonly name: string | undefined;
  readonly mac: string | undefined;
  readonly mtu: number | undefined;
  readonly up: boolean | undefined;
  readonly addresses: readonly Item<Prefix>[];
  readonly routes: readonly Item<Route>[];
  /** Whether every address and route could be read: a rule about what is missing needs all of them. */
  readonly isWhole: boolean;
}

/** An element of a list, with where and how it was written. */
export interface Item<T> {
  readonly path: string;
  readonly text: string;
  readonly value: T;
}

/** A route whose destination could be read. */
export interface Route {
  readonly destination: Prefix;
  readonly gateway: Address | undefined;
  readonly source: Address | undefined;
  readonly table: number;
  readonly onLink: boolean;
  /** What the kernel tells routes apart by: destination, table and metric. */
  readonly key: string;
}

/** Reads checked inputs. */
export function readPair(inputs: Readonly<Record<string, unknown>>): PairView {
  const peer = isObject(inputs['peer']) ? inputs['peer'] : undefined;
  return {
    mode: known(inputs['mode'], 'string'),
    ends: [readEnd('', inputs), readEnd('peer.', peer ?? {})],
    isOneNetns: peer !== undefined && isOneNetns(inputs['netns'], peer['netns']),
  };
}

/** Two spellings may still mean one namespace (`pid:N`, a bind mount); that only the host can tell. */
function isOneNetns(one: unknown, other: unknown): boolean {
  if (isUnknown(one) || isUnknown(other)) return false;
  if (typeof one !== 'string' || typeof other !== 'string') return one === other;
  return netnsPath(one) === netnsPath(other);
}

function netnsPath(netns: string): string {
  const name = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(netns)?.[1];
  return name ?? netns;
}

function readEnd(prefix: '' | 'peer.', end: Readonly<Record<string, unknown>>): End {
  const addresses = readList(end['addresses'], `${prefix}addresses`, readAddress);
  const routes = readList(end['routes'], `${prefix}routes`, readRoute);
  return {
    prefix,
    name: known(end['name'], 'string'),
    mac: known(end['mac'], 'string')?.toLowerCase(),
    mtu: known(end['mtu'], 'number'),
    up: known(end['up'], 'boolean'),
    addresses: addresses.items,
    routes: routes.items,
    isWhole: addresses.isWhole && routes.isWhole,
  };
}

function readList<T>(
  list: unknown,
  path: string,
  read: (item: unknown, path: string) => T | undefined,
): { readonly items: T[]; readonly isWhole: boolean } {
  if (!Array.isArray(list)) return { items: [], isWhole: false };
  const items = list
    .map((one: unknown, at) => read(one, `${path}[${at}]`))
    .filter((item) => item !== undefined);
  return { items, isWhole: items.length === list.length };
}

function readAddress(text: unknown, path: string): Item<Prefix> | undefined {
  const value = typeof text === 'string' ? parsePrefix(text) : undefined;
  return value && { path, text: text as string, value };
}

function readRoute(item: unknown, path: string): Item<Route> | undefined {
  if (!isObject(item)) return undefined;
  const { destination: text, table, metric, onLink } = item;
  const [gateway, source] = [address(item['gateway']), address(item['source'])];
  if (gateway === 'unreadable' || source === 'unreadable') return undefined;
  if (typeof text !== 'string' || typeof table !== 'number') return undefined;
  if (isUnknown(metric) || isUnknown(onLink)) return undefined;
  const destination = parseDestination(text, (gateway ?? source)?.family ?? 4);
  if (!destination) return undefined;
  return {
    path,
    text,
    value: {
      destination,
      gateway,
      source,
      table,
      onLink: onLink === true,
      key: prefixKey(destination, table, known(metric, 'number')),
    },
  };
}

function address(value: unknown): Address | undefined | 'unreadable' {
  if (value === undefined) return undefined;
  return (typeof value === 'string' ? parseAddress(value) : undefined) ?? 'unreadable';
}

function known(value: unknown, type: 'string'): string | undefined;
function known(value: unknown, type: 'number'): number | undefined;
function known(value: unknown, type: 'boolean'): boolean | undefined;
function known(value: unknown, type: string): unknown {
  return typeof value === type && !isUnknown(value) ? value : undefined;
}
