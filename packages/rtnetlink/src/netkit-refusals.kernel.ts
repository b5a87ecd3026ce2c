/** What the kernel refuses about netkit, word for word, and the attribute each refusal is blamed on. */
import { writeAttribute } from './codec/attribute';
import { u32 } from './codec/values';
import type { RtnetlinkError } from './errors';
import { encodeNetkit } from './kinds/netkit';
import { encodeLinkBody } from './messages/link-table';
import { probeNetkit, probeNetkitAttribute } from './probes';
import { Rtnl } from './rtnl';
import { inSandbox, thrownBy, type Room } from './testing/sandbox';
import { IFLA_NETKIT, NLM_F, RTM } from './uapi';

const ask = <T>(question: (rtnl: Rtnl) => T): T => {
  using rtnl = Rtnl.open();
  return question(rtnl);
};
const hasNetkit = ask(probeNetkit) === 'present';
/** Stands for 7.1 and later, against 6.12: nothing between the two is in the kernel matrix. */
const isNew = hasNetkit && ask((rtnl) => probeNetkitAttribute(rtnl, 'pairing')) === 'present';

interface Refusal {
  readonly code: string;
  readonly extack?: string;
  readonly attribute?: string;
  readonly policy?: object;
  readonly path?: readonly string[];
}
type Expected = Refusal | 'accepted';
interface Case {
  readonly name: string;
  readonly run: (room: Room) => unknown;
  readonly expect: Expected;
  /** Where 6.12 differs. */
  readonly old?: Expected;
}

const data = (room: Room, attributes: Buffer[], index?: number): unknown => {
  const linkInfo = { kind: 'netkit', data: Buffer.concat(attributes) };
  const body = encodeLinkBody({
    header: { index: index ?? 0 },
    attributes: index === undefined ? { name: 'bad0', linkInfo } : { linkInfo },
  });
  const flags = index === undefined ? NLM_F.NLM_F_CREATE | NLM_F.NLM_F_EXCL : 0;
  return room.rtnl.connection.change({ type: RTM.RTM_NEWLINK, body, flags });
};
const create =
  (options: Parameters<Room['rtnl']['links']['create']>[0]['netkit'], more = {}) =>
  ({ rtnl }: Room) =>
    rtnl.links.create({ kind: 'netkit', name: 'bad0', netkit: options, ...more });
const raw = (name: keyof typeof IFLA_NETKIT, value: number) => (room: Room) =>
  data(room, [writeAttribute(IFLA_NETKIT[name], u32.encode(value))]);
const primary = (room: Room): number => room.rtnl.links.get({ name: 'nk0' })!.index;
const change = (options: object) => (room: Room) =>
  room.rtnl.links.setNetkit(primary(room), options);
const changeRaw = (name: keyof typeof IFLA_NETKIT, value: number) => (room: Room) =>
  data(room, [writeAttribute(IFLA_NETKIT[name], u32.encode(value))], primary(room));

const range = (attribute: string, max = 1): Refusal => ({
  code: 'ERANGE',
  extack: 'integer out of range',
  attribute,
  policy: { min: 0, max },
});
const noPolicy = { code: 'EINVAL', extack: 'Provided default xmit policy not supported' };
const fixed = (what: string, attribute: string): Refusal => ({
  code: 'EACCES',
  extack: `netkit link ${what} cannot be changed after device creation`,
  attribute,
});
const oldScrub = (attribute: string): Refusal => ({
  code: 'EACCES',
  extack: 'netkit scrubbing cannot be changed after device creation',
  attribute,
});

