/** The README's examples on a real kernel. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Link } from './links/link';
import { queryChain } from './query';
import { compile } from '../../bpf-object/src/testing/compile';
import * as examples from './testing/readme-examples';
import { inRoom, makeHook, ping, pinsIn, poll } from './testing/sandbox';

let directory: string;
const object = (name: string): string => {
  const path = join(directory, `${name}.o`);
  writeFileSync(path, compile(name));
  return path;
};

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'libbpf-ts-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test('load, attach, count, exchange, move, detach', () =>
  inRoom((room) => {
    room.rtnl.links.set(1, { up: true });
    const { ifindex } = makeHook(room, 'tcx/ingress');
    const path = object('guard');
    using loaded = examples.load(path);
    using again = examples.load(path);
    using third = examples.load(path);
    expect(loaded.getGlobal('limit')).toBe(128);
    expect(loaded.map('counts').info.maxEntries).toBe(16);
    room.inside(() => {
      using lo = Link.create({
        program: loaded.program('guard').fd,
        ifindex: 1,
        attachType: 'tcx/ingress',
      });
      expect(ping('127.0.0.1')).toBe(3);
      expect(examples.count(loaded)[0]).toBeGreaterThanOrEqual(6n);
      lo.detach();

      const chain = (): number[] =>
        queryChain(ifindex, 'tcx/ingress').entries.map(({ programId }) => programId);
      examples.attach(loaded, ifindex, room.pins);
      expect(chain()).toEqual([loaded.program('guard').id]);
      const pin = `${room.pins}/my-tool/eth0%2E713 guard`;
      examples.exchange(loaded, again, pin);
      expect(chain()).toEqual([again.program('guard').id]);
      examples.move(third, ifindex, pin);
      poll(() => chain().length === 1, 'the old link is gone');
      expect(chain()).toEqual([third.program('guard').id]);
      expect(examples.inPod(room.netns, ifindex)).toBe(0);
      examples.detach(pin);
      expect(chain()).toEqual([]);
      expect(pinsIn(`${room.pins}/my-tool`)).toEqual([]);
    });
  }));

test('slots by name', () => {
  using loaded = examples.dispatch(object('slots'));
  expect([...loaded.programs.keys()]).toEqual(['dispatch', 'one', 'two']);
  const held = [...loaded.map('table').keys()].map((key) => loaded.map('table').lookup(key));
  expect(held.map((id) => id?.readUInt32LE())).toEqual([
    undefined,
    loaded.program('one').id,
    loaded.program('two').id,
    undefined,
  ]);
  expect(examples.contents(object('slots')).slice(-3)).toEqual(['of_xdp', 'table', 'deeper']);
});

test('load on another thread', async () => {
  using loaded = await examples.loadAsync(object('guard'));
  expect(loaded.getGlobal('limit')).toBe(1500);
});

test('a rejection is told, the log on demand', () => {
  const [reason, log] = examples.explain(object('rejected'));
  expect(reason).toContain("R0 invalid mem access 'map_value_or_null' at SEC");
  expect(log).toContain('processed');
});

test('features answer in words', () => {
  expect(examples.canNetkit()).toMatch(/^$|^needs Linux 6.7$/);
});
