import type { Link } from '@pulumi-netkit/rtnetlink';
import type { DeviceView } from '@pulumi-netkit/contract';
import { conversation } from './testing/conversation.js';
import { deviceView, otherEnd, pairView, type Located } from './views.js';

const NO_SOCKETS = undefined as never;
const IP = 'ip link add web0 type netkit peer name web1; ip link set web1 up; ip link set web0 up;';

/** What is seen of web0 when these lines ran. */
function seen(name: string, lines: string): DeviceView {
  return conversation(name, IP + lines, ({ sockets }) => {
    const link = sockets.in(null).links.get({ name: 'web0' });
    return deviceView(sockets, { link: link!, netns: null });
  });
}

test('deviceView() omits the link-local address that the kernel gave, and keeps one that was given', () => {
  const { addresses } = seen(
    'view-addresses',
    'ip addr add 10.0.0.1/24 dev web0; ip addr add fd00::1/64 dev web0 nodad; ip addr add fe80::1/64 dev web0 nodad;' +
      'ip addr add fd01::1/64 dev web0 nodad valid_lft 1000 preferred_lft 1000',
  );
  expect(addresses).toEqual(['10.0.0.1/24', 'fd00::1/64', 'fe80::1/64']);
});

test('deviceView() shows routes made by hand, whatever their metric, and no route of the kernel', () => {
  const { routes } = seen(
    'view-routes',
    // The kernel adds fd00::/64 and fe80::/64 with metric 256 by itself, and 10.0.0.0/24.
    'ip addr add 10.0.0.1/24 dev web0; ip addr add fd00::1/64 dev web0 nodad;' +
      'ip route add 10.7.0.0/16 dev web0 proto static src 10.0.0.1;' +
      'ip route add 10.8.0.0/16 via 10.0.0.9 dev web0 table 100 metric 5 onlink;' +
      'ip -6 route add fd07::/64 dev web0 proto static metric 256;' +
      'ip -6 route add fd00::/64 dev web0 proto static metric 255;' +
      'ip -6 route add fd08::/64 dev web0 proto ra; ip route add 10.9.0.0/16 dev web0 proto dhcp;' +
      'ip route add local 10.5.0.0/16 dev web0; ip route add 10.3.0.0/16 dev web0 table 255 proto static; ip route add broadcast 10.6.0.0/16 dev web0 table 254 proto static;' +
      'ip -6 route add fd04::/64 proto static nexthop via fd00::4 dev web0 nexthop via fe80::5 dev web1',
  );
  const inMain = { table: 254, onLink: false };
  expect(routes).toEqual([
    { destination: '10.8.0.0/16', gateway: '10.0.0.9', metric: 5, table: 100, onLink: true },
    { destination: '10.7.0.0/16', source: '10.0.0.1', ...inMain },
    { destination: 'fd00::/64', metric: 255, ...inMain },
    { destination: 'fd07::/64', metric: 256, ...inMain },
  ]);
});

test('deviceView() has the MAC of an end in l2, and none in l3, which has only zeros', () => {
  const macs = conversation(
    'view-mac',
    'ip link add l2 address 02:00:00:00:00:01 type netkit mode l2; ip link add l3 type netkit mode l3',
    ({ sockets }) =>
      ['l2', 'l3'].map((name) => {
        const link = sockets.in(null).links.get({ name });
        return deviceView(sockets, { link: link!, netns: null }).mac;
      }),
  );
  expect(macs).toEqual(['02:00:00:00:00:01', undefined]);
});

test('deviceView() shows what a device was given, and neutral values where nothing was', () => {
  const { alias, group, txQueueLength, up, operstate } = seen(
    'view-settings',
    'ip link set web0 alias "the web" group 7 txqueuelen 9 gso_max_size 10000',
  );
  expect({ alias, group, txQueueLength, up, operstate }).toEqual({
    alias: 'the web',
    group: 7,
    txQueueLength: 9,
    up: true,
    operstate: 'up',
  });
  expect(seen('view-defaults', '')).toMatchObject({ alias: '', altNames: [], group: 0 });
});

describe('pairView()', () => {
  const end = (netkit?: Partial<Link['netkit']>): Located =>
    ({ link: { netkit }, netns: null }) as Located;
  const [primary, peer] = [end({ primary: true }), end({ primary: false })];

  test.each([
    { name: 'two primaries', one: primary, other: primary },
    { name: 'two peers', one: peer, other: peer },
    { name: 'a device of another kind', one: primary, other: end() },
  ])('is undefined for $name', ({ one, other }) => {
    expect(pairView(NO_SOCKETS, one, other)).toBeUndefined();
    expect(pairView(NO_SOCKETS, other, one)).toBeUndefined();
  });

  test('is the same from either end', () => {
    const [one, other] = conversation(
      'view-either-end',
      'ip netns add blue; ip link add web0 type netkit blackhole peer name eth0 netns blue',
      ({ sockets }) => {
        const located = { link: sockets.in(null).links.get({ name: 'web0' })!, netns: null };
        const far = otherEnd(sockets, located, 'blue')!;
        const near = otherEnd(sockets, far, null)!;
        return [pairView(sockets, located, far), pairView(sockets, far, near)];
      },
    );
    expect(one).toEqual(other);
    expect(one).toMatchObject({ policy: 'drop', peerPolicy: 'pass', peer: { netns: 'blue' } });
  });
});

test('otherEnd() is undefined for a device that has none', () => {
  const lo = { link: {} as Link, netns: null };
  expect(otherEnd(NO_SOCKETS, lo, null)).toBeUndefined();
});
