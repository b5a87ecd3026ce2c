/** Root's helper and folders of another user: every request that would read, write or remove a file there is refused. Needs root. */
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VICTIM } from '../../packages/linux-ffi/src/testing/hostile.js';
import type { NetkitError, Op, OwnerRecord, Query } from '@pulumi-netkit/contract';
import type { Kernel } from './kernel-session.js';
import { openKernel } from './kernel.js';

const OTHER = 54_321;
const RUN = '/run/pulumi-netkit';
const PINS = '/sys/fs/bpf/pulumi-netkit';

let kernel: Kernel;
let outside: string;
let victim: string;
beforeAll(async () => (kernel = await openKernel()));
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'hostile-'));
  victim = join(outside, 'victim');
  writeFileSync(victim, VICTIM, { mode: 0o600 });
  rmSync(RUN, { recursive: true, force: true });
});
afterEach(() => {
  expect(readFileSync(victim, 'utf8')).toBe(VICTIM);
  expect(readdirSync(outside)).toEqual(['victim']);
  rmSync(outside, { recursive: true });
  rmSync(RUN, { recursive: true, force: true });
});

const record: OwnerRecord = {
  kind: 'netns',
  incarnation: 'a'.repeat(24),
  owner: 'urn:1',
  phase: 'made',
  name: 'hostile',
};
const attachment = {
  name: 'hostile',
  attachType: 'tcx/ingress',
  target: { name: 'lo', netns: null },
} as const;
const chain = { attachment, expect: '1', name: 'guard' };

const OPS: readonly Op[] = [
  { op: 'record.write', record },
  { op: 'record.remove', incarnation: record.incarnation },
  { op: 'netns.touch', name: 'hostile' },
  { op: 'netns.bind', name: 'hostile' },
  { op: 'netns.delete', name: 'hostile' },
  { op: 'gate.attach', ...chain, place: { at: 'head' } },
  { op: 'gate.close', ...chain },
  { op: 'gate.open', ...chain },
  { op: 'chain.attach', ...chain, place: { at: 'head' } },
  { op: 'chain.move', ...chain, place: { at: 'head' } },
  { op: 'chain.swap', ...chain, old: 1 },
  { op: 'chain.swapBack', attachment, name: 'guard' },
  { op: 'chain.detach', ...chain },
  { op: 'pin.drop', attachment, expect: '1', pin: 'guard' },
  { op: 'maps.commit', attachment },
  { op: 'attachment.forget', attachment },
  { op: 'object.unload', attachment },
];
const QUERIES: readonly Query[] = [
  {
    kind: 'pair',
    incarnation: 'a'.repeat(24),
    owner: 'urn:1',
    name: 'w0',
    netns: null,
    peer: { name: 'w1', netns: null },
  },
  { kind: 'netns', name: 'hostile', incarnation: 'a'.repeat(24), owner: 'urn:1' },
  { kind: 'attachment', name: 'hostile', attachment },
];

/** The refusals of everything that can be asked. */
function refusals(ops: readonly Op[], queries: readonly Query[] = []): (string | undefined)[] {
  const code = (ask: () => unknown): string | undefined => {
    try {
      ask();
      return undefined;
    } catch (error) {
      return (error as NetkitError).code;
    }
  };
  return [
    ...ops.map((op) => code(() => kernel.exclusively((session) => session.execute(op)))),
    ...queries.map((query) => code(() => kernel.exclusively((session) => session.observe(query)))),
  ];
}
const all = (code: string, count: number): string[] => Array.from({ length: count }, () => code);
const about = (...names: string[]): Op[] =>
  OPS.filter(({ op }) => names.some((name) => op.startsWith(name)));

test('a folder for records of another user: nothing in it is read, written or removed', () => {
  mkdirSync(join(RUN, 'records'), { recursive: true, mode: 0o700 });
  symlinkSync(victim, join(RUN, 'records/draft'));
  symlinkSync(victim, join(RUN, 'lock'));
  chownSync(RUN, OTHER, OTHER);
  expect(refusals(OPS, QUERIES)).toEqual(all('untrusted-path', OPS.length + QUERIES.length));
  expect(lstatSync(join(RUN, 'records/draft')).isSymbolicLink()).toBe(true);
});

