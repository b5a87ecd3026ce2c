/** What tests declare: inputs that went through `check`, as a resource gets them. */
import fc from 'fast-check';
import {
  ASSET_SIGNATURE,
  type BpfAttachmentChecked,
  canonicalAddress,
  canonicalRoute,
  covers,
  masked,
  type NetkitPairChecked,
  type NetworkNamespaceChecked,
  parseAddress,
  parsePrefix,
  type Route,
  SIGNATURE_KEY,
} from '@pulumi-netkit/contract';
import { bpfAttachment } from '../src/resources/bpf-attachment/index.js';
import { netkitPair } from '../src/resources/netkit-pair/index.js';
import { networkNamespace } from '../src/resources/network-namespace/index.js';
import type { Json } from '../src/resources/common/resource.js';

/** An incarnation of one repeated digit. */
export const incarnation = (digit: string): string => digit.repeat(24);

export const OWNER = 'urn:pulumi:dev::net::netkit:index:NetkitPair::web';

/** The pair of the README, without what `changes` say otherwise. Key `peer` is merged. */
export function pair(changes: Json = {}, id = incarnation('a')): NetkitPairChecked {
  const { peer = {}, ...top } = changes;
  const inputs = {
    name: 'web0',
    owner: OWNER,
    ...top,
    peer: { name: 'eth0', netns: 'blue', ...(peer as Json) },
  };
  return checked(netkitPair, inputs, id) as unknown as NetkitPairChecked;
}

/** Every property other than its default. */
export const FULL: Json = {
  mode: 'l2',
  policy: 'drop',
  peerPolicy: 'drop',
  scrub: 'none',
  peerScrub: 'none',
  headroom: 32,
  tailroom: 16,
  mtu: 9000,
  mac: '02:00:00:00:00:aa',
  addresses: ['10.0.0.1/24', 'fd00::1/64'],
  routes: [{ destination: '10.9.0.0/16', gateway: '10.0.0.2', source: '10.0.0.1', metric: 7 }],
  group: 5,
  txQueueLength: 500,
  gsoMaxSize: 60_000,
  gsoIpv4MaxSize: 50_000,
  groMaxSize: 60_001,
  groIpv4MaxSize: 50_001,
  alias: 'pod web',
  peer: {
    mtu: 8000,
    mac: '02:00:00:00:00:bb',
    addresses: ['10.0.0.2/24'],
    routes: [{ destination: 'default', gateway: '10.0.0.1' }],
    group: 6,
    txQueueLength: 501,
    gsoMaxSize: 70_000,
    gsoIpv4MaxSize: 65_000,
    groMaxSize: 70_001,
    groIpv4MaxSize: 65_001,
    alias: 'in the pod',
  },
};

/** A namespace. */
export function netns(changes: Json = {}, id = incarnation('a')): NetworkNamespaceChecked {
  const inputs = { name: 'green', owner: 'urn:netns', ...changes };
  return checked(networkNamespace, inputs, id) as unknown as NetworkNamespaceChecked;
}

/** The owner of attachments. */
export const ATTACHMENT_OWNER = 'urn:pulumi:dev::net::netkit:index:BpfAttachment::web-egress';

/** A file's content as the engine hands it over: one letter stands for what is in it. */
export const object = (letter: string, path?: string): Json => ({
  [SIGNATURE_KEY]: ASSET_SIGNATURE,
  hash: letter.charCodeAt(0).toString(16).repeat(32),
  path: path ?? `/objects/${letter}.o`,
});

/**
 * An attachment on the peer's hook of web0. Its programs as text, `guard count@b`: names, each with the letter of its object,
 * `a` without one; or as they are.
 */
export function attachment(
  programs: string | readonly Json[],
  changes: Json = {},
): BpfAttachmentChecked {
  const list =
    typeof programs === 'string'
      ? programs.split(' ').map((word) => {
          const [name = '', letter = 'a'] = word.split('@');
          return { name, object: object(letter), program: name };
        })
      : programs;
  const inputs = {
    name: 'web-egress',
    target: { name: 'web0' },
    attachType: 'netkit/peer',
    owner: ATTACHMENT_OWNER,
    programs: list,
    ...changes,
  };
  return checked(bpfAttachment, inputs, '') as unknown as BpfAttachmentChecked;
}

function checked(resource: typeof netkitPair, inputs: Json, id: string): Json {
  const { inputs: complete, failures } = resource.check(inputs, undefined, () => id);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join('\n'));
  return complete;
}

