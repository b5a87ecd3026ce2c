import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HOSTILE, VICTIM } from '../../../packages/linux-ffi/src/testing/hostile.js';
import { header, Login, sha256Of, TINY_HELPER, type Talk } from '../login.js';

jest.setTimeout(60_000);

const NAME = `helper-${sha256Of(TINY_HELPER)}.js`;
const DAY = 86_400;
const isRoot = process.geteuid?.() === 0;
const testAsRoot = isRoot ? test : test.skip; // Other users and mounts can be had by root alone.

const hasShell = (shell: string): boolean => {
  try {
    execFileSync('which', [shell], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The helper ran from `file`, heard what was said to it and no more, and ended as it does. */
function expectHelper(talk: Talk, file: string): void {
  expect(talk).toMatchObject({
    stderr: '',
    lines: [JSON.stringify({ protocol: 1, file }), 'hello'],
    code: 7,
  });
}

describe.each(['sh', 'bash', 'dash', 'zsh', 'fish', 'csh', 'tcsh'])('a login by %s', (shell) => {
  (hasShell(shell) ? test : test.skip)('gets a helper once, and finds it then', async () => {
    using login = new Login();
    const profile = 'echo Welcome; printf "no end of line"; ';
    const cold = await login.talk({ shell, profile });
    expect(cold.answer).toEqual({
      state: 'need',
      platform: expect.stringMatching(/^(linux|musl)-(x64|arm64)$/) as unknown,
      node: process.versions.node,
    });
    expect(cold.banner).toEqual(['Welcome', 'no end of line']);
    expectHelper(cold, join(login.cache, NAME));

    const warm = await login.talk({ shell, profile });
    expect(warm.answer?.state).toBe('ready');
    expectHelper(warm, join(login.cache, NAME));
    expect(login.kept()).toEqual([NAME]);
  });
});

test('what is kept is readable to its user alone', async () => {
  using login = new Login();
  mkdirSync(login.cache, { recursive: true });
  chmodSync(login.cache, 0o755);
  await login.talk();
  expect(statSync(login.cache).mode & 0o777).toBe(0o700);
  expect(statSync(join(login.cache, NAME)).mode & 0o777).toBe(0o600);
});

test('XDG_CACHE_HOME comes before the home, when it is absolute', async () => {
  using login = new Login();
  const xdg = join(login.home, 'xdg');
  const env = { PATH: process.env['PATH'], HOME: login.home };
  await login.talk({ env: { ...env, XDG_CACHE_HOME: 'somewhere' } });
  expect(login.kept()).toEqual([NAME]);
  rmSync(login.cache, { recursive: true });
  await login.talk({ env: { ...env, XDG_CACHE_HOME: xdg } });
  expect(login.kept(join(xdg, 'pulumi-netkit'))).toEqual([NAME]);
  // No place after the first that will do is touched.
  expect(existsSync(login.cache)).toBe(false);
});

test('a kept helper that has changed is asked for again', async () => {
  using login = new Login();
  await login.talk();
  const file = join(login.cache, NAME);
  writeFileSync(file, 'process.exit(66)');
  const again = await login.talk();
  expect(again.answer?.state).toBe('need');
  expectHelper(again, file);
  expect(readFileSync(file)).toEqual(TINY_HELPER);
});

test('a helper that has fallen out of use is removed, and a draft that was left; nothing else is', async () => {
  using login = new Login();
  await login.talk();
  const old = (name: string, days: number): string => {
    const file = join(login.cache, name);
    writeFileSync(file, '');
    utimesSync(file, Date.now() / 1000 - days * DAY, Date.now() / 1000 - days * DAY);
    return name;
  };
  const [a, b] = ['a', 'b'].map((digit) => `helper-${digit.repeat(64)}.js`) as [string, string];
  old(a, 8);
  old(`${a}.99.1`, 2);
  const stay = [old(b, 6), old(`${b}.99.1`, 0), old('objects', 99), old(NAME, 99)];
  writeFileSync(join(login.cache, NAME), TINY_HELPER);
  utimesSync(join(login.cache, NAME), 1, 1);
  const warm = await login.talk();
  expect(warm.answer?.state).toBe('ready');
  expect(login.kept()).toEqual(stay.sort());
  // Its use was noted, so another release's bootstrap will not take it for an old one.
  expect(Date.now() - statSync(join(login.cache, NAME)).mtimeMs).toBeLessThan(DAY * 1000);
});

// In place of a directory nothing can be kept: the next place is asked, which is the machine's.
test.each(HOSTILE.filter(({ name }) => name !== 'a directory'))(
  '$name in place of the helper is not used',
  async ({ put }) => {
    using login = new Login();
    const victim = join(login.home, 'victim');
    writeFileSync(victim, VICTIM);
    mkdirSync(login.cache, { recursive: true });
    await put(join(login.cache, NAME), victim);
    const talk = await login.talk();
    expect(talk.answer?.state).toBe('need');
    expectHelper(talk, join(login.cache, NAME));
    expect(statSync(join(login.cache, NAME))).toMatchObject({ nlink: 1, mode: 0o100600 });
    expect(readFileSync(victim, 'utf8')).toBe(VICTIM);
  },
);

test('a helper that others could write or name is not run, though its bytes are right', async () => {
  using login = new Login();
  mkdirSync(login.cache, { recursive: true });
  writeFileSync(join(login.cache, NAME), TINY_HELPER);
  chmodSync(join(login.cache, NAME), 0o666);
  expect((await login.talk()).answer?.state).toBe('need');
  linkSync(join(login.cache, NAME), join(login.home, 'other'));
  expect((await login.talk()).answer?.state).toBe('need');
  expect((await login.talk()).answer?.state).toBe('ready');
});

test('a connection that ends in the middle leaves nothing', async () => {
  using login = new Login();
  const talk = await login.talk({
    send: (stdin, packed) => stdin.end(Buffer.concat([header(packed), packed.subarray(0, -1)])),
  });
  expect(talk).toMatchObject({
    lines: [],
    stderr: 'pulumi-netkit: the connection ended before the helper was there\n',
    code: 1,
  });
  expect(login.kept()).toEqual([]);
});

test.each([
  {
    name: 'another helper',
    sent: gzipSync('process.exit(66)'),
    says: /what was sent is not the helper that was asked for/,
  },
  { name: 'what is not packed', sent: TINY_HELPER, says: /what was sent cannot be unpacked: / },
])('$name is neither run nor kept', async ({ sent, says }) => {
  using login = new Login();
  const send = (stdin: NodeJS.WritableStream): unknown =>
    stdin.end(Buffer.concat([header(sent), sent]));
  const talk = await login.talk({ send });
  expect(talk).toMatchObject({ lines: [], code: 1 });
  expect(talk.stderr).toMatch(says);
  expect(login.kept()).toEqual([]);
});

test('a helper that comes in pieces, byte by byte at first, is put together', async () => {
  using login = new Login();
  const send = async (stdin: NodeJS.WritableStream, packed: Buffer): Promise<void> => {
    const bytes = Buffer.concat([header(packed), packed, Buffer.from('hello\n')]);
    for (let at = 0, size = 1; at < bytes.length; at += size) {
      stdin.write(bytes.subarray(at, at + size));
      await new Promise((resolve) => setImmediate(resolve));
    }
    stdin.end();
  };
  expectHelper(await login.talk({ send: (...all) => void send(...all) }), join(login.cache, NAME));
});

test('two at once get one helper each and keep one', async () => {
  using login = new Login();
  // Neither is sent its helper before both have asked.
  const waiting: (() => void)[] = [];
  const send = (stdin: NodeJS.WritableStream, packed: Buffer): void => {
    waiting.push(() => stdin.end(Buffer.concat([header(packed), packed, Buffer.from('hello\n')])));
    if (waiting.length === 2) for (const go of waiting) go();
  };
  for (const talk of await Promise.all([login.talk({ send }), login.talk({ send })])) {
    expectHelper(talk, join(login.cache, NAME));
  }
  expect(login.kept()).toEqual([NAME]);
});

describe('a machine that cannot be served is told so', () => {
  test.each([
    {
      name: 'an old Node',
      world: `Object.defineProperty(process, 'version', { value: 'v12.22.12' });
        Object.defineProperty(process, 'versions', { value: { node: '12.22.12' } });`,
      why: `its Node is 12.22.12 (${process.execPath}); the helper needs 20 or newer`,
      advice: /^Install Node 20 or newer there, or name the path/,
    },
    {
      name: 'an architecture without a helper',
      world: `Object.defineProperty(process, 'arch', { value: 'riscv64' });`,
      why: expect.stringMatching(
        /^this release has no helper for (linux|musl)-riscv64$/,
      ) as unknown,
      advice: /^Install pulumi-netkit there with npm/,
    },
    {
      name: 'another system',
      world: `Object.defineProperty(process, 'platform', { value: 'darwin' });`,
      why: 'it runs darwin, not Linux',
      advice: /^Name a host that runs Linux$/,
    },
  ])('$name', async ({ world, why, advice }) => {
    using login = new Login();
    const talk = await login.talk({ node: login.nodeThatSees(world) });
    const says = { state: 'refused', why, advice: expect.stringMatching(advice) as unknown };
    expect(talk.answer).toEqual(says);
    expect(talk).toMatchObject({ lines: [], stderr: '', code: 1 });
    expect(login.kept()).toEqual([]);
  });
});

describe('the helper is chosen by what the host is', () => {
  const maps = (libc: string): string => `
    const fs = require('fs'), read = fs.readFileSync;
    fs.readFileSync = (file, ...rest) =>
      file === '/proc/self/maps' ? '7f0-7f1 r-xp 0 fe:00 1 ${libc}\\n' : read(file, ...rest);`;
  const report = (header: object): string =>
    `process.report.getReport = () => (${JSON.stringify({ header })});`;
  test.each([
    {
      platform: 'linux-x64',
      by: 'its memory map',
      arch: 'x64',
      world: maps('/usr/lib/x86_64-linux-gnu/libc.so.6'),
    },
    {
      platform: 'linux-arm64',
      by: 'its memory map',
      arch: 'arm64',
      world: maps('/lib/aarch64-linux-gnu/libc.so.6'),
    },
    {
      platform: 'musl-x64',
      by: 'its report',
      arch: 'x64',
      world: maps('/lib/ld-musl-x86_64.so.1') + report({}),
    },
    {
      platform: 'musl-arm64',
      by: 'its report',
      arch: 'arm64',
      world: maps('/usr/lib/libc.so') + report({}),
    },
    {
      platform: 'linux-arm64',
      by: 'its report',
      arch: 'arm64',
      world: maps('/lib/libc-2.31.so') + report({ glibcVersionRuntime: '2.31' }),
    },
  ])('$platform by $by', async ({ arch, world, platform }) => {
    using login = new Login();
    const machine = `Object.defineProperty(process, 'arch', { value: '${arch}' });`;
    const { answer } = await login.talk({ node: login.nodeThatSees(machine + world) });
    expect(answer).toMatchObject({ state: 'need', platform });
  });
});

describe('by sudo', () => {
  test('the kept file is what runs, its end is ours', async () => {
    using login = new Login();
    const env = { PATH: login.fakeSudo(), HOME: login.home };
    for (const state of ['need', 'ready']) {
      const talk = await login.talk({ env, sudo: true });
      expect(talk.answer?.state).toBe(state);
      expectHelper(talk, join(login.cache, NAME));
    }
  });

  test('a host without sudo is told', async () => {
    using login = new Login();
    const env = { PATH: login.home, HOME: login.home };
    const talk = await login.talk({ env, sudo: true, shell: '/bin/sh' });
    expect(talk.stderr).toMatch(/^pulumi-netkit: sudo cannot be started: .*ENOENT/);
    expect(talk.code).toBe(1);
  });

  test('a directory that root may not read is passed over', async () => {
    using login = new Login();
    const nfs = join(login.home, 'nfs');
    const world = `const fs = require('fs'), statfs = fs.statfsSync;
      fs.statfsSync = (dir) => dir.startsWith('${nfs}') ? { type: 0x6969 } : statfs(dir);`;
    const env = { PATH: login.fakeSudo(), HOME: login.home, XDG_CACHE_HOME: nfs };
    const talk = await login.talk({ env, sudo: true, node: login.nodeThatSees(world) });
    expectHelper(talk, join(login.cache, NAME));
    expect(login.kept(join(nfs, 'pulumi-netkit'))).toEqual([]);
  });
});

test('a directory that is another one by a symbolic link is not ours', async () => {
  using login = new Login();
  const xdg = join(login.home, 'xdg');
  mkdirSync(join(xdg, 'theirs'), { recursive: true });
  symlinkSync('theirs', join(xdg, 'pulumi-netkit'));
  const env = { PATH: process.env['PATH'], HOME: login.home, XDG_CACHE_HOME: xdg };
  expectHelper(await login.talk({ env }), join(login.cache, NAME));
  expect(login.kept(join(xdg, 'theirs'))).toEqual([]);
});

testAsRoot('a directory or a file of another user is not used', async () => {
  using login = new Login();
  const xdg = join(login.home, 'xdg');
  mkdirSync(join(xdg, 'pulumi-netkit'), { recursive: true });
  chownSync(join(xdg, 'pulumi-netkit'), 54_321, 54_321);
  mkdirSync(login.cache, { recursive: true });
  writeFileSync(join(login.cache, NAME), TINY_HELPER);
  chownSync(join(login.cache, NAME), 54_321, 54_321);
  const env = { PATH: process.env['PATH'], HOME: login.home, XDG_CACHE_HOME: xdg };
  const talk = await login.talk({ env });
  expect(talk.answer?.state).toBe('need');
  expectHelper(talk, join(login.cache, NAME));
  expect(statSync(join(login.cache, NAME)).uid).toBe(0);
  expect(login.kept(join(xdg, 'pulumi-netkit'))).toEqual([]);
});

testAsRoot(
  'a user without home or name keeps it in a directory for what is temporary',
  async () => {
    using login = new Login();
    const uid = 54_321;
    const dir = `/var/tmp/pulumi-netkit-${uid}`;
    const env = { PATH: process.env['PATH'] };
    try {
      expectHelper(await login.talk({ uid, env }), join(dir, NAME));
      expect((await login.talk({ uid, env })).answer?.state).toBe('ready');
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
);

describe('a host where nothing can be written', () => {
  const readOnly = ['/var/tmp', '/dev/shm', '/run', '/tmp'].map(
    (dir) => `mount -t tmpfs -o ro none ${dir}`,
  );
  const wrapper = ['unshare', '-m', 'sh', '-c', `${readOnly.join(' && ')} && exec "$@"`, 'sh'];
  const env = { PATH: process.env['PATH'], HOME: '/proc' };

  testAsRoot('runs the helper from memory', async () => {
    using login = new Login();
    for (let round = 0; round < 2; round++) {
      const talk = await login.talk({ wrapper, env });
      expect(talk.answer?.state).toBe('need');
      expectHelper(talk, `/nonexistent/${NAME}`);
    }
  });

  testAsRoot('cannot hand it to sudo, and says where it tried', async () => {
    using login = new Login();
    const { answer } = await login.talk({ wrapper, env, sudo: true });
    expect(answer).toMatchObject({ state: 'refused' });
    const { why } = answer as { why: string };
    expect(why).toMatch(/^the helper cannot be kept there, where sudo would read it: /);
    for (const dir of ['/proc/.cache', '/var/tmp/pulumi-netkit-0', '/tmp/pulumi-netkit-0'])
      expect(why).toContain(dir);
  });
});
