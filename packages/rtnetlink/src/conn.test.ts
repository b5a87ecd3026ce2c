import { Connection } from './conn';
import { encodeExtack } from './codec/extack';
import { RtnetlinkError } from './errors';
import { encodeLinkBody } from './messages/link-table';
import { ackMessage, doneMessage, Replay, type Step } from './replay';
import { Rtnl } from './rtnl';
import { thrownBy } from './testing/sandbox';
import { NLM_F, RTM } from './uapi';

const MULTI = NLM_F.NLM_F_MULTI;
const INTERRUPTED = MULTI | NLM_F.NLM_F_DUMP_INTR;
const link = (index: number, extra: object = {}) => ({
  type: RTM.RTM_NEWLINK,
  payload: encodeLinkBody({ header: { index }, attributes: { name: `dev${index}` } }),
  ...extra,
});
const names = (scripts: Step[][]): string[] => {
  const rtnl = new Rtnl(new Replay(scripts));
  return rtnl.links.list().map(({ name }) => name);
};
const codeOf = (fn: () => unknown): string => (thrownBy(fn) as RtnetlinkError).code;

test('a dump is what several datagrams hold, up to its end', () => {
  expect(names([[[link(1), link(2)], [link(3)], [doneMessage()]]])).toEqual([
    'dev1',
    'dev2',
    'dev3',
  ]);
});

test('an interrupted dump is read again', () => {
  const interrupted: Step[] = [[link(1, { flags: INTERRUPTED })], [doneMessage()]];
  expect(names([interrupted, [[link(1), link(2)], [doneMessage()]]])).toEqual(['dev1', 'dev2']);
  const atEnd: Step[] = [[link(1)], [doneMessage(INTERRUPTED)]];
  expect(names([atEnd, [[link(2), doneMessage()]]])).toEqual(['dev2']);
});

test('a dump interrupted every time is an error, not half an answer', () => {
  const script: Step[] = [[link(1, { flags: INTERRUPTED }), doneMessage()]];
  expect(codeOf(() => names(Array.from({ length: 9 }, () => script)))).toBe('dump-interrupted');
});

test('an overrun dump is read to its end and then again', () => {
  const replay = new Replay([
    [[link(1)], 'overrun', [link(3)], [doneMessage()]],
    [
      [link(1), link(2)],
      [link(3), doneMessage()],
    ],
  ]);
  expect(new Rtnl(replay).links.list()).toHaveLength(3);
  expect(replay.requests).toHaveLength(2);
});

test('an overrun that swallowed the end of the dump does not wait for it', () => {
  expect(names([[[link(1)], 'overrun'], [[link(2), doneMessage()]]])).toEqual(['dev2']);
  expect(codeOf(() => names(Array.from({ length: 9 }, (): Step[] => ['overrun'])))).toBe(
    'answer-overrun',
  );
});

test('a cut datagram is never decoded: the dump is read again', () => {
  const cut: Step = { truncated: Buffer.from('garbage that is no message') };
  expect(names([[cut, [doneMessage()]], [[link(2), doneMessage()]]])).toEqual(['dev2']);
});

test('answers to other sockets and to earlier requests are passed over', () => {
  const script: Step[] = [
    [link(8, { sequence: 1 }), link(9, { port: 77 }), link(1)],
    [doneMessage()],
  ];
  expect(names([script])).toEqual(['dev1']);
});

test('a change whose acknowledgement is lost is reported, and never sent twice', () => {
  const replay = new Replay([['overrun'], [[ackMessage()]]]);
  expect(codeOf(() => new Rtnl(replay).links.set(3, { mtu: 1400 }))).toBe('answer-lost');
  expect(replay.requests).toHaveLength(1);
});

test('a change is made when its acknowledgement survives the overrun', () => {
  const replay = new Replay([['overrun', [ackMessage()]]]);
  new Rtnl(replay).links.set(3, { mtu: 1400 });
  expect(replay.requests).toHaveLength(1);
});

test('a link whose echo was lost is read back by name', () => {
  const replay = new Replay([
    ['overrun', [ackMessage()]],
    [[link(5)], [ackMessage()]],
  ]);
  expect(new Rtnl(replay).links.create({ kind: 'dummy', name: 'dev5' }).index).toBe(5);
});

