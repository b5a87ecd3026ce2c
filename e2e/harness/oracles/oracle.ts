/** What `ip` says of a pair, and whether a stack reports the same: nothing here is shared with the provider's own reading. */
import schema from '../../../schema.json';
import { assertOracle, run, sh } from '../guests/guest.js';

/** A route in one spelling. */
export interface RouteReading {
  readonly destination: string;
  readonly gateway?: string;
  readonly source?: string;
  readonly metric: number;
  readonly table: number;
  readonly onLink: boolean;
}

/** One end as `ip -d -j` prints it, under the names of our schema. */
export interface EndReading {
  readonly name: string;
  readonly ifindex: number;
  readonly kind: string;
  readonly mtu: number;
  readonly mac: string;
  readonly up: boolean;
  readonly operstate: string;
  readonly group: number;
  readonly alias: string;
  readonly txQueueLength: number;
  readonly gsoMaxSize: number;
  readonly gsoIpv4MaxSize: number;
  readonly groMaxSize: number;
  readonly groIpv4MaxSize: number;
  readonly altNames: readonly string[];
  readonly addresses: readonly string[];
  readonly routes: readonly RouteReading[];
  readonly arp: boolean;
  readonly netkit: Readonly<Record<string, string>>;
}

interface IpLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly operstate: string;
  readonly group: string;
  readonly txqlen?: number;
  readonly address: string;
  readonly linkinfo?: { readonly info_kind: string; readonly info_data?: Record<string, string> };
  readonly gso_max_size: number;
  readonly gro_max_size: number;
  readonly gso_ipv4_max_size: number;
  readonly gro_ipv4_max_size: number;
  readonly ifalias?: string;
  readonly altnames?: readonly string[];
}
interface IpAddress {
  readonly addr_info: readonly {
    readonly local?: string;
    readonly prefixlen?: number;
    readonly protocol?: string;
    readonly dynamic?: boolean;
  }[];
}
interface IpRoute {
  readonly type?: string;
  readonly dst: string;
  readonly gateway?: string;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly table?: string;
  readonly protocol: string;
  readonly flags: readonly string[];
  readonly pref?: string;
}

/** The word before a command that is to run in a namespace: a name, a path or `pid:N`; null is the guest's own. */
export function within(netns: string | null | undefined): string {
  if (netns === null || netns === undefined) return '';
  if (netns.startsWith('pid:')) return `nsenter --net=/proc/${netns.slice(4)}/ns/net `;
  return netns.startsWith('/') ? `nsenter --net=${netns} ` : `ip netns exec ${netns} `;
}

/** Reads one device. @throws when there is none */
export async function readEnd(name: string, netns?: string | null, look = sh): Promise<EndReading> {
  assertOracle();
  const exec = within(netns);
  // Starting processes is what costs in a guest: with -d the addresses come with all of the link.
  const text = await look(
    `${exec}ip -d -j addr show dev ${name}; echo ---; ${exec}ip -d -j route show table all dev ${name}`,
  );
  const [links, routes] = text
    .split('---\n')
    .map((part) => (part.trim() === '' ? [] : (JSON.parse(part) as unknown[])));
  const link = links?.[0] as IpLink & IpAddress;
  return {
    name: link.ifname,
    ifindex: link.ifindex,
    kind: link.linkinfo?.info_kind ?? '',
    mtu: link.mtu,
    mac: link.address,
    up: link.flags.includes('UP'),
    operstate: link.operstate.toLowerCase(),
    // A u32, which ip prints as signed.
    group: link.group === 'default' ? 0 : Number(link.group) >>> 0,
    alias: link.ifalias ?? '',
    txQueueLength: link.txqlen ?? 0,
    gsoMaxSize: link.gso_max_size,
    gsoIpv4MaxSize: link.gso_ipv4_max_size,
    groMaxSize: link.gro_max_size,
    groIpv4MaxSize: link.gro_ipv4_max_size,
    altNames: link.altnames ?? [],
    addresses: link.addr_info
      .filter(({ protocol, dynamic, local }) => local && protocol !== 'kernel_ll' && !dynamic)
      .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
      .sort(),
    routes: routesOf(routes as IpRoute[]).sort(byText),
    arp: !link.flags.includes('NOARP'),
    netkit: link.linkinfo?.info_data ?? {},
  };
}

const TABLES: Readonly<Record<string, number>> = { main: 254, default: 253, local: 255 };

function routesOf(routes: readonly IpRoute[]): RouteReading[] {
  return routes
    .filter(
      ({ type = 'unicast', protocol, table }) =>
        type === 'unicast' && ['boot', 'static'].includes(protocol) && table !== 'local',
    )
    .map(({ dst, gateway, prefsrc, metric, table = 'main', flags, pref }) => ({
      // A router preference is told of IPv6 routes alone.
      destination: wholePrefix(dst, pref === undefined ? 4 : 6),
      ...(gateway === undefined ? {} : { gateway }),
      ...(prefsrc === undefined ? {} : { source: prefsrc }),
      metric: metric ?? 0,
      table: TABLES[table] ?? Number(table),
      onLink: flags.includes('onlink'),
    }));
}

function wholePrefix(destination: string, family: 4 | 6): string {
  if (destination === 'default') return family === 4 ? '0.0.0.0/0' : '::/0';
  return destination.includes('/') ? destination : `${destination}/${family === 4 ? 32 : 128}`;
}

const byText = (a: unknown, b: unknown): number =>
  JSON.stringify(a).localeCompare(JSON.stringify(b));

type Json = Record<string, unknown>;

const VERDICT: Readonly<Record<string, string>> = { forward: 'pass', blackhole: 'drop' };

