/**
 * What the helper does at all: every request is judged here, to the last key, before any of it is carried out. So whoever may
 * start the helper as root may do with it what a plan of ours can say, and nothing else. The rules of names are those of
 * `check`, or of the kernel where a plan speaks of what others made.
 */
import { statfsSync } from 'node:fs';
import { posix } from 'node:path';
import {
  type AttachmentQuery,
  type AttachmentRef,
  type DeclaredChain,
  type DeviceRef,
  type EndCreation,
  type Format,
  type Hold,
  type HookQuery,
  type LinkSettings,
  MOST_OBJECT_CHARS,
  MOST_STEPS,
  NetkitError,
  type NetnsQuery,
  type ObjectLoad,
  type Op,
  type OwnerRecord,
  type PairCreation,
  type PairQuery,
  parseAddress,
  parseAltName,
  parsePrefix,
  type Query,
  quote,
  type Request,
  type RouteSetting,
  type Step,
  type SupportQuery,
  VALUE_FORMATS,
  valueProblem,
} from '@pulumi-netkit/contract';
import {
  dictionary,
  flag,
  list,
  nullable,
  object,
  oneOf,
  optional,
  problem,
  tag,
  tagged,
  text,
  whole,
  type Rule,
} from './shape.js';

const U32 = 0xffffffff;
const MOST_PROGRAMS = 63;
const BPF_FS_MAGIC = 0xcafe4a11;

const bytesOf = (value: string): number => Buffer.byteLength(value);
const isControlled = (value: string): boolean => /\p{Cc}/u.test(value);
const ofFormat = (format: Format): Rule => {
  return (value) => {
    if (typeof value !== 'string') return problem(`${quote(value)} is no text`);
    const found = format(value);
    return found && problem(found.reason);
  };
};

/** A name in a folder, and nothing that leads out of it. */
const isFileName = (name: string): boolean =>
  name !== '' &&
  name !== '.' &&
  name !== '..' &&
  bytesOf(name) <= 255 &&
  !/[/\0]/.test(name) &&
  !isControlled(name);

// What the kernel lets a device be called: a plan names devices of others, too.
const isDeviceName = (name: string): boolean =>
  isFileName(name) && bytesOf(name) <= 15 && !/[\s:]/.test(name);

const isPath = (path: string): boolean =>
  path.startsWith('/') &&
  posix.normalize(path) === path &&
  !path.endsWith('/') &&
  bytesOf(path) <= 4095 &&
  !isControlled(path);

const isNetns = (netns: string): boolean => {
  if (netns.startsWith('/')) return isPath(netns);
  if (netns.startsWith('pid:')) return /^pid:[1-9]\d{0,9}$/.test(netns);
  return isFileName(netns);
};

const isAltName = (name: string): boolean => parseAltName(name) !== undefined;
const isIncarnation = (id: string): boolean => /^[0-9a-f]{24}$/.test(id);

const deviceName = text('device name', isDeviceName);
const netns = nullable(text('network namespace', isNetns));
const netnsName = ofFormat(VALUE_FORMATS['netns-name']);
const attachmentName = ofFormat(VALUE_FORMATS['attachment-name']);
const programName = ofFormat(VALUE_FORMATS['program-name']);
const ownAltName = text('alternative name of ours', isAltName);
const incarnation = text('incarnation', isIncarnation);
// Of what was imported and nobody marked, there is none.
const anyIncarnation = text('incarnation', (id) => id === '' || isIncarnation(id));
const words = text('text', (value) => bytesOf(value) <= 4096 && !value.includes('\0'));
const identifier = text('name in an object', (name) => {
  return name !== '' && bytesOf(name) <= 512 && !isControlled(name);
});
const digits = text('decimal number', (value) => /^\d{1,20}$/.test(value));
const hash = text('SHA-256', (value) => /^[0-9a-f]{64}$/.test(value));
const config = text('digest', (value) => /^[0-9a-f]{1,64}$/.test(value));
const u32 = whole(U32);
const mac = ofFormat(VALUE_FORMATS.mac);
const ip = text('IP address', (value) => parseAddress(value) !== undefined);
const prefix = text('IP address with its prefix length', (value) => !!parsePrefix(value));
const mode = oneOf('l2', 'l3');
const policy = oneOf('pass', 'drop');
const scrub = oneOf('default', 'none');
const end = oneOf('primary', 'peer');

const device: Rule = object<Pick<DeviceRef, 'netns' | 'name'>>(
  { netns, name: deviceName },
  // Before there is a mark of ours, an adopted device goes by its own name.
  { altName: text('device name', (name) => isAltName(name) || isDeviceName(name)), slot: end },
);