test('silence is an error of its own, and what comes late is drained', () => {
  const connection = new Connection(
    new Replay([
      ['nothing', [link(1)]],
      [[link(2)], [ackMessage()]],
    ]),
  );
  const body = Buffer.alloc(16);
  expect(codeOf(() => connection.ask({ type: RTM.RTM_GETLINK, body }))).toBe('answer-timeout');
  expect(connection.ask({ type: RTM.RTM_GETLINK, body })).toHaveLength(1);
});

test('a missing link is undefined, any other refusal an error', () => {
  expect(new Rtnl(new Replay([[[ackMessage(19)]]])).links.get({ name: 'x' })).toBeUndefined();
  expect(codeOf(() => new Rtnl(new Replay([[[ackMessage(1)]]])).links.get({ name: 'x' }))).toBe(
    'EPERM',
  );
});

test('a refusal carries text, attribute, bounds and request', () => {
  const extack = encodeExtack({
    text: 'integer out of range',
    offset: 32,
    policy: { minUnsigned: 0n, maxUnsigned: 9n },
  });
  const rtnl = new Rtnl(new Replay([[[ackMessage(34, extack)]]]));
  const error = thrownBy(() => rtnl.links.set(3, { group: 5 }));
  expect(error).toBeInstanceOf(RtnetlinkError);
  expect(error).toMatchObject({
    message: 'RTM_SETLINK IFLA_GROUP: integer out of range (ERANGE, min 0, max 9)',
    code: 'ERANGE',
    errno: 34,
    extack: 'integer out of range',
    attribute: 'IFLA_GROUP',
    attributePath: ['IFLA_GROUP'],
    policy: { min: 0, max: 9 },
    request: 'RTM_SETLINK',
  });
});

test('an offset into nothing blames nothing', () => {
  const extack = encodeExtack({ text: 'what', offset: 9999 });
  const rtnl = new Rtnl(new Replay([[[ackMessage(22, extack)]]]));
  expect(thrownBy(() => rtnl.links.set(3, { group: 5 }))).not.toHaveProperty('attribute');
});

test('a kernel that ignores the filters does not fool the lists', () => {
  const other = { ...link(1) };
  const kind = {
    type: RTM.RTM_NEWLINK,
    payload: encodeLinkBody({
      header: { index: 2 },
      attributes: { name: 'v', group: 3, linkInfo: { kind: 'veth' } },
    }),
  };
  const rtnl = () => new Rtnl(new Replay([[[other, kind, doneMessage()]]]));
  expect(
    rtnl()
      .links.list({ kind: 'veth' })
      .map(({ name }) => name),
  ).toEqual(['v']);
  expect(
    rtnl()
      .links.list({ group: 3 })
      .map(({ name }) => name),
  ).toEqual(['v']);
});

test('deletes that could mean everything are refused before they are sent', () => {
  const replay = new Replay([]);
  expect(() => new Rtnl(replay).links.deleteGroup(0)).toThrow('group 0');
  expect(() => new Rtnl(replay).links.delete(0)).toThrow('ifindex');
  expect(replay.requests).toEqual([]);
});

test('a value out of range names its attribute and is not sent', () => {
  const replay = new Replay([]);
  const { links } = new Rtnl(replay);
  expect(() => links.set(1, { mtu: -1 })).toThrow(
    'IFLA_MTU: must be an integer 0 to 4294967295, not -1',
  );
  expect(() => links.set(1, { mac: 'nonsense' })).toThrow('IFLA_ADDRESS: must be hex pairs');
  expect(() => links.set(1, { name: 'a\0b' })).toThrow('IFLA_IFNAME: must not contain a NUL');
  expect(() => links.set(1, { nonsense: 1 } as object)).toThrow(
    'no attribute is called "nonsense"',
  );
  expect(() => links.setNetkit(1, { policy: 'forward' as 'pass' })).toThrow(
    'must be one of pass, drop, not "forward"',
  );
  expect(replay.requests).toEqual([]);
});
