import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bootstrap, everywhere, sha256Of } from '../../../test/login.js';
import { filesIn } from './shipped-files.js';
import { bootstrapCommand, loadRemoteHelpers, readBootstrapLine } from './remote-helper.js';

const sha256 = everywhere(Buffer.from('a helper'));
const ask = (node: string): string => bootstrapCommand({ node, sudo: false, bootstrap, sha256 });

test('bootstrapCommand() is short enough for any sshd, in words that any shell takes', () => {
  const command = ask('node');
  expect(command.length).toBeLessThan(9_000);
  const [script, ...words] = command.split(' ').slice(3);
  expect(script).toMatch(/^'[^'\\!\n`$]+'$/);
  for (const word of words) expect(word).toMatch(/^[A-Za-z0-9+/=]{1,1000}$/);
  expect(String(gunzipSync(Buffer.from(words.join(''), 'base64')))).toContain(sha256['linux-x64']);
});

test('bootstrapCommand() throws when the bootstrap has grown too long, rather than let an sshd hang up', () => {
  const noise = Array.from({ length: 9_000 }, (_, i) => sha256Of(Buffer.from([i, i >> 8]))).join();
  expect(() => bootstrapCommand({ node: 'node', sudo: false, bootstrap: noise, sha256 })).toThrow(
    /makes a command of \d+ bytes; sshds take 9000/,
  );
});

test.each([
  ['node', 'exec node -e '],
  ['/opt/node-20.1/bin/node', 'exec /opt/node-20.1/bin/node -e '],
  ['~/n/bin/node', 'exec ~/n/bin/node -e '],
  ['/opt/my node/$x;y', "exec '/opt/my node/$x;y' -e "],
])('bootstrapCommand() names Node %j as shells will read it', (node, start) => {
  expect(ask(node).startsWith(start)).toBe(true);
});

test.each(["/it's/node", '/a\\b', '/a!b', '/a\nb', '/a\0b', ''])(
  'bootstrapCommand() refuses Node %j, which shells read differently',
  (node) => {
    expect(() => ask(node)).toThrow(expect.objectContaining({ code: 'bad-connection' }) as Error);
  },
);

test.each([
  [
    '{"state":"ready","platform":"musl-arm64","node":"22.1.0"}',
    { state: 'ready', platform: 'musl-arm64', node: '22.1.0' },
  ],
  [
    '{"state":"need","platform":"linux-x64","node":"20.1.0"}',
    { state: 'need', platform: 'linux-x64', node: '20.1.0' },
  ],
  ['{"state":"refused","why":"w","advice":"a"}', { state: 'refused', why: 'w', advice: 'a' }],
])('readBootstrapLine() reads %s', (json, answer) => {
  expect(readBootstrapLine(`pulumi-netkit 1 ${json}`)).toEqual(answer);
});

test.each([
  '',
  'Welcome to edge1',
  '{"protocol":1,"version":"0.1.0"}',
  'pulumi-netkit 2 {"state":"ready","platform":"linux-x64","node":"20.1.0"}',
  'pulumi-netkit 1 null',
  'pulumi-netkit 1 {"state":"ready"',
  'pulumi-netkit 1 {"state":"ready","platform":"linux-s390x","node":"20.1.0"}',
  'pulumi-netkit 1 {"state":"refused"}',
])('readBootstrapLine() takes %j for a banner', (line) => {
  expect(readBootstrapLine(line)).toBeUndefined();
});

describe('loadRemoteHelpers()', () => {
  let dir: string;
  const helper = Buffer.from('console.log(1)\n');
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'netkit-remote-'));
    const entry = { sha256: sha256Of(helper), bytes: helper.length };
    const helpers = Object.fromEntries(Object.keys(sha256).map((platform) => [platform, entry]));
    writeFileSync(join(dir, 'index.json'), JSON.stringify({ version: '1.2.3', helpers }));
    writeFileSync(join(dir, 'bootstrap.js'), 'bootstrap');
    writeFileSync(join(dir, 'linux-x64.js'), helper);
    writeFileSync(join(dir, 'musl-x64.js'), 'console.log(2)\n');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  test('gives the digests, and a helper packed as it travels', async () => {
    const helpers = loadRemoteHelpers(filesIn(dir));
    expect(helpers).toMatchObject({
      version: '1.2.3',
      bootstrap: 'bootstrap',
      sha256: everywhere(helper),
    });
    const packed = await helpers.gzip('linux-x64');
    expect(gunzipSync(packed)).toEqual(helper);
    // A run over many hosts packs once.
    expect(await helpers.gzip('linux-x64')).toBe(packed);
  });

  test('does not send a file that is not the one of the index, nor one that is not there', async () => {
    const helpers = loadRemoteHelpers(filesIn(dir));
    await expect(helpers.gzip('musl-x64')).rejects.toMatchObject({
      code: 'helper-not-started',
      summary: `${join(dir, 'musl-x64.js')} is not the file that was packed`,
    });
    await expect(helpers.gzip('musl-arm64')).rejects.toMatchObject({
      code: 'helper-not-started',
      summary: expect.stringContaining('ENOENT') as unknown,
    });
  });

  test('says where it looked when there are none', () => {
    expect(() => loadRemoteHelpers(filesIn('/nowhere'))).toThrow(
      expect.objectContaining({
        code: 'helper-not-started',
        summary: expect.stringMatching(/cannot be read from \/nowhere: ENOENT/) as unknown,
      }) as Error,
    );
  });
});