const SETTINGS: { readonly [K in keyof LinkSettings]: Rule } = {
  name: deviceName,
  mtu: u32,
  mac,
  up: flag,
  group: u32,
  alias: ofFormat(VALUE_FORMATS.alias),
  txQueueLength: u32,
  gsoMaxSize: u32,
  gsoIpv4MaxSize: u32,
  groMaxSize: u32,
  groIpv4MaxSize: u32,
};

const newEnd = object<EndCreation>({
  name: deviceName,
  netns,
  mtu: u32,
  mac: optional(mac),
  group: u32,
  txQueueLength: u32,
  gsoMaxSize: u32,
  gsoIpv4MaxSize: u32,
  groMaxSize: u32,
  groIpv4MaxSize: u32,
});

const newPair = object<PairCreation>({
  mode,
  policy,
  peerPolicy: policy,
  scrub,
  peerScrub: scrub,
  headroom: u32,
  tailroom: u32,
  primary: newEnd,
  peer: newEnd,
});

const route = object<RouteSetting>({
  destination: text('destination', (value) => {
    return value === 'default' || !!(parsePrefix(value) ?? parseAddress(value));
  }),
  gateway: optional(ip),
  source: optional(ip),
  metric: optional(u32),
  table: u32,
  onLink: flag,
});

const attachType = oneOf('netkit/primary', 'netkit/peer', 'tcx/ingress', 'tcx/egress');
const target = object<AttachmentRef['target']>({
  name: deviceName,
  netns,
  // A program may write any text here; it is only compared.
  incarnation: optional(text('incarnation', (id) => bytesOf(id) <= 100 && !isControlled(id))),
});
const attachment = object<AttachmentRef>({ name: attachmentName, attachType, target });

const variable: Rule = (value) => {
  const found = valueProblem(value);
  return found && { at: found.keys.map((key) => `.${key}`).join(''), words: found.reason };
};

// Follows links, as opening it will: only what lies on a bpffs in the end is opened at all.
const pinned: Rule = (value) => {
  const found = ofFormat(VALUE_FORMATS['bpffs-path'])(value);
  if (found) return found;
  try {
    if (statfsSync(value as string).type === BPF_FS_MAGIC) return undefined;
  } catch {
    return undefined; // Not there, or not to be seen: the kernel says so when it is to be opened.
  }
  return problem(`${quote(value)} is not on a BPF file system`);
};

const globals = dictionary(identifier, variable);
const maps = dictionary(
  identifier,
  object<ObjectLoad['maps'][string]>({
    maxEntries: optional(u32),
    pinned: optional(pinned),
    keep: optional(flag),
    shared: optional(flag),
    slots: optional(dictionary(digits, identifier)),
  }),
);

const declared = object<DeclaredChain>({
  incarnation: optional(anyIncarnation),
  placement: oneOf('before-foreign', 'after-foreign'),
  programs: list(
    object<DeclaredChain['programs'][number]>({
      name: programName,
      hash,
      // Only ever told again: no file of that name is opened here.
      path: optional(words),
      program: optional(identifier),
      anySection: optional(flag),
      globals: optional(globals),
      maps: optional(maps),
      secret: optional(dictionary(identifier, config)),
    }),
    MOST_PROGRAMS,
  ),
});

const recordBase = { incarnation, owner: words, phase: oneOf('creating', 'made'), kind: tag };
type OfKind<K extends OwnerRecord['kind']> = Extract<OwnerRecord, { readonly kind: K }>;
const record = tagged('kind', {
  pair: object<OfKind<'pair'>>({
    ...recordBase,
    name: deviceName,
    netns,
    peer: object({ name: deviceName, netns }),
  }),
  netns: object<OfKind<'netns'>>({ ...recordBase, name: netnsName }),
  attachment: object<OfKind<'attachment'>>({
    ...recordBase,
    attachment,
    loaded: dictionary(digits, config),
    declared: optional(declared),
    filled: optional(dictionary(digits, list(u32, U32))),
  }),
} satisfies Record<OwnerRecord['kind'], Rule>);

const load = object<ObjectLoad>({
  hash,
  beside: list(programName, MOST_PROGRAMS),
  apart: list(programName, MOST_PROGRAMS),
  isReplacement: optional(flag),
  programs: list(
    object<ObjectLoad['programs'][number]>({
      name: programName,
      program: optional(identifier),
      config,
      path: optional(words),
    }),
    MOST_PROGRAMS,
  ),
  globals,
  maps,
});

