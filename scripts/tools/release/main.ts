/** scripts/release: makes a release that is ready to push. Its usage is in scripts/release. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { released } from './changelog.js';
import { differences, sizeOf, smallestAfter, type Contracts, type Schema } from './contracts.js';
import { bump, nextVersion, PLACES } from './places.js';
import semver from 'semver';

// The launcher starts this in the root of the checkout.
const root = process.cwd();
const STATE = 'provider/src/resources/common/state.ts';
const PROTOCOL = 'packages/contract/src/requests/protocol.ts';

try {
  release();
} catch (error) {
  console.error(`release: ${(error as Error).message}`);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}

function release(): void {
  const { values, positionals } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      'skip-ci': { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0) throw new TypeError('give one VERSION');
  const now = contracts((file) => read(file));
  const version = nextVersion(now.version, wanted);
  const changelog = released(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10));
  const pending = git('status', '--porcelain');
  if (pending !== '') throw new Error(`the tree has changes; commit them first:\n${pending}`);
  judge(version, now);
  const texts = PLACES.map((place) => ({
    file: place.file,
    text: bump(place, read(place.file), now.version, version),
  }));
  say(`${now.version} becomes ${version} in ${texts.length} files`);
  if (values['dry-run']) return;

  for (const { file, text } of [...texts, { file: 'CHANGELOG.md', text: changelog }])
    writeFileSync(join(root, file), text);
  run('npm', 'install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund');
  run('npm', 'run', '--silent', 'gen');
  run('scripts/sdks');
  git('commit', '--all', '--quiet', '--message', `release: ${version}`);
  if (!values['skip-ci']) run('.ci/run');
  run('scripts/package');
  run('scripts/wheel');
  git('tag', '--annotate', `v${version}`, '--message', `pulumi-netkit ${version}`);
  git('tag', '--annotate', `sdk/go/v${version}`, '--message', `Go SDK ${version}`);
  say(`done. To publish: git push origin HEAD v${version} sdk/go/v${version}`);
}

/** Says what changed for others since the last release, and refuses a version that is too small for it. */
function judge(version: string, now: Contracts): void {
  const last = git('tag', '--list', 'v*', '--sort=-version:refname').split('\n')[0];
  if (!last) {
    say('no release before this one: nothing to compare with');
    return;
  }
  const found = differences(
    contracts((file) => git('show', `${last}:${file}`)),
    now,
  );
  for (const { size, text } of found) say(`${size}: ${text}`);
  const smallest = smallestAfter(last.slice(1), sizeOf(found));
  if (semver.lt(version, smallest))
    throw new Error(
      `version ${version} is too small for what changed; give ${smallest} or a greater one`,
    );
}

function contracts(file: (path: string) => string): Contracts {
  const schema = JSON.parse(file('schema.json')) as Schema & { readonly version: string };
  return {
    version: schema.version,
    schema,
    stateVersion: constant(file(STATE), 'STATE_VERSION'),
    protocol: constant(file(PROTOCOL), 'PROTOCOL'),
  };
}

function constant(text: string, name: string): number {
  const [, value] = new RegExp(`^export const ${name} = (\\d+);$`, 'm').exec(text) ?? [];
  if (value === undefined) throw new Error(`there is no constant ${name} where it is looked for`);
  return Number(value);
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();
}

function run(program: string, ...words: string[]): void {
  say([program, ...words].join(' '));
  execFileSync(program, words, { cwd: root, stdio: 'inherit' });
}

function say(text: string): void {
  console.log(`release: ${text}`);
}