/** What a pair's inputs mean, in one spelling: the oracle of property tests. */
export function meaning(inputs: object): Json {
  const { incarnation: _id, owner: _owner, peer, ...top } = inputs as NetkitPairChecked;
  const end = (of: { addresses: readonly string[]; routes: readonly Route[] }): Json => ({
    ...of,
    addresses: of.addresses.map(canonicalAddress).sort(),
    routes: of.routes.map((route) => JSON.stringify(sorted(canonicalRoute(route)))).sort(),
  });
  const { incarnation: _peerId, ...rest } = peer;
  return JSON.parse(JSON.stringify({ ...end(top), peer: end(rest) })) as Json;
}

const sorted = (value: object): Json =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

const FIXED = {
  mode: fc.constantFrom('l3', 'l2'),
  scrub: fc.constantFrom('default', 'none'),
  headroom: fc.constantFrom(0, 32),
};

/** Any pair; `fixed` holds the keys that replace still. */
export function anyPair(fixed?: Json): fc.Arbitrary<NetkitPairChecked> {
  const policy = fc.constantFrom('pass', 'drop');
  const fixedKeys: fc.Arbitrary<Json> = fixed === undefined ? fc.record(FIXED) : fc.constant(fixed);
  const own = { policy, peerPolicy: policy };
  return fc
    .tuple(fixedKeys, fc.record(own), anyEnd('1', '2'), anyEnd('2', '1'))
    .map(([still, policies, top, peer]) => {
      const isL2 = still['mode'] === 'l2';
      const mac = (end: Json): Json => {
        const { mac: value, ...rest } = end;
        return isL2 && value !== null ? { ...rest, mac: value } : rest;
      };
      return pair({ ...still, ...policies, ...mac(top), peer: mac(peer) });
    });
}

function anyEnd(own: string, other: string): fc.Arbitrary<Json> {
  const size = fc.constantFrom(65_536, 30_000, 40_000, 100_000);
  const addresses = fc
    .subarray([
      `10.0.0.${own}/24`,
      `10.0.0.${own}/32`,
      `10.1.0.${own}/16`,
      `fd00::${own}/64`,
      `fd00::${own}/128`,
      `fd01::${own}/64`,
    ])
    .map((list) => list.filter((text, at) => list.findIndex((one) => ip(one) === ip(text)) === at));
  const routes: Route[] = [
    { destination: `10.9.0.${other}` },
    { destination: 'default', gateway: `10.0.0.${other}` },
    { destination: '10.8.0.0/16', gateway: `10.1.0.${other}`, metric: 5 },
    { destination: '10.8.0.0/16', gateway: `10.7.0.${other}`, onLink: true },
    { destination: '10.6.0.0/16', source: `10.1.0.${own}` },
    { destination: '10.6.0.0/16', source: `10.0.0.${own}` },
    { destination: '10.6.0.0/16', table: 100 },
    { destination: 'fd09::/64' },
    { destination: 'fd08::/64', gateway: `fd00::${other}` },
    { destination: 'fd07::/64', source: `fd01::${own}`, metric: 9 },
    { destination: 'fd07::/64', metric: 9 },
  ];
  return fc
    .record({
      up: fc.boolean(),
      mtu: fc.constantFrom(1500, 9000),
      group: fc.nat(3),
      alias: fc.constantFrom('', 'one', 'two'),
      txQueueLength: fc.constantFrom(1000, 10),
      gsoMaxSize: size,
      gsoIpv4MaxSize: size,
      groMaxSize: size,
      groIpv4MaxSize: size,
      mac: fc.constantFrom(null, `02:00:00:00:01:0${own}`, `02:00:00:00:02:0${own}`),
      addresses,
      routes: fc.subarray(routes),
    })
    .map((end) => ({ ...end, routes: end.up ? fitting(end.routes, end.addresses) : [] }));
}

// Only what check and the kernel would take: a source that is there, a gateway in a subnet, a key once.
function fitting(routes: readonly Route[], addresses: readonly string[]): Route[] {
  return routes.filter(({ destination, table, metric, source, gateway, onLink }, at) => {
    const first = routes.findIndex(
      (one) => one.destination === destination && one.table === table && one.metric === metric,
    );
    const isThere = source === undefined || addresses.some((one) => ip(one) === source);
    const isReached =
      gateway === undefined || onLink === true || addresses.some((one) => holds(one, gateway));
    return first === at && isThere && isReached;
  });
}

const ip = (address: string): string | undefined => address.split('/')[0];

function holds(subnet: string, address: string): boolean {
  const [prefix, inner] = [parsePrefix(subnet), parseAddress(address)];
  return prefix !== undefined && inner !== undefined && covers(masked(prefix), inner);
}