test.each([
  { name: 'records', put: () => chownSync(join(RUN, 'records'), OTHER, OTHER) },
  {
    name: 'lock',
    put: () => {
      writeFileSync(join(RUN, 'lock'), '');
      chownSync(join(RUN, 'lock'), OTHER, OTHER);
    },
  },
  { name: 'lock, a link,', put: () => symlinkSync(victim, join(RUN, 'lock')) },
])('$name of another user in a folder of ours is refused', ({ put }) => {
  mkdirSync(join(RUN, 'records'), { recursive: true, mode: 0o700 });
  put();
  expect(refusals(OPS, QUERIES)).toEqual(all('untrusted-path', OPS.length + QUERIES.length));
});

test('/run/netns of another user: no name is made or removed', () => {
  mkdirSync('/run/netns', { recursive: true, mode: 0o755 });
  const { uid, gid } = lstatSync('/run/netns');
  symlinkSync(victim, '/run/netns/hostile');
  expect(refusals(about('record.write'))).toEqual([undefined]);
  chownSync('/run/netns', OTHER, OTHER);
  try {
    expect(refusals(about('netns.'))).toEqual(all('untrusted-path', 3));
    expect(lstatSync('/run/netns/hostile').isSymbolicLink()).toBe(true);
  } finally {
    chownSync('/run/netns', uid, gid);
    rmSync('/run/netns/hostile', { force: true });
  }
});

test('a link in place of a name is not mounted on, and is removed as a link', () => {
  mkdirSync('/run/netns', { recursive: true, mode: 0o755 });
  symlinkSync(victim, '/run/netns/hostile');
  expect(refusals(about('netns.bind'))).toEqual(['untrusted-path']);
  expect(refusals(about('netns.delete'))).toEqual(['request-refused']);
  expect(refusals(about('record.write', 'netns.delete'))).toEqual([undefined, undefined]);
  expect(existsSync('/run/netns/hostile')).toBe(false);
});

test('what no resource made or adopted is neither deleted nor changed', () => {
  execFileSync('ip', ['netns', 'add', 'hostile']);
  try {
    const device = { netns: null, altName: 'lo', name: 'lo' };
    expect(
      refusals([
        { op: 'pair.delete', device },
        { op: 'link.set', device, set: { mtu: 1280 } },
        { op: 'address.add', device, address: '10.9.9.1/24' },
        { op: 'altName.add', device, altName: `netkit-${'a'.repeat(24)}-primary` },
        { op: 'netns.delete', name: 'hostile' },
      ]),
    ).toEqual(all('request-refused', 5));
    const shown = execFileSync('ip', ['address', 'show', 'lo'], { encoding: 'utf8' });
    expect(shown).not.toMatch(/mtu 1280|10\.9\.9\.1|altname/);
    expect(existsSync('/run/netns/hostile')).toBe(true);
  } finally {
    execFileSync('ip', ['netns', 'delete', 'hostile']);
  }
});

describe('pins', () => {
  const folder = join(PINS, '%host/lo/tcx/ingress/hostile');
  const parts = [
    PINS,
    `${PINS}/%host`,
    `${PINS}/%host/lo`,
    `${PINS}/%host/lo/tcx`,
    `${PINS}/%host/lo/tcx/ingress`,
    folder,
    `${folder}/%maps`,
  ];
  beforeEach(() => mkdirSync(`${folder}/%maps`, { recursive: true, mode: 0o700 }));
  afterEach(() => rmSync(PINS, { recursive: true }));

  const chains = about('gate.', 'chain.', 'pin.', 'maps.', 'attachment.', 'object.');
  const look = QUERIES.filter(({ kind }) => kind === 'attachment');
  const refused = all('untrusted-path', chains.length + look.length);

  test.each(parts)('%s of another user is refused', (part) => {
    chownSync(part, OTHER, OTHER);
    expect(refusals(chains, look)).toEqual(refused);
  });

  test('a link in place of a pin, a map or a folder is refused', () => {
    for (const path of [join(folder, 'guard'), `${folder}/%maps/flows`]) {
      symlinkSync(victim, path);
      expect(refusals(chains, look)).toEqual(refused);
      rmSync(path);
    }
    rmSync(folder, { recursive: true });
    symlinkSync(outside, folder);
    expect(refusals(chains, look)).toEqual(refused);
    lchownSync(folder, OTHER, OTHER);
    rmSync(folder);
  });
});
