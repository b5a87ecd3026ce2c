import { blame } from './blame';
import { decodeAck } from './codec/extack';
import { encodeNetkit } from './kinds/netkit';
import { decodeAddress, encodeAddress } from './messages/address';
import { decodeLink } from './messages/link';
import { encodeLinkBody } from './messages/link-table';
import { decodeRoute, encodeNewRoute } from './messages/route';
import { encodeNsid } from './messages/nsid';
import { fromRows, golden, GOLDEN_KERNELS, toRows } from './testing/goldens';
import { RTM } from './uapi';

describe.each(GOLDEN_KERNELS)('what kernel %s sent', (kernel) => {
  const rooms = kernel === '6.12' ? {} : { headroom: 32, tailroom: 8, pairing: 'pair' };

  test('a netkit primary is read with all its data', () => {
    const [message] = golden('netkit-primary', kernel);
    expect(decodeLink(message!.payload)).toMatchObject({
      name: 'web0',
      altNames: ['checkout-frontend-primary'],
      kind: 'netkit',
      type: 1,
      up: false,
      mtu: 1400,
      mac: '00:00:00:00:00:00',
      operstate: 'down',
      carrier: false,
      group: 77,
      alias: 'owner',
      linkNsid: 0,
    });
    expect(decodeLink(message!.payload).netkit).toEqual({
      primary: true,
      mode: 'l3',
      policy: 'drop',
      peerPolicy: 'pass',
      scrub: 'none',
      peerScrub: 'default',
      ...rooms,
    });
  });

  test('its peer tells the same from the other side, with its own MTU', () => {
    const peer = decodeLink(golden('netkit-peer', kernel)[0]!.payload);
    expect(peer).toMatchObject({ name: 'eth0', altNames: [], mtu: 1500, group: 0 });
    expect(peer.netkit).toEqual({
      primary: false,
      mode: 'l3',
      policy: 'pass',
      peerPolicy: 'drop',
      scrub: 'default',
      peerScrub: 'none',
      ...rooms,
    });
  });

  test('unknown attributes of a link are kept', () => {
    const { unknown } = decodeLink(golden('netkit-primary', kernel)[0]!.payload);
    expect(unknown.map(({ type }) => type)).toContain(35); // IFLA_CARRIER_CHANGES
  });

  test('addresses of both families are read', () => {
    expect(decodeAddress(golden('addresses', kernel)[0]!.payload)).toMatchObject({
      family: 'inet',
      address: '10.0.0.1/32',
      peer: '10.0.0.2',
      label: 'web0',
      scope: 'global',
      permanent: true,
    });
    expect(decodeAddress(golden('addresses6', kernel)[0]!.payload)).toMatchObject({
      family: 'inet6',
      address: '2001:db8::1/64',
      permanent: true,
      tentative: false,
    });
  });

  test('routes are read, an IPv6 gateway of an IPv4 route too', () => {
    const routes = golden('routes', kernel).map(({ payload }) => decodeRoute(payload)!);
    const main = routes.find(({ destination }) => destination === '10.9.0.0/16');
    expect(main).toMatchObject({
      gateway: '10.0.0.2',
      metric: 5,
      mtu: 1300,
      table: 254,
      onLink: true,
      protocol: 'static',
    });
    const other = routes.find(({ destination }) => destination === '10.8.0.0/16');
    expect(other).toMatchObject({
      gateway: 'fe80::2',
      table: 1000,
      scope: 'global',
      type: 'unicast',
    });
  });

  test('a refused value comes with its bounds and is blamed on its attribute', () => {
    const ack = decodeAck(golden('extack-policy', kernel)[0]!);
    expect(ack).toMatchObject({
      errno: 34,
      text: 'integer out of range',
      policy: { min: 0, max: 1 },
    });
    const data = fromRows('08 00 06 00  09 00 00 00');
    const body = encodeLinkBody({
      header: {},
      attributes: { name: 'web1', linkInfo: { kind: 'netkit', data } },
    });
    expect(blame(RTM.RTM_NEWLINK, body, ack)).toEqual([
      'IFLA_LINKINFO',
      'IFLA_INFO_DATA',
      'IFLA_NETKIT_SCRUB',
    ]);
  });

  test('a refusal without a useful offset is blamed by its text', () => {
    const ack = decodeAck(golden('extack-text', kernel)[0]!);
    expect(ack).toMatchObject({
      errno: 13,
      text: 'netkit link operating mode cannot be changed after device creation',
    });
    const linkInfo = { kind: 'netkit', data: encodeNetkit({ mode: 'l3' }) };
    const body = encodeLinkBody({ header: { index: 2 }, attributes: { linkInfo } });
    expect(blame(RTM.RTM_NEWLINK, body, ack)?.at(-1)).toBe('IFLA_NETKIT_MODE');
  });
});

