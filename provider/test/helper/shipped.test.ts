/** The helpers as they are shipped: built anew, not looked up in a dist that may be old. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { Login, sha256Of } from '../login.js';
import { VERSION } from '@pulumi-netkit/contract';
import {
  bootstrapCommand,
  loadRemoteHelpers,
  PLATFORMS,
  readBootstrapLine,
  type Platform,
  type RemoteHelpers,
} from '../../src/transport/files/remote-helper.js';
import { launchOf } from '../../src/transport/way/launch.js';
import { filesIn } from '../../src/transport/files/shipped-files.js';

jest.setTimeout(120_000);

const SCRIPT = join(__dirname, '../../../scripts/build/remote.mjs');
const testAsRoot = process.geteuid?.() === 0 ? test : test.skip; // Mounts can be had by root alone.

let dir: string;
let helpers: RemoteHelpers;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'netkit-shipped-'));
  execFileSync(process.execPath, [SCRIPT, dir], { stdio: ['ignore', 'inherit', 'inherit'] });
  helpers = loadRemoteHelpers(filesIn(dir));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('the index has the digest of each helper', () => {
  for (const platform of PLATFORMS)
    expect(helpers.sha256[platform]).toBe(sha256Of(readFileSync(join(dir, `${platform}.js`))));
  expect(helpers.version).toBe(VERSION);
});

const EM_X86_64 = 62;
const EM_AARCH64 = 183;

test.each([
  { platform: 'linux-x64', machine: EM_X86_64, libc: 'libc.so.6' },
  { platform: 'linux-arm64', machine: EM_AARCH64, libc: 'libc.so.6' },
  { platform: 'musl-x64', machine: EM_X86_64, libc: 'libc.musl-x86_64.so.1' },
  { platform: 'musl-arm64', machine: EM_AARCH64, libc: 'libc.musl-aarch64.so.1' },
] as const)(
  'the helper for $platform holds a native part for it',
  ({ platform, machine, libc }) => {
    const native = embeddedIn(platform);
    expect(native.toString('latin1', 0, 4)).toBe('\x7fELF');
    expect(native.readUInt16LE(18)).toBe(machine);
    expect(neededBy(native).filter((name) => name.startsWith('libc.'))).toEqual([libc]);
  },
);

test('every helper carries the licences of what is in it', () => {
  for (const platform of PLATFORMS) {
    const start = readFileSync(join(dir, `${platform}.js`), 'utf8').slice(0, 4_000);
    expect(start).toContain('Copyright (C) 2026  Niels Martignène');
    expect(start).toContain('Copyright (C) 2011-2017 whitequark');
    expect(start).toContain('Copyright (c) Fabian Hiller');
    expect(start.match(/Permission is hereby granted, free of charge/g)).toHaveLength(3);
  }
});

/** Runs the words, gives them what they ask for, and ends the pipe. */
async function start(
  [command, ...words]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ state?: string; greeting?: unknown; stderr: string; code: number | null }> {
  // Away from the tree: nothing of node_modules may be found.
  const child = spawn(command!, words, { cwd: '/', env, stdio: 'pipe' });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const stderr = text(child.stderr);
  let state: string | undefined;
  let greeting: unknown;
  for await (const line of createInterface({ input: child.stdout })) {
    const answer = readBootstrapLine(line);
    state ??= answer?.state;
    if (answer?.state === 'need') {
      const packed = await helpers.gzip(answer.platform);
      child.stdin.write(`{"bytes":${packed.length}}\n`);
      child.stdin.end(packed);
    } else if (answer) child.stdin.end();
    else if (line !== '') greeting = JSON.parse(line);
  }
  return {
    ...(state === undefined ? {} : { state }),
    greeting,
    stderr: await stderr,
    code: await ended,
  };
}

const command = (): string => bootstrapCommand({ ...helpers, node: process.execPath, sudo: false });
const bySh = (line: string): string[] => ['sh', '-c', line];
const GREETING = {
  protocol: expect.any(Number) as unknown,
  version: VERSION,
  facts: expect.objectContaining({ kernel: expect.any(String) as unknown }) as unknown,
};