/** Both ends of a pair, as `ip` prints them, in the shape of our outputs. */
export async function readPair(outputs: Json, look = sh): Promise<Json> {
  const { name, netns, peer } = outputs as { name: string; netns?: string; peer: Json };
  const primary = await readEnd(name, netns, look);
  const other = await readEnd(String(peer['name']), peer['netns'] as string | undefined, look);
  const { netkit } = primary;
  const isL2 = netkit['mode'] === 'l2';
  return {
    ...settingsOf(primary),
    ...(netns === undefined ? {} : { netns }),
    mode: netkit['mode'],
    policy: VERDICT[netkit['policy'] ?? ''],
    peerPolicy: VERDICT[netkit['peer_policy'] ?? ''],
    scrub: netkit['scrub'],
    peerScrub: netkit['peer_scrub'],
    ...(isL2 ? { mac: primary.mac, peerMac: other.mac } : {}),
    ifindex: primary.ifindex,
    operstate: primary.operstate,
    peerIfindex: other.ifindex,
    peerOperstate: other.operstate,
    peer: {
      ...settingsOf(other),
      ...(peer['netns'] === undefined ? {} : { netns: peer['netns'] }),
      // A MAC that nobody declared is told at the top alone.
      ...(peer['mac'] === undefined ? {} : { mac: other.mac }),
    },
    altNames: [primary.altNames, other.altNames],
    types: [netkit['type'], other.netkit['type']],
    // The peer tells the same from its own side.
    peerSees: ['policy', 'peer_policy', 'scrub', 'peer_scrub'].map((key) => other.netkit[key]),
  };
}

function settingsOf(end: EndReading): Json {
  const { ifindex, kind, mac, operstate, altNames, arp, netkit, ...settings } = end;
  return settings;
}

// What only we can say, and what readRooms() reads.
const NOT_OF_IP = [
  ...['adopt', 'adopted', 'changes', 'host', 'incarnation', 'kernel', 'machine'],
  ...['headroom', 'tailroom'],
];

/** What a state claims, in the shape of {@link readPair}. */
function claimed(outputs: Json): Json {
  const peer = outputs['peer'] as Json;
  const end = (from: Json): Json => ({
    ...from,
    addresses: [...(from['addresses'] as string[])].sort(),
    routes: (from['routes'] as Json[]).map(canonicalRoute).sort(byText),
  });
  const shown = (properties: object, from: Json): Json =>
    Object.fromEntries(
      Object.entries(from).filter(([key]) => key in properties && !NOT_OF_IP.includes(key)),
    );
  const verdict = (policy: unknown): string => (policy === 'drop' ? 'blackhole' : 'forward');
  return {
    ...shown(schema.resources['netkit:index:NetkitPair'].properties, end(outputs)),
    peer: shown(schema.types['netkit:index:PeerState'].properties, end(peer)),
    altNames: (['primary', 'peer'] as const).map((name) => [
      `netkit-${String(outputs['incarnation'])}-${name}`,
    ]),
    types: ['primary', 'peer'],
    peerSees: [
      verdict(outputs['peerPolicy']),
      verdict(outputs['policy']),
      outputs['peerScrub'],
      outputs['scrub'],
    ],
  };
}

function canonicalRoute(route: Json): Json {
  const { destination, gateway, source, metric, table, onLink } = route as {
    destination: string;
    gateway?: string;
    source?: string;
    metric?: number;
    table?: number;
    onLink?: boolean;
  };
  const family = `${destination} ${gateway} ${source}`.includes(':') ? 6 : 4;
  return {
    destination: wholePrefix(destination, family),
    ...(gateway === undefined ? {} : { gateway }),
    ...(source === undefined ? {} : { source }),
    metric: metric ?? (family === 4 ? 0 : 1024),
    table: table ?? 254,
    onLink: onLink ?? false,
  };
}

/** Claims that `ip`, asked about both ends, says what the stack's state says, property by property. `look` runs it there. */
export async function expectAgreement(outputs: Json, look = sh): Promise<void> {
  expect(await readPair(outputs, look)).toEqual(claimed(outputs));
  expect((await sh('uname -r')).trim()).toBe(outputs['kernel']);
}

/** The attributes of netkit's INFO_DATA that no `ip` prints, read from the kernel's raw answer. */
export async function readRooms(
  name: string,
): Promise<{ readonly headroom?: number; readonly tailroom?: number }> {
  const script = String.raw`
    use Socket; socket(my $s, 16, SOCK_RAW, 0) or die; my $if = $ARGV[0];
    my $name = pack("S S Z*", 0, 3, $if); substr($name, 0, 2) = pack("S", length $name); $name .= "\0" x (-length($name) % 4);
    my $body = pack("C x S l L L", 0, 0, 0, 0, 0) . $name;
    send($s, pack("L S S L L", 16 + length $body, 18, 1, 1, 0) . $body, 0, pack("S S L L", 16, 0, 0, 0)) or die;
    recv($s, my $m, 65536, 0);
    sub walk {
      my ($d, %a) = (shift // "");
      while (length($d) >= 4) {
        my ($l, $t) = unpack "S S", $d;
        last if $l < 4;
        $a{$t & 0x3fff} = substr $d, 4, $l - 4;
        my $next = ($l + 3) & ~3;
        $d = $next < length($d) ? substr($d, $next) : "";
      }
      return %a;
    }
    my %link = walk(substr $m, 32); my %info = walk($link{18}); my %data = walk($info{2});
    print join ",", map { defined $data{$_} ? unpack "S", $data{$_} : "" } 8, 9;`;
  const [headroom, tailroom] = (await run('perl', '-e', script, name)).split(',');
  return {
    ...(headroom ? { headroom: Number(headroom) } : {}),
    ...(tailroom ? { tailroom: Number(tailroom) } : {}),
  };
}