const CASES: Case[] = [
  {
    name: 'mode 2',
    run: raw('IFLA_NETKIT_MODE', 2),
    expect: range('IFLA_NETKIT_MODE'),
    old: {
      code: 'EINVAL',
      extack: 'Provided device mode can only be L2 or L3',
      attribute: 'IFLA_NETKIT_MODE',
    },
  },
  ...[1, 3, 7, 0xffffffff].flatMap((value): Case[] => [
    {
      name: `policy ${value}`,
      run: raw('IFLA_NETKIT_POLICY', value),
      expect: { ...noPolicy, attribute: 'IFLA_NETKIT_POLICY' },
    },
    {
      name: `peer policy ${value}`,
      run: raw('IFLA_NETKIT_PEER_POLICY', value),
      expect: { ...noPolicy, attribute: 'IFLA_NETKIT_PEER_POLICY' },
    },
    {
      name: `changed policy ${value}`,
      run: changeRaw('IFLA_NETKIT_POLICY', value),
      expect: { ...noPolicy, attribute: 'IFLA_NETKIT_POLICY' },
    },
  ]),
  {
    name: 'a good policy with a bad peer policy',
    run: (room) =>
      data(room, [
        encodeNetkit({ policy: 'drop' }),
        writeAttribute(IFLA_NETKIT.IFLA_NETKIT_PEER_POLICY, u32.encode(9)),
      ]),
    expect: { ...noPolicy, attribute: 'IFLA_NETKIT_PEER_POLICY' },
  },
  { name: 'scrub 2', run: raw('IFLA_NETKIT_SCRUB', 2), expect: range('IFLA_NETKIT_SCRUB') },
  {
    name: 'peer scrub 2',
    run: raw('IFLA_NETKIT_PEER_SCRUB', 2),
    expect: range('IFLA_NETKIT_PEER_SCRUB'),
  },
  {
    name: 'pairing 2',
    run: raw('IFLA_NETKIT_PAIRING', 2),
    expect: range('IFLA_NETKIT_PAIRING'),
    old: 'accepted',
  },
  {
    name: 'primary',
    run: (room) => data(room, [writeAttribute(IFLA_NETKIT.IFLA_NETKIT_PRIMARY, Buffer.from([1]))]),
    expect: {
      code: 'EINVAL',
      extack: 'Primary attribute is read-only',
      attribute: 'IFLA_NETKIT_PRIMARY',
    },
  },
  {
    name: 'a u32 sent as u8',
    run: (room) => data(room, [writeAttribute(IFLA_NETKIT.IFLA_NETKIT_POLICY, Buffer.from([0]))]),
    expect: {
      code: 'ERANGE',
      extack: 'Attribute failed policy validation',
      attribute: 'IFLA_NETKIT_POLICY',
    },
  },
  {
    name: 'peer info shorter than an ifinfomsg',
    run: (room) => data(room, [writeAttribute(IFLA_NETKIT.IFLA_NETKIT_PEER_INFO, Buffer.alloc(8))]),
    expect: {
      code: 'ERANGE',
      extack: 'Attribute failed policy validation',
      attribute: 'IFLA_NETKIT_PEER_INFO',
    },
  },
  {
    name: 'a MAC in l3',
    run: create({ mode: 'l3' }, { mac: '02:00:00:00:00:01' }),
    expect: { code: 'EOPNOTSUPP' },
  },
  {
    name: "a peer's MAC in l3",
    run: create({ peer: { mac: '02:00:00:00:00:01' } }),
    expect: { code: 'EOPNOTSUPP' },
  },
  {
    name: 'a MAC set later in l3',
    run: (room) => room.rtnl.links.set(primary(room), { mac: '02:00:00:00:00:01' }),
    expect: { code: 'EOPNOTSUPP' },
  },
  {
    name: 'a multicast MAC in l2',
    run: create({ mode: 'l2' }, { mac: '01:00:00:00:00:01' }),
    expect: { code: 'EADDRNOTAVAIL' },
  },
  {
    name: "a zero peer's MAC in l2",
    run: create({ mode: 'l2', peer: { mac: '00:00:00:00:00:00' } }),
    expect: { code: 'EADDRNOTAVAIL' },
  },
  {
    name: 'a MAC of four bytes in l2',
    run: create({ mode: 'l2' }, { mac: '02:00:00:01' }),
    expect: { code: 'EINVAL' },
  },
  {
    name: 'a change through the peer',
    run: ({ rtnl }) =>
      rtnl.links.setNetkit(rtnl.links.get({ name: 'nk1' })!.index, { policy: 'drop' }),
    expect: {
      code: 'EACCES',
      extack: 'netkit link settings can be changed only through the primary device',
    },
  },
  {
    name: 'mode re-sent at its value',
    run: change({ mode: 'l3' }),
    expect: fixed('operating mode', 'IFLA_NETKIT_MODE'),
  },
  {
    name: 'changed scrub',
    run: change({ scrub: 'none' }),
    expect: fixed('scrubbing', 'IFLA_NETKIT_SCRUB'),
    old: oldScrub('IFLA_NETKIT_SCRUB'),
  },
  {
    name: 'changed peer scrub',
    run: change({ peerScrub: 'none' }),
    expect: fixed('peer scrubbing', 'IFLA_NETKIT_PEER_SCRUB'),
    old: oldScrub('IFLA_NETKIT_PEER_SCRUB'),
  },
  {
    name: 'changed peer info',
    run: (room) => data(room, [encodeNetkit({ peer: { mtu: 1400 } })], primary(room)),
    expect: fixed('peer info', 'IFLA_NETKIT_PEER_INFO'),
    old: {
      code: 'EINVAL',
      extack: 'netkit peer info cannot be changed after device creation',
      attribute: 'IFLA_NETKIT_PEER_INFO',
    },
  },
  {
    name: 'changed headroom',
    run: change({ headroom: 9 }),
    expect: fixed('headroom', 'IFLA_NETKIT_HEADROOM'),
    old: 'accepted',
  },
  {
    name: 'changed tailroom',
    run: change({ tailroom: 9 }),
    expect: fixed('tailroom', 'IFLA_NETKIT_TAILROOM'),
    old: 'accepted',
  },
  {
    name: 'changed pairing',
    run: change({ pairing: 'pair' }),
    expect: fixed('pairing', 'IFLA_NETKIT_PAIRING'),
    old: 'accepted',
  },
  ...[
    { name: 'a peer', options: { peer: {} } },
    { name: 'scrub', options: { scrub: 'none' } as const },
    { name: 'peer scrub', options: { peerScrub: 'none' } as const },
    { name: 'peer policy', options: { peerPolicy: 'pass' } as const },
    { name: 'policy drop', options: { policy: 'drop' } as const },
  ].map(({ name, options }): Case => ({
    name: `a single with ${name}`,
    run: create({ pairing: 'single', ...options }),
    expect: { code: 'EOPNOTSUPP' },
    old: 'accepted',
  })),
  {
    name: 'two transmit queues',
    run: create({}, { numTxQueues: 2 }),
    expect: { code: 'EOPNOTSUPP' },
    old: 'accepted',
  },
  {
    name: '1025 receive queues',
    run: create({}, { numRxQueues: 1025 }),
    expect: { code: 'EOPNOTSUPP' },
    old: 'accepted',
  },
  { name: 'a taken name', run: create({}, { name: 'nk1' }), expect: { code: 'EEXIST' } },
  { name: 'a taken peer name', run: create({ peer: { name: 'nk1' } }), expect: { code: 'EEXIST' } },
  {
    name: 'a name of 16 bytes',
    run: create({}, { name: 'x'.repeat(16) }),
    expect: {
      code: 'ERANGE',
      extack: 'Attribute failed policy validation',
      attribute: 'IFLA_IFNAME',
      policy: { maxLength: 15 },
    },
  },
  {
    name: 'a peer name of 16 bytes',
    run: create({ peer: { name: 'x'.repeat(16) } }),
    expect: {
      code: 'ERANGE',
      extack: 'Attribute failed policy validation',
      attribute: 'IFLA_IFNAME',
    },
  },
  { name: 'a name with a slash', run: create({}, { name: 'a/b' }), expect: { code: 'EINVAL' } },
  {
    name: 'MTU 67',
    run: create({}, { mtu: 67 }),
    expect: { code: 'EINVAL', extack: 'mtu less than device minimum', attribute: 'IFLA_MTU' },
  },
  {
    name: "a peer's MTU 67 beside a good one",
    run: create({ peer: { mtu: 67 } }, { mtu: 1400 }),
    expect: {
      code: 'EINVAL',
      extack: 'mtu less than device minimum',
      attribute: 'IFLA_MTU',
      path: ['IFLA_LINKINFO', 'IFLA_INFO_DATA', 'IFLA_NETKIT_PEER_INFO', 'IFLA_MTU'],
    },
  },
  {
    name: 'MTU 65536, later',
    run: (room) => room.rtnl.links.set(primary(room), { mtu: 65536 }),
    expect: { code: 'EINVAL', extack: 'mtu greater than device maximum', attribute: 'IFLA_MTU' },
  },
  ...(
    [
      ['gsoMaxSize', 'GSO_MAX_SIZE'],
      ['gsoIpv4MaxSize', 'GSO_IPV4_MAX_SIZE'],
      ['groMaxSize', 'GRO_MAX_SIZE'],
      ['groIpv4MaxSize', 'GRO_IPV4_MAX_SIZE'],
    ] as const
  ).map(([key, name]): Case => ({
    name: `${name.toLowerCase()} 524281`,
    run: (room) => room.rtnl.links.set(primary(room), { [key]: 524281 }),
    expect: { code: 'EINVAL', extack: `too big ${name.toLowerCase()}`, attribute: `IFLA_${name}` },
  })),
  {
    name: 'an alias of 256 bytes',
    run: (room) => room.rtnl.links.set(primary(room), { alias: 'x'.repeat(256) }),
    expect: {
      code: 'ERANGE',
      extack: 'Attribute failed policy validation',
      attribute: 'IFLA_IFALIAS',
      policy: { maxLength: 255 },
    },
  },
  {
    name: 'a namespace that is no descriptor',
    run: create({}, { netns: { number: 99999 } }),
    expect: { code: 'EBADF' },
  },
  {
    name: 'a negative ifindex',
    run: create({}, { index: -1 }),
    expect: { code: 'EINVAL', extack: "ifindex can't be negative" },
  },
];