test('the helper for this machine is sent, kept, and greets; nothing of its native part is left', async () => {
  using login = new Login();
  const env = { PATH: process.env['PATH'], HOME: login.home };
  const greets = { greeting: GREETING, stderr: '', code: 0 };
  await expect(start(bySh(command()), env)).resolves.toEqual({ state: 'need', ...greets });
  await expect(start(bySh(command()), env)).resolves.toEqual({ state: 'ready', ...greets });
  // The helper unpacks its native part beside itself first.
  const [kept, ...others] = login.kept().filter((name) => name !== 'objects');
  expect(kept).toMatch(/^helper-[0-9a-f]{64}\.js$/);
  expect(others).toEqual([]);
});

test('a release of one file starts the helper of this machine in the same way, without a shell', async () => {
  using login = new Login();
  const env = { PATH: process.env['PATH'], HOME: login.home };
  const { argv } = launchOf({}, filesIn(dir));
  await expect(start(argv, env)).resolves.toMatchObject({ state: 'need', greeting: GREETING });
  await expect(start(argv, env)).resolves.toMatchObject({ state: 'ready', greeting: GREETING });
});

describe('where files may not be executed', () => {
  const inside = (...mounts: string[]): string =>
    `exec unshare -m sh -c '${mounts.join(' && ')} && exec "$@"' sh`;
  const noexec = (where: string): string => `mount -t tmpfs -o noexec none ${where}`;

  testAsRoot('the native part is loaded from another place', async () => {
    using login = new Login();
    const env = { PATH: process.env['PATH'], HOME: login.home };
    const wrapped = `${inside(noexec(login.home), noexec('/dev/shm'))} ${command().replace('exec ', '')}`;
    await expect(start(bySh(wrapped), env)).resolves.toMatchObject({
      greeting: GREETING,
      stderr: '',
    });
  });

  testAsRoot('and it says so when there is no other place', async () => {
    const env = { PATH: process.env['PATH'], HOME: '/proc' };
    const places = ['/dev/shm', '/tmp', '/var/tmp', '/run', '/var/cache'];
    const wrapped = `${inside(...places.map(noexec))} ${command().replace('exec ', '')}`;
    const { greeting, stderr, code } = await start(bySh(wrapped), env);
    expect(greeting).toBeUndefined();
    expect(stderr).toMatch(/no directory of this host lets the helper load its native part/);
    for (const place of places) expect(stderr).toContain(`${place}: `);
    expect(code).toBe(1);
  });
});

/** The native part inside a helper, unpacked. It is the one long text of the file. */
function embeddedIn(platform: Platform): Buffer {
  const helper = readFileSync(join(dir, `${platform}.js`), 'utf8');
  const packed = /["']([A-Za-z0-9+/=]{100000,})["']/.exec(helper);
  return gunzipSync(Buffer.from(packed![1]!, 'base64'));
}

/** The libraries that an ELF of 64 bits asks for: DT_NEEDED, names in the string table of its dynamic section. */
function neededBy(elf: Buffer): string[] {
  const [SHT_DYNAMIC, DT_NEEDED] = [6, 1n];
  const section = (index: number): { type: number; offset: number; size: number; link: number } => {
    const at = Number(elf.readBigUInt64LE(40)) + index * elf.readUInt16LE(58);
    return {
      type: elf.readUInt32LE(at + 4),
      offset: Number(elf.readBigUInt64LE(at + 24)),
      size: Number(elf.readBigUInt64LE(at + 32)),
      link: elf.readUInt32LE(at + 40),
    };
  };
  const all = Array.from({ length: elf.readUInt16LE(60) }, (_, index) => section(index));
  const dynamic = all.find(({ type }) => type === SHT_DYNAMIC)!;
  const names = section(dynamic.link).offset;
  const needed: string[] = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
    if (elf.readBigInt64LE(at) !== DT_NEEDED) continue;
    const name = names + Number(elf.readBigUInt64LE(at + 8));
    needed.push(elf.toString('latin1', name, elf.indexOf(0, name)));
  }
  return needed;
}
