/** Where the engine comes from, with stand-ins for the commands that would fetch or build one. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HOST = 'pulumi-language-nodejs';
const SCRIPT = 'pulumi-resource-pulumi-nodejs';

let folder: string;
let bin: string;
let asked: string;
beforeEach(() => {
  // As a checkout and a home may be called.
  folder = mkdtempSync(join(tmpdir(), 'get engine-'));
  bin = join(folder, 'bin');
  asked = join(folder, 'asked');
  mkdirSync(bin);
  writeFileSync(asked, '');
  command('pulumi', 'exit 1');
  npx('echo "pulumi: fetch failed" >&2; exit 1');
  command(
    'go',
    `case $1 in
       env) echo go1.99.0 ;;
       list) echo "${folder}/module" ;;
       build)
         echo go >> "${asked}"
         while [ "$1" != -o ]; do shift; done
         out=$2; shift 2
         for package; do printf '#!/bin/sh\n' > "$out/\${package##*/}"; chmod +x "$out/\${package##*/}"; done ;;
     esac`,
  );
  mkdirSync(join(folder, 'module/python/cmd'), { recursive: true });
  writeFileSync(join(folder, 'module/python/cmd/pulumi-language-python-exec'), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

function command(name: string, body: string, into = bin): void {
  writeFileSync(join(into, name), `#!/bin/bash\n${body}\n`);
  chmodSync(join(into, name), 0o755);
}

function npx(body: string): void {
  command('npx', `echo npx >> "${asked}"; ${body}`);
}

/** An engine on PATH, with or without what belongs beside it. */
function ownEngine(version: string, isWhole = true): void {
  command('pulumi', `echo ${version}`);
  if (!isWhole) return;
  command(HOST, '');
  command(SCRIPT, '');
}

function getEngine(...args: readonly string[]): { dir: string; told: string; asked: string[] } {
  writeFileSync(asked, '');
  const { stdout, stderr, status } = spawnSync(join(__dirname, 'get-engine'), args, {
    encoding: 'utf8',
    env: {
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      PULUMI_NETKIT_CACHE: join(folder, 'cache'),
    },
  });
  if (status !== 0) throw new Error(stderr);
  const words = readFileSync(asked, 'utf8').split('\n').filter(Boolean);
  return { dir: stdout.trim(), told: stderr, asked: [...new Set(words)] };
}

// What the installer behind npm's package "pulumi" leaves.
const INSTALLS = `dir="$PULUMI_HOME/versions/3.259.0/bin"; mkdir -p "$dir"
  for name in pulumi ${HOST} ${SCRIPT}; do printf '#!/bin/sh\n' > "$dir/$name"; chmod +x "$dir/$name"; done`;

test('the own engine comes first, and nothing is fetched or built', () => {
  ownEngine('v3.142.0');
  expect(getEngine()).toEqual({ dir: bin, told: '', asked: [] });
});

test('the own engine of npm\'s package "pulumi" is found where that keeps it', () => {
  ownEngine('v3.265.0', false);
  const kept = join(folder, '.pulumi/versions/3.265.0/bin');
  mkdirSync(kept, { recursive: true });
  for (const name of ['pulumi', HOST, SCRIPT]) command(name, '', kept);
  expect(getEngine()).toEqual({ dir: kept, told: '', asked: [] });
});

test.each([
  { name: 'is too old', own: () => ownEngine('v3.141.0'), words: 'v3.141.0 on PATH is older' },
  { name: 'has no language host', own: () => ownEngine('v3.200.0', false), words: 'no Node.js' },
  { name: 'does not run', own: () => undefined, words: 'does not run' },
])('an own engine that $name is passed over with words, for the official one', ({ own, words }) => {
  own();
  npx(INSTALLS);
  const dir = join(folder, 'cache/engine/official-v3.259.0/bin');
  const first = getEngine();
  expect(first).toMatchObject({ dir, asked: ['npx'] });
  expect(first.told).toContain(words);
  expect(getEngine()).toMatchObject({ dir, asked: [] });
});

test('where the official one cannot be had, one is built, once, and the reason is reported', () => {
  const first = getEngine();
  expect(first.asked).toEqual(['npx', 'go']);
  expect(first.told).toContain('it cannot be had');
  expect(first.told).toContain('pulumi: fetch failed');
  expect(first.dir).toMatch(/\/cache\/engine\/v3\.259\.0-[0-9a-f]{12}\/bin$/);
  expect(getEngine()).toMatchObject({ dir: first.dir, asked: [] });
});

test('an official one that is not whole is not used', () => {
  npx(`${INSTALLS}; rm "$dir/${HOST}"`);
  expect(getEngine().asked).toEqual(['npx', 'go']);
});

test('--own builds one, whatever there is', () => {
  ownEngine('v3.259.0');
  npx(INSTALLS);
  expect(getEngine('--own').asked).toEqual(['go']);
});