(hasNetkit ? describe : describe.skip)(
  'netkit refuses (skipped on kernels without the driver)',
  () => {
    test.each(CASES)('$name', ({ run, expect: now, old }) =>
      inSandbox(1, (room) => {
        room.rtnl.links.create({ kind: 'netkit', name: 'nk0', netkit: { peer: { name: 'nk1' } } });
        const before = room.rtnl.links.list().length;
        const wanted = isNew || old === undefined ? now : old;
        if (wanted === 'accepted') return void run(room);
        const { code, extack, attribute, attributePath, policy, request } = thrownBy(() =>
          run(room),
        ) as RtnetlinkError;
        expect({ code, extack, attribute }).toEqual({
          code: wanted.code,
          extack: wanted.extack,
          attribute: wanted.attribute,
        });
        if (wanted.policy !== undefined) expect(policy).toEqual(wanted.policy);
        if (wanted.path !== undefined) expect(attributePath).toEqual(wanted.path);
        expect(request).toMatch(/^RTM_(NEW|SET)LINK$/);
        expect(room.rtnl.links.list()).toHaveLength(before);
      }),
    );

    test('a refused change may be half made: the policy stays when the peer policy is bad', () =>
      inSandbox(1, (room) => {
        room.rtnl.links.create({ kind: 'netkit', name: 'nk0', netkit: { peer: { name: 'nk1' } } });
        const attributes = [
          encodeNetkit({ policy: 'drop' }),
          writeAttribute(IFLA_NETKIT.IFLA_NETKIT_PEER_POLICY, u32.encode(9)),
        ];
        expect(() => data(room, attributes, primary(room))).toThrow('IFLA_NETKIT_PEER_POLICY');
        expect(room.rtnl.links.get({ name: 'nk0' })?.netkit).toMatchObject({
          policy: 'drop',
          peerPolicy: 'pass',
        });
      }));
  },
);