const place = object({}, { at: oneOf('head', 'tail'), before: programName, after: programName });
const chain = { op: tag, attachment };
const planned = { ...chain, expect: digits };
const onDevice = { op: tag, device };
const named = { op: tag, name: netnsName };
const marked = object({ ...onDevice, altName: ownAltName });
const addressed = object({ ...onDevice, address: prefix });
const routed = object({ ...onDevice, route });
const onLink = object({ ...planned, name: programName });
const atPlace = object({ ...planned, name: programName, place });

const OPS: Readonly<Record<Op['op'], Rule>> = {
  'record.write': object({ op: tag, record }),
  'record.remove': object({ op: tag, incarnation: anyIncarnation }),
  'pair.create': object({ op: tag, pair: newPair }),
  'pair.delete': object(onDevice),
  'altName.add': marked,
  'altName.delete': marked,
  'link.set': object({ ...onDevice, set: object({}, SETTINGS) }),
  'policy.set': object({ ...onDevice, set: object({}, { policy, peerPolicy: policy }) }),
  'address.add': addressed,
  'address.delete': addressed,
  'route.add': routed,
  'route.delete': routed,
  'netns.touch': object(named),
  'netns.bind': object(named),
  'netns.loUp': object(named),
  'netns.delete': object(named),
  'object.load': object({ ...chain, owner: words, incarnation, load }),
  'object.unload': object({ ...chain, incarnation }),
  'gate.attach': atPlace,
  'gate.close': onLink,
  'gate.open': onLink,
  'chain.attach': atPlace,
  'chain.move': atPlace,
  'chain.swap': object({ ...planned, name: programName, old: u32 }),
  'chain.swapBack': object({ ...chain, name: programName }),
  'chain.detach': onLink,
  'pin.drop': object({
    ...planned,
    // As a bpffs has it: no dot, so nothing that leads out of the folder.
    pin: text('name of a pin', (name) => isFileName(name) && !name.includes('.')),
  }),
  'pins.move': object({ ...chain, to: attachment }),
  'maps.commit': object(chain),
  'attachment.declare': object({ ...chain, incarnation, declared }),
  'attachment.forget': object(chain),
};

const op = tagged('op', OPS);
const step = object<Step>({ op, undo: optional(op), path: optional(words) });

const nameOrNone = text('device name', (name) => name === '' || isDeviceName(name));
const query = tagged('kind', {
  pair: object<PairQuery>({
    kind: tag,
    incarnation: anyIncarnation,
    owner: optional(words),
    name: nameOrNone,
    netns,
    peer: object<PairQuery['peer']>({ name: nameOrNone, netns }),
  }),
  netns: object<NetnsQuery>({
    kind: tag,
    name: netnsName,
    incarnation: anyIncarnation,
    owner: optional(words),
    contents: optional(flag),
  }),
  attachment: object<AttachmentQuery>({
    kind: tag,
    name: attachmentName,
    attachment,
    lookUp: optional(flag),
    byLinks: optional(flag),
  }),
  hook: object<HookQuery>({ kind: tag, attachType, target }),
  support: object<SupportQuery>({ kind: tag }),
} satisfies Record<Query['kind'], Rule>);

const hold = object<Hold>({ key: incarnation, undo: list(step, MOST_STEPS) });
const asked = { id: whole(Number.MAX_SAFE_INTEGER), method: tag };
const request = tagged('method', {
  observe: object({ ...asked, query }),
  run: object({ ...asked, plan: list(step, MOST_STEPS), hold: optional(hold) }),
  settle: object({ ...asked, key: incarnation }),
  drop: object({ ...asked, of: whole(Number.MAX_SAFE_INTEGER) }),
  object: object({
    ...asked,
    hash,
    bytes: optional(
      text('object in base64', (bytes) => {
        return bytes.length <= MOST_OBJECT_CHARS && /^[A-Za-z0-9+/]*={0,2}$/.test(bytes);
      }),
    ),
  }),
} satisfies Record<Request['method'], Rule>);

/** A line from the pipe as the request it is. @throws NetkitError `request-refused`, naming the key */
export function accept(value: unknown): Request {
  const found = request(value);
  if (!found) return value as Request;
  const where = found.at === '' ? 'the request' : found.at.replace(/^\./, '');
  throw new NetkitError('request-refused', `the helper refuses ${where}: ${found.words}`, {
    advice: 'Nothing was done. Write names and paths as `check` takes them; otherwise report it',
  });
}
