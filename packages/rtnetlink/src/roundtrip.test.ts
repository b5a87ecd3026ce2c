/** Encode and decode come from one table; here both are run against each other. */
import fc from 'fast-check';
import { readAttributes, writeAttribute } from './codec/attribute';
import { readMessages, writeMessage } from './codec/header';
import { canonicalAddress, canonicalPrefix, formatIp, parseIp, parsePrefix } from './codec/ip';
import { decodeTable, encodeTable } from './codec/table';
import { netkitTable } from './kinds/netkit';
import { decodeAddress, encodeAddress } from './messages/address';
import {
  decodeLinkBody,
  encodeLinkBody,
  ifinfomsg,
  linkTable,
  OPERSTATE,
} from './messages/link-table';
import { multipath } from './messages/multipath';
import { decodeRoute, encodeNewRoute } from './messages/route';

const u32 = fc.integer({ min: 0, max: 0xffffffff });
const s32 = fc.integer({ min: -0x80000000, max: 0x7fffffff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const policy = fc.constantFrom('pass' as const, 'drop' as const);
const scrub = fc.constantFrom('none' as const, 'default' as const);
const name = fc.stringMatching(/^[a-z0-9._-]{1,15}$/);
const mac = fc
  .uint8Array({ minLength: 6, maxLength: 6 })
  .map((bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(':'));
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] });
const ip4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => formatIp(bytes)!);
const ip6 = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => formatIp(bytes)!);
const prefix = fc.oneof(
  fc.tuple(ip4, fc.integer({ min: 0, max: 32 })).map(([a, l]) => `${a}/${l}`),
  fc.tuple(ip6, fc.integer({ min: 0, max: 128 })).map(([a, l]) => `${a}/${l}`),
);

const linkAttributes = some({
  mac,
  name,
  mtu: u32,
  linkIndex: s32,
  master: u32,
  txQueueLength: u32,
  operstate: fc.constantFrom(...(Object.keys(OPERSTATE) as (keyof typeof OPERSTATE)[])),
  alias: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  group: u32,
  netnsFd: u32,
  numTxQueues: u32,
  carrier: fc.boolean(),
  linkNsid: s32,
  gsoMaxSize: u32,
  gsoIpv4MaxSize: u32,
  groMaxSize: u32,
  groIpv4MaxSize: u32,
  altNames: fc.array(fc.stringMatching(/^[a-z0-9-]{1,127}$/), { maxLength: 4 }),
});

test('attributes come back as they were written, and follow each other at multiples of four', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 0x3fff }), fc.uint8Array({ maxLength: 40 }))),
      (list) => {
        const bytes = Buffer.concat(list.map(([type, payload]) => writeAttribute(type, payload)));
        const read = readAttributes(bytes);
        expect(read.map(({ type, payload }) => [type, [...payload]])).toEqual(
          list.map(([type, payload]) => [type, [...payload]]),
        );
        expect(read.every(({ offset }) => offset % 4 === 0)).toBe(true);
      },
    ),
  ));

test('messages come back as they were written', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          type: u16,
          flags: u16,
          sequence: u32,
          port: u32,
          payload: fc.uint8Array({ maxLength: 30 }).map((b) => Buffer.from(b)),
        }),
      ),
      (list) => {
        expect(readMessages(Buffer.concat(list.map(writeMessage)))).toEqual(list);
      },
    ),
  ));

test('a link comes back as it was written', () =>
  fc.assert(
    fc.property(
      some({ family: fc.constant(0), type: u16, index: s32, flags: u32, change: u32 }),
      linkAttributes,
      (header, attributes) => {
        const { header: read, attributes: back } = decodeLinkBody(
          encodeLinkBody({ header, attributes }),
        );
        expect(read).toEqual({ family: 0, type: 0, index: 0, flags: 0, change: 0, ...header });
        expect(back).toEqual({ ...attributes, unknown: [] });
      },
    ),
  ));

test('netkit data comes back as it was written, the peer too', () =>
  fc.assert(
    fc.property(
      some({
        primary: fc.boolean(),
        policy,
        peerPolicy: policy,
        mode: fc.constantFrom('l2' as const, 'l3' as const),
        scrub,
        peerScrub: scrub,
        headroom: u16,
        tailroom: u16,
        pairing: fc.constantFrom('pair' as const, 'single' as const),
        peer: fc.record({
          header: fc.constant(ifinfomsg.decode(Buffer.alloc(16))),
          attributes: linkAttributes,
        }),
      }),
      (values) => {
        expect(decodeTable(netkitTable, encodeTable(netkitTable, values))).toEqual({
          ...values,
          unknown: [],
        });
      },
    ),
  ));

test('what a table does not know survives a decode', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 0x3fff }),
      fc.uint8Array({ maxLength: 20 }),
      (type, payload) => {
        const { unknown } = decodeTable(linkTable, writeAttribute(type, payload));
        expect(unknown.map((raw) => [raw.type, [...raw.payload]])).toEqual([[type, [...payload]]]);
      },
    ),
  ));

test('an address comes back canonical', () =>
  fc.assert(
    fc.property(prefix, u32, (address, index) => {
      const read = decodeAddress(encodeAddress(index, { address }));
      expect(read).toMatchObject({ index, address: canonicalAddress(address) });
      expect(read).not.toHaveProperty('peer');
    }),
  ));

test('an IPv4 tail behind "::" alone is not an IPv4-mapped address', () => {
  expect(canonicalAddress('::1.2.3.4')).toBe('::102:304/128');
  expect(canonicalAddress('::ffff:1.2.3.4')).toBe('::ffff:102:304/128');
});

test('a route comes back canonical, whatever family its gateway has', () =>
  fc.assert(
    fc.property(
      prefix,
      fc.option(fc.oneof(ip4, ip6), { nil: undefined }),
      u32,
      fc.integer({ min: 1, max: 0xffffffff }),
      (destination, gateway, metric, table) => {
        const read = decodeRoute(
          encodeNewRoute(7, { destination: canonicalPrefix(destination), gateway, metric, table }),
        );
        expect(read).toMatchObject({
          destination: canonicalPrefix(destination),
          metric,
          table,
          oif: 7,
          protocol: 'static',
        });
        expect(read?.gateway).toBe(gateway);
      },
    ),
  ));

test('several next hops come back as they were written', () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          oif: s32,
          gateway: fc.oneof(ip4, ip6),
          weight: fc.integer({ min: 1, max: 256 }),
          onLink: fc.boolean(),
        }),
      ),
      (hops) => {
        expect(multipath.decode(multipath.encode(hops))).toEqual(hops);
      },
    ),
  ));

test('an IP address has one spelling', () =>
  fc.assert(
    fc.property(fc.oneof(ip4, ip6), (text) => {
      expect(formatIp(parseIp(text).bytes)).toBe(text);
      expect(canonicalPrefix(`${text}/0`)).toMatch(/^(0\.0\.0\.0|::)\/0$/);
    }),
  ));

test.each([
  '10.1',
  '010.0.0.1',
  '0x7f.1',
  '1.2.3.4/33',
  '::1/129',
  '::1%lo',
  '',
  '1.2.3.4/',
  '1.2.3.4/08',
  'name',
])('parsePrefix() refuses "%s"', (text) => expect(() => parsePrefix(text)).toThrow(RangeError));
