/**
 * The helper that is sent to a host: what the package holds of it (`dist/remote`, made by scripts/build/remote.mjs), the one
 * command that finds or asks for it there (bootstrap.cjs), and what that command says. Talks to nobody itself.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import { NetkitError } from '@pulumi-netkit/contract';
import type { ShippedFiles } from './shipped-files.js';

/** The kinds of machine there are helpers for: the libc that Node is linked with, and its architecture. */
export const PLATFORMS = ['linux-x64', 'linux-arm64', 'musl-x64', 'musl-arm64'] as const;

/** One of {@link PLATFORMS}. */
export type Platform = (typeof PLATFORMS)[number];

/** What a package holds for other hosts. */
export interface RemoteHelpers {
  /** The release they are of. */
  readonly version: string;
  /** The text of the bootstrap. */
  readonly bootstrap: string;
  /** The SHA-256 of each helper, hexadecimal. */
  readonly sha256: Readonly<Record<Platform, string>>;
  /** A helper as it travels. @throws NetkitError `helper-not-started` when its file is missing or another one */
  gzip(platform: Platform): Promise<Buffer>;
}

/** What {@link bootstrapCommand} says to the host. */
export interface BootstrapOptions {
  /** Node there: a name or a path, which may begin with `~`. */
  readonly node: string;
  /** Become root by `sudo -n`. */
  readonly sudo: boolean;
  /** The text of the bootstrap and the digests, as {@link loadRemoteHelpers} gave them. */
  readonly bootstrap: string;
  readonly sha256: Readonly<Partial<Record<Platform, string>>>;
}

/**
 * The bootstrap's one line. `ready`: the greeting of the helper follows. `need`: it waits for `{"bytes":N}`, a newline and
 * the N bytes of {@link RemoteHelpers.gzip}; then the greeting follows. `refused`: it has ended. What goes wrong after the
 * line is told on standard error.
 */
export type BootstrapAnswer =
  | { readonly state: 'ready' | 'need'; readonly platform: Platform; readonly node: string }
  | { readonly state: 'refused'; readonly why: string; readonly advice: string };

// Dropbear's sshd hangs up on a command of more than 9000 bytes; csh gives up on a word of more than some thousand.
const COMMAND_LIMIT = 9_000;
const WORD_LIMIT = 1_000;

const FIRST_WORDS = 'pulumi-netkit 1 ';

// Nothing but what sh, bash, zsh, fish and csh leave alone between single quotes: no quote, backslash, "!" or newline.
const UNPACK =
  'eval(""+require("zlib").gunzipSync(Buffer.from(process.argv.slice(1).join(""),"base64")))';

/**
 * The command that a login shell runs to start the helper, whichever shell it is. Pure.
 * @throws NetkitError `bad-connection` when `node` holds what some shell would change
 */
export function bootstrapCommand({ node, bootstrap, sudo, sha256 }: BootstrapOptions): string {
  const [script = '', ...words] = bootstrapWords({ bootstrap, sudo, sha256 });
  const command = ['exec', shellWord(node), '-e', `'${script}'`, ...words].join(' ');
  if (command.length > COMMAND_LIMIT)
    throw new Error(`the bootstrap makes a command of ${command.length} bytes; sshds take 9000`);
  return command;
}

/** What `node -e` is given where no shell is in between: the script, and the words that it reads. Pure. */
export function bootstrapWords({
  bootstrap,
  sudo,
  sha256,
}: Omit<BootstrapOptions, 'node'>): readonly string[] {
  const text = `var options = ${JSON.stringify({ sudo, sha256 })};\n${bootstrap}`;
  const packed = gzipSync(text, { level: 9 }).toString('base64');
  return [UNPACK, ...(packed.match(new RegExp(`.{1,${WORD_LIMIT}}`, 'g')) ?? [])];
}

/**
 * A path as one word of any login shell's command line. A plain one stays without quotes, so that the shell opens a leading
 * "~". Pure.
 * @throws NetkitError `bad-connection` when it holds what some shell would change
 */
export function shellWord(word: string): string {
  if (/^[\w./~@%+:,-]+$/.test(word)) return word;
  if (/^[\w./~@%+:,()[\]{}<>$&*?;"|#= -]+$/.test(word)) return `'${word}'`;
  throw new NetkitError(
    'bad-connection',
    `a path on the host, ${JSON.stringify(word)}, holds a character that shells read differently`,
    { advice: 'Use a path of letters, digits and . / _ - there, by a symbolic link if need be' },
  );
}

/** Reads a line of the host's. Undefined: it is none of the bootstrap's, but of a banner. Pure. */
export function readBootstrapLine(line: string): BootstrapAnswer | undefined {
  if (!line.startsWith(FIRST_WORDS)) return undefined;
  let said: Readonly<Partial<Record<string, unknown>>> | null;
  try {
    said = JSON.parse(line.slice(FIRST_WORDS.length)) as typeof said;
  } catch {
    return undefined;
  }
  const { state, platform, node, why, advice } = said ?? {};
  if (state === 'refused' && typeof why === 'string' && typeof advice === 'string')
    return { state, why, advice };
  if ((state === 'ready' || state === 'need') && isPlatform(platform) && typeof node === 'string')
    return { state, platform, node };
  return undefined;
}

function isPlatform(value: unknown): value is Platform {
  return PLATFORMS.some((platform) => platform === value);
}

/**
 * The helpers of a release, as scripts/build/remote.mjs wrote them. Their files are read when asked for.
 * @throws NetkitError `helper-not-started` when there are none
 */
export function loadRemoteHelpers(files: ShippedFiles): RemoteHelpers {
  let index: Index;
  let bootstrap: string;
  try {
    index = JSON.parse(String(files.read('index.json'))) as Index;
    bootstrap = String(files.read('bootstrap.js'));
  } catch (error) {
    throw broken(`the helpers for other hosts cannot be read from ${files.where}`, error);
  }
  const { version, helpers } = index;
  const digests = PLATFORMS.map((platform) => [platform, helpers[platform].sha256]);
  const packed = new Map<Platform, Promise<Buffer>>();
  return {
    version,
    bootstrap,
    sha256: Object.fromEntries(digests) as Record<Platform, string>,
    gzip(platform) {
      let bytes = packed.get(platform);
      if (!bytes) {
        bytes = pack(files, `${platform}.js`, helpers[platform].sha256);
        packed.set(platform, bytes);
      }
      return bytes;
    },
  };
}

interface Index {
  readonly version: string;
  readonly helpers: Readonly<Record<Platform, { readonly sha256: string; readonly bytes: number }>>;
}

async function pack(files: ShippedFiles, name: string, sha256: string): Promise<Buffer> {
  const file = join(files.where, name);
  let bytes: Buffer;
  try {
    bytes = files.read(name);
  } catch (error) {
    throw broken(`the helper for the host cannot be read from ${file}`, error);
  }
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw broken(`${file} is not the file that was packed`);
  return promisify(gzip)(bytes);
}

function broken(what: string, cause?: unknown): NetkitError {
  const why = cause === undefined ? '' : `: ${(cause as Error).message}`;
  return new NetkitError(
    'helper-not-started',
    `${what}${why}`,
    { advice: 'Install pulumi-netkit again' },
    cause,
  );
}
