import { UNKNOWN } from '../../check/shape.js';
import { pair, complaints } from './testing/good-pair.js';

describe('routes', () => {
  const end = (addresses: string[], ...routes: object[]): object => ({ addresses, routes });
  const unreachable = (path: string, gateway: string, host: string): string =>
    `${path}: "${gateway}" is covered by no address and by no on-link route of this end (the kernel says "Nexthop has invalid gateway"). Add the route "${host}", or set onLink to true [gateway-unreachable]`;

  test.each<{ name: string; inputs: object; says: string[] }>([
    {
      name: 'their gateway is of the other family',
      inputs: end(['fd00::1/64'], { destination: '10.0.0.0/8', gateway: 'fd00::2' }),
      says: [
        'routes[0].gateway: "fd00::2" is IPv6, and the destination "10.0.0.0/8" is IPv4. Use one family [family-mismatch]',
      ],
    },
    {
      name: 'their source is of the other family',
      inputs: end(['10.0.0.1/32'], { destination: 'fd00::/8', source: '10.0.0.1' }),
      says: [
        'routes[0].source: "10.0.0.1" is IPv4, and the destination "fd00::/8" is IPv6. Use one family [family-mismatch]',
      ],
    },
    {
      name: 'a default’s gateway and source are of two families',
      inputs: end(['fd00::1/64'], {
        destination: 'default',
        gateway: 'fd00::2',
        source: '10.0.0.1',
      }),
      says: [
        'routes[0].source: "10.0.0.1" is IPv4, and the destination "default" is IPv6. Use one family [family-mismatch]',
      ],
    },
    {
      name: 'two have one destination, table and metric',
      inputs: end([], { destination: 'default' }, { destination: '0.0.0.0/0', metric: 0 }),
      says: [
        'routes[1]: "0.0.0.0/0" has the destination, table and metric of routes[0], and Linux tells routes apart by these. Remove one, or give it another metric [duplicate-route]',
      ],
    },
    {
      name: 'two have one destination and IPv6’s own metric',
      inputs: end([], { destination: 'fd00::2' }, { destination: 'FD00::2/128', metric: 1024 }),
      says: [
        'routes[1]: "FD00::2/128" has the destination, table and metric of routes[0], and Linux tells routes apart by these. Remove one, or give it another metric [duplicate-route]',
      ],
    },
    {
      name: 'the kernel adds the same for an address',
      inputs: end(['10.0.0.1/24'], { destination: '10.0.0.0/24' }),
      says: [
        'routes[0]: "10.0.0.0/24" is there already: the kernel adds it for addresses[0], "10.0.0.1/24". Remove it, or give it another metric [route-of-address]',
      ],
    },
    {
      name: 'nothing covers their gateway',
      inputs: end(['10.0.0.1/32'], { destination: 'default', gateway: '10.9.0.1' }),
      says: [unreachable('routes[0].gateway', '10.9.0.1', '10.9.0.1/32')],
    },
    {
      name: 'nothing covers their gateway, in IPv6',
      inputs: end(['fd00::1/128'], { destination: 'default', gateway: 'fd00::2' }),
      says: [unreachable('routes[0].gateway', 'fd00::2', 'fd00::2/128')],
    },
    {
      name: 'their gateway is covered by a route with a gateway only',
      inputs: end(
        ['10.0.0.1/24'],
        { destination: '10.9.0.0/16', gateway: '10.0.0.9' },
        { destination: 'default', gateway: '10.9.0.1' },
      ),
      says: [unreachable('routes[1].gateway', '10.9.0.1', '10.9.0.1/32')],
    },
    {
      name: 'their gateway is covered in a table that nobody looks into',
      inputs: end(
        [],
        { destination: '10.9.0.1', table: 100 },
        { destination: 'default', gateway: '10.9.0.1' },
      ),
      says: [unreachable('routes[1].gateway', '10.9.0.1', '10.9.0.1/32')],
    },
    {
      name: 'an IPv6 gateway is an own address',
      inputs: end(['fd00::1/64'], { destination: 'default', gateway: 'fd00::1' }),
      says: [
        `routes[0].gateway: "fd00::1" is an address of this very end (addresses[0]). Write the other end's address [gateway-is-own-address]`,
      ],
    },
    {
      name: 'the gateway is 127.0.0.1',
      inputs: end(['10.0.0.1/24'], { ...via('127.0.0.1'), onLink: true }),
      says: [
        `routes[0].gateway: "127.0.0.1" is a loopback address. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'the gateway is 127.255.255.255',
      inputs: end(['10.0.0.1/24'], { ...via('127.255.255.255'), onLink: true }),
      says: [
        `routes[0].gateway: "127.255.255.255" is a loopback address. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'the gateway is ::1',
      inputs: end([], { ...via('::1'), onLink: true }),
      says: [
        `routes[0].gateway: "::1" is a loopback address. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'the gateway is in 0.0.0.0/8',
      inputs: end(['0.0.0.1/8'], via('0.1.2.3')),
      says: [
        'routes[0].gateway: "0.1.2.3" is in 0.0.0.0/8, in which no host is. Write another [bad-gateway]',
      ],
    },
    {
      name: 'the gateway is the broadcast address of an own subnet',
      inputs: end(['10.0.0.1/30'], via('10.0.0.3')),
      says: [
        `routes[0].gateway: "10.0.0.3" is the broadcast address of addresses[0]. Write the other end's address [bad-gateway]`,
      ],
    },
    {
      name: 'an IPv4 gateway on the link is an own address',
      inputs: end(['10.0.0.1/24'], { ...via('10.0.0.1'), onLink: true }),
      says: [
        `routes[0].gateway: "10.0.0.1" is an address of this very end (addresses[0]). Write the other end's address [gateway-is-own-address]`,
      ],
    },
    {
      name: 'an IPv4 route is on the link and has no gateway',
      inputs: end([], { destination: '10.0.0.0/8', onLink: true }),
      says: [
        'routes[0].onLink: it says that the gateway is on the link, and there is none. Add a gateway, or remove it [on-link-needs-gateway]',
      ],
    },
    {
      name: 'their gateway is covered by an address of which the kernel makes no subnet',
      inputs: end(['10.0.0.1/0'], via('10.0.0.9')),
      says: [unreachable('routes[0].gateway', '10.0.0.9', '10.0.0.9/32')],
    },
    {
      name: 'they are in the table local',
      inputs: end([], { destination: '10.0.0.0/8', table: 255 }),
      says: [
        'routes[0].table: 255 is the table "local", which the kernel keeps by itself for the addresses of the namespace. Use another table [route-table-local]',
      ],
    },
    {
      name: 'one is the route to link-local addresses',
      inputs: end([], { destination: 'fe80::/64', metric: 256 }),
      says: [
        'routes[0]: "fe80::/64" is there already: the kernel adds it for link-local addresses. Remove it, or give it another metric [route-of-address]',
      ],
    },
    {
      name: 'one is the route that the kernel adds for an IPv6 address',
      inputs: end(
        ['fd00::1/64'],
        ...[255, 256, 257].map((metric) => ({ destination: 'fd00::/64', metric })),
      ),
      says: [
        'routes[1]: "fd00::/64" is there already: the kernel adds it for addresses[0], "fd00::1/64". Remove it, or give it another metric [route-of-address]',
      ],
    },
    {
      name: 'the source is the destination',
      inputs: end(['10.0.0.1/32'], { destination: '10.0.0.2/32', source: '10.0.0.2' }),
      says: [
        'routes[0].source: "10.0.0.2" is the destination itself. Write the address of this host that packets shall come from, or leave it out [source-is-destination]',
      ],
    },
    {
      name: 'the source is a prefix',
      inputs: end(['10.0.0.1/32'], { destination: '10.0.0.2/32', source: '10.0.0.0/24' }),
      says: [
        'routes[0].source: "10.0.0.0/24" has a prefix length; one address is wanted. Write "10.0.0.0" [prefix-unwanted]',
      ],
    },
    {
      name: 'their device is down',
      inputs: { up: false },
      says: [
        'routes: routes need a device that is up (the kernel says ENETDOWN), and up is false. Remove the routes, or set up to true [routes-need-up]',
      ],
    },
    {
      name: 'the peer is down',
      inputs: { peer: { ...pair.peer, up: false } },
      says: [
        'peer.routes: routes need a device that is up (the kernel says ENETDOWN), and peer.up is false. Remove the routes, or set peer.up to true [routes-need-up]',
      ],
    },
    {
      name: 'host bits are set',
      inputs: end([], { destination: '10.0.0.1/8' }),
      says: [
        'routes[0].destination: "10.0.0.1/8" has bits set behind its prefix; did you mean "10.0.0.0/8"? [host-bits-set]',
      ],
    },
  ])('are refused when $name', ({ inputs, says }) => {
    expect(complaints({ ...pair, ...inputs })).toEqual(says);
  });

  test.each<{ name: string; inputs: object }>([
    { name: 'an address covers the gateway', inputs: end(['10.0.0.1/24'], via('10.0.0.9')) },
    {
      name: 'an on-link route covers the gateway, wherever it stands',
      inputs: end([], via('10.9.0.1'), { destination: '10.9.0.0/16' }),
    },
    {
      name: 'an on-link route of the same table covers the gateway',
      inputs: end([], { destination: '10.9.0.1', table: 7 }, { ...via('10.9.0.1'), table: 7 }),
    },
    {
      name: 'an on-link route of the main table covers the gateway of another',
      inputs: end([], { destination: '10.9.0.1' }, { ...via('10.9.0.1'), table: 7 }),
    },
    {
      name: 'a /0 address and a default route go together, since the kernel makes no route of it',
      inputs: end(['10.0.0.1/0'], { destination: 'default' }),
    },
    {
      name: 'an IPv6 route is on the link without a gateway',
      inputs: end([], { destination: 'fd00::/64', onLink: true }),
    },
    {
      name: 'the gateway is the last address of a subnet of two',
      inputs: end(['10.0.0.0/31'], via('10.0.0.1')),
    },
    { name: 'onLink says so', inputs: end([], { ...via('10.9.0.1'), onLink: true }) },
    { name: 'the gateway is link-local', inputs: end(['fd00::1/64'], via('fe80::1')) },
    {
      name: 'IPv4’s gateway is an own address, which means on the link',
      inputs: end(['10.0.0.1/32'], via('10.0.0.1')),
    },
    { name: 'an address is unknown', inputs: end([UNKNOWN], via('10.9.0.1')) },
    {
      name: 'another route is unknown',
      inputs: { addresses: [], routes: [UNKNOWN, via('10.9.0.1')] },
    },
    {
      name: 'the addresses are unknown',
      inputs: { addresses: UNKNOWN, routes: [via('10.9.0.1')] },
    },
    { name: 'a gateway is unknown', inputs: end([], via(UNKNOWN)) },
    {
      name: 'two defaults differ in metric',
      inputs: end([], { destination: 'default' }, { destination: 'default', metric: 1 }),
    },
    {
      name: 'two defaults differ in family',
      inputs: end(['10.0.0.1/24', 'fd00::1/64'], via('10.0.0.9'), via('fd00::9')),
    },
    {
      name: 'the kernel’s route of an address has another metric',
      inputs: end(
        ['10.0.0.1/24', 'fd00::1/64'],
        { destination: '10.0.0.0/24', metric: 5 },
        { destination: 'fd00::/64' },
      ),
    },
    { name: 'up is unknown', inputs: { up: UNKNOWN } },
  ])('are taken when $name', ({ inputs }) => {
    expect(complaints({ ...pair, ...inputs })).toEqual([]);
  });
});

function via(gateway: string): object {
  return { destination: 'default', gateway };
}