// prettier-ignore
describe('what we send, byte for byte', () => {
  test('all options of a netkit pair', () => {
    const data = encodeNetkit({
      mode: 'l2', policy: 'drop', peerPolicy: 'pass', scrub: 'none', peerScrub: 'default',
      headroom: 32, tailroom: 8, pairing: 'pair', peer: { name: 'eth0', mtu: 9000, up: true },
    });
    expect(toRows(data)).toEqual([
      '08 00 05 00', '00 00 00 00', // MODE l2
      '08 00 03 00', '02 00 00 00', // POLICY drop
      '08 00 04 00', '00 00 00 00', // PEER_POLICY pass
      '08 00 06 00', '00 00 00 00', // SCRUB none
      '08 00 07 00', '01 00 00 00', // PEER_SCRUB default
      '06 00 08 00', '20 00 00 00', // HEADROOM 32, a u16 and padding
      '06 00 09 00', '08 00 00 00', // TAILROOM 8
      '08 00 0a 00', '00 00 00 00', // PAIRING pair
      '28 00 01 00',                // PEER_INFO, 40 bytes
      '00 00 00 00', '00 00 00 00', // ifinfomsg: family, type, index
      '01 00 00 00', '01 00 00 00', // flags and change: IFF_UP
      '09 00 03 00', '65 74 68 30', '00 00 00 00', // IFNAME "eth0\0"
      '08 00 04 00', '28 23 00 00', // MTU 9000
    ]);
  });

  test('one option alone sends nothing else', () => {
    expect(toRows(encodeNetkit({ policy: 'drop' }))).toEqual(['08 00 03 00', '02 00 00 00']);
  });

  test('a link with a group, created into a namespace', () => {
    const body = encodeLinkBody({ header: { flags: 1, change: 1 }, attributes: { netnsFd: 9, name: 'web0', group: 77, linkInfo: { kind: 'dummy' } } });
    expect(toRows(body)).toEqual([
      '00 00 00 00', '00 00 00 00', '01 00 00 00', '01 00 00 00',
      '08 00 1c 00', '09 00 00 00',
      '09 00 03 00', '77 65 62 30', '00 00 00 00',
      '08 00 1b 00', '4d 00 00 00',
      '10 00 12 00', '0a 00 01 00', '64 75 6d 6d', '79 00 00 00',
    ]);
  });

  test('an alternative name, in a nest that says so', () => {
    const body = encodeLinkBody({ header: { index: 7 }, attributes: { altNames: ['abc'] } });
    expect(toRows(body)).toEqual([
      '00 00 00 00', '07 00 00 00', '00 00 00 00', '00 00 00 00',
      '0c 00 34 80', '08 00 35 00', '61 62 63 00',
    ]);
  });

  test('an IPv6 address without duplicate detection', () => {
    expect(toRows(encodeAddress(7, { address: 'fd00::1/64', noDad: true }))).toEqual([
      '0a 40 00 00', '07 00 00 00',
      '14 00 02 00', 'fd 00 00 00', '00 00 00 00', '00 00 00 00', '00 00 00 01',
      '14 00 01 00', 'fd 00 00 00', '00 00 00 00', '00 00 00 00', '00 00 00 01',
      '08 00 08 00', '02 00 00 00',
    ]);
  });

  test('a default route with MTU in a table beyond 255', () => {
    expect(toRows(encodeNewRoute(7, { destination: '0.0.0.0/0', gateway: '10.0.0.2', table: 1000, mtu: 1300 }))).toEqual([
      '02 00 00 00', '00 04 00 01', '00 00 00 00',
      '08 00 04 00', '07 00 00 00',
      '08 00 05 00', '0a 00 00 02',
      '08 00 0f 00', 'e8 03 00 00',
      '0c 00 08 00', '08 00 02 00', '14 05 00 00',
    ]);
  });

  test('a namespace id left to the kernel', () => {
    expect(toRows(encodeNsid({ nsid: -1, fd: 9 }))).toEqual([
      '00 00 00 00', '08 00 01 00', 'ff ff ff ff', '08 00 03 00', '09 00 00 00',
    ]);
  });
});
