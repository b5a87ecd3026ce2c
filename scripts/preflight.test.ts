/** What the commands that boot guests refuse in their first second, and what they keep out of a run. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Not below /tmp, where the cache of a run may not be.
const BASE = join(__dirname, '../.cache');

let folder: string;
beforeEach(() => {
  mkdirSync(BASE, { recursive: true });
  folder = mkdtempSync(join(BASE, 'p-'));
  user(0);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Whom the run belongs to. */
function user(id: number): void {
  const file = join(folder, 'id');
  writeFileSync(file, `#!/bin/sh\necho ${id}\n`);
  chmodSync(file, 0o755);
}

function preflight(
  env: Readonly<Record<string, string>> = {},
  checkout = 'clone',
  then = 'echo begun',
): { out: string; told: string; code: number | null } {
  const root = join(folder, checkout);
  mkdirSync(join(root, 'scripts'), { recursive: true });
  copyFileSync(join(__dirname, 'preflight'), join(root, 'scripts/preflight'));
  const lines = `cd "$1" && SELF=demo && . scripts/preflight && ${then}`;
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-euc', lines, 'bash', root], {
    encoding: 'utf8',
    env: {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      HOME: '/root',
      ...CACHE,
      ...env,
    },
  });
  return { out: stdout.trim(), told: stderr.trim(), code: status };
}

/** A cache that is there on each machine; nothing is written to it. */
const CACHE = { PULUMI_NETKIT_CACHE: '/var/tmp' };

test.each(['clone', 'a clone', '50% of a clone', 'ä'])(
  'works in a checkout called "%s"',
  (name) => {
    expect(preflight(CACHE, name)).toEqual({ out: 'begun', told: '', code: 0 });
  },
);

test.each(['a"b', "a'b", 'a\\b', 'a$b', 'a`b', 'a:b', 'a,b', 'a\nb'])(
  'refuses a checkout called %j',
  (name) => {
    const { told, code } = preflight(CACHE, name);
    expect(told).toMatch(/^demo: the path ".*" holds one of .*: move it$/s);
    expect(code).toBe(125);
  },
);

test('refuses another user than root, and says how to be root', () => {
  user(1000);
  const { told, code } = preflight();
  expect(told).toBe(
    'demo: needs root, to make network namespaces and to boot guests: sudo scripts/demo',
  );
  expect(code).toBe(125);
});

test.each([
  { name: 'PULUMI_NETKIT_CACHE', env: { PULUMI_NETKIT_CACHE: '/tmp/cache' } },
  { name: 'XDG_CACHE_HOME', env: { PULUMI_NETKIT_CACHE: '', XDG_CACHE_HOME: '/run/user/0' } },
  { name: 'HOME', env: { PULUMI_NETKIT_CACHE: '', HOME: '/tmp/home' } },
])('refuses a cache that a guest cannot see, by $name', ({ env }) => {
  expect(preflight(env).told).toMatch(
    /^demo: the cache is \/.*, and a guest has a \/tmp, .*: set PULUMI_NETKIT_CACHE to another folder$/,
  );
});

test('refuses a cache whose path is too long for the sockets in it', () => {
  const long = `/var/tmp/${'x'.repeat(52)}`;
  expect(preflight({ PULUMI_NETKIT_CACHE: long }).told).toMatch(
    /is 61 characters long, and 60 are the limit/,
  );
});

test('keeps the settings of the user out of the run, but not the cache', () => {
  const { out } = preflight(
    {
      ...CACHE,
      PULUMI_STACK: 'prod',
      PULUMI_BACKEND_URL: 's3://state',
      PULUMI_CONFIG_PASSPHRASE_FILE: '/nowhere',
      PULUMI_ACCESS_TOKEN: 'pul-1',
      CDPATH: '/usr',
      NODE_ENV: 'production',
      npm_config_omit: 'dev',
      FORCE_COLOR: '1',
      GOFLAGS: '-mod=vendor',
      TMPDIR: '/nowhere',
    },
    'clone',
    'umask && env | grep -E "^(PULUMI|CDPATH|NODE_|npm_|FORCE|GOFLAGS|TMPDIR)"',
  );
  expect(out).toBe('0022\nPULUMI_NETKIT_CACHE=/var/tmp');
});
