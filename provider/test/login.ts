/**
 * What an ssh login gives to a client, without ssh: a shell runs the bootstrap's command, with directories of its own, and
 * the client's half of the talk is as short as it can be. The helper that is sent stands for the real one, and can be read.
 */
import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { transformSync } from 'esbuild';
import {
  bootstrapCommand,
  PLATFORMS,
  readBootstrapLine,
  type BootstrapAnswer,
  type Platform,
} from '../src/transport/files/remote-helper.js';

/**
 * Greets with where it is, then says back whatever it reads, and ends with the pipe. No two runs have the same one, lest a
 * host's directories, which all runs share, hold it already.
 */
export const TINY_HELPER = Buffer.from(`
  // ${randomUUID()}
  process.stdout.write(JSON.stringify({ protocol: 1, file: __filename }) + '\\n');
  process.stdin.on('data', (bytes) => process.stdout.write(bytes));
  process.stdin.on('end', () => (process.exitCode = 7));
`);

/** As scripts/build/remote.mjs ships it. */
export const bootstrap = transformSync(
  readFileSync(join(__dirname, '../../helper/src/bootstrap/bootstrap.cjs'), 'utf8'),
  { minify: true, target: 'es5' },
).code;

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The digest of one helper, for every platform. */
export function everywhere(bytes: Uint8Array): Record<Platform, string> {
  const sha256 = sha256Of(bytes);
  return Object.fromEntries(PLATFORMS.map((platform) => [platform, sha256])) as never;
}

/** What a client heard. */
export interface Talk {
  readonly answer: BootstrapAnswer | undefined;
  /** The lines after the bootstrap's. */
  readonly lines: readonly string[];
  readonly banner: readonly string[];
  readonly stderr: string;
  readonly code: number | null;
}

/** How a client behaves. */
export interface Habits {
  readonly shell?: string;
  /** Run before the command, by the same shell. */
  readonly profile?: string;
  readonly sudo?: boolean;
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  /** Wraps the shell: `unshare -m …`. */
  readonly wrapper?: readonly string[];
  /** The helper whose digest is asked for. */
  readonly helper?: Buffer;
  /** Writes what was asked for, and may do it badly. */
  readonly send?: (stdin: ChildProcessWithoutNullStreams['stdin'], packed: Buffer) => void;
}

/** One account on a host. Dispose of it. */
export class Login {
  readonly home = mkdtempSync(join(tmpdir(), 'netkit-login-'));
  readonly cache = join(this.home, '.cache/pulumi-netkit');

  constructor() {
    chmodSync(this.home, 0o755);
  }

  [Symbol.dispose](): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  /** The helpers, and what else begins like one, in the cache. */
  kept(cache = this.cache): string[] {
    try {
      return readdirSync(cache).sort();
    } catch {
      return [];
    }
  }

  /** A Node that finds another world: `script` runs before anything else. */
  nodeThatSees(script: string): string {
    const [preload, node] = [join(this.home, 'world.cjs'), join(this.home, 'node')];
    writeFileSync(preload, script);
    writeFileSync(node, `#!/bin/sh\nexec ${process.execPath} -r ${preload} "$@"\n`, {
      mode: 0o755,
    });
    return node;
  }

  /** Logs in, gets a helper to run, says "hello" to it and leaves. */
  async talk(habits: Habits = {}): Promise<Talk> {
    const { helper = TINY_HELPER, send = sendAndSay, sudo = false, uid } = habits;
    const { shell = 'sh', profile = '', wrapper = [], node = process.execPath } = habits;
    const command = bootstrapCommand({ node, sudo, bootstrap, sha256: everywhere(helper) });
    const [file, ...args] = [...wrapper, shell, '-c', profile + command];
    const options: SpawnOptions = {
      env: habits.env ?? { PATH: process.env['PATH'], HOME: this.home },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    };
    return listen(spawn(file, args, { ...options, stdio: 'pipe', timeout: 30_000 }), helper, send);
  }

  /** A directory for PATH with a sudo that only forgets about root. */
  fakeSudo(): string {
    const sudo = join(this.home, 'sudo');
    writeFileSync(sudo, '#!/bin/sh\n[ "$1" = -n ] || exit 9\nshift\nexec "$@"\n', { mode: 0o755 });
    return [this.home, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter);
  }
}

const sendAndSay: NonNullable<Habits['send']> = (stdin, packed) => {
  // In one piece: the bootstrap must leave alone what is the helper's.
  stdin.end(Buffer.concat([header(packed), packed, Buffer.from('hello\n')]));
};

export const header = (packed: Buffer): Buffer => Buffer.from(`{"bytes":${packed.length}}\n`);

async function listen(
  child: ChildProcessWithoutNullStreams,
  helper: Buffer,
  send: NonNullable<Habits['send']>,
): Promise<Talk> {
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve).on('error', reject);
  });
  child.stdin.on('error', () => undefined);
  const stderr = text(child.stderr);
  let answer: BootstrapAnswer | undefined;
  const [lines, banner]: [string[], string[]] = [[], []];
  for await (const line of createInterface({ input: child.stdout })) {
    if (answer) {
      lines.push(line);
      continue;
    }
    answer = readBootstrapLine(line);
    if (!answer && line !== '') banner.push(line);
    if (answer?.state === 'need') send(child.stdin, gzipSync(helper));
    if (answer?.state === 'ready') child.stdin.end('hello\n');
  }
  return { answer, lines, banner, stderr: await stderr, code: await ended };
}
