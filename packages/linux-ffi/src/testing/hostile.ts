/** Files that another user could put where one of ours is expected, for tests of what opens, writes and removes files. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a file of another user's would lose. */
export const VICTIM = 'precious';

/** One kind of hostile file. */
export interface Hostile {
  readonly name: string;
  /** Puts it at `path`; `victim` is a file with the text {@link VICTIM}. */
  readonly put: (path: string, victim: string) => void | Promise<void>;
  /** The words of the refusal. */
  readonly why: RegExp;
}

/** Every kind that takes no right to make. */
export const HOSTILE: readonly Hostile[] = [
  {
    name: 'a link to a file',
    put: (path, victim) => symlinkSync(victim, path),
    why: /symbolic link/,
  },
  { name: 'a link to a directory', put: (path) => symlinkSync('/', path), why: /symbolic link/ },
  { name: 'a link to nothing', put: (path) => symlinkSync('/no/such', path), why: /symbolic link/ },
  { name: 'a hard link', put: (path, victim) => linkSync(victim, path), why: /hard link/ },
  { name: 'a FIFO', put: (path) => void execFileSync('mkfifo', [path]), why: /a FIFO/ },
  { name: 'a socket', put: socketAt, why: /a socket/ },
  { name: 'a directory', put: (path) => mkdirSync(path), why: /a directory/ },
  {
    name: 'a file that its group may write',
    put: (path) => fileOfMode(path, 0o620),
    why: /changed by other users \(mode 0620\)/,
  },
  {
    name: 'a file that anybody may write',
    put: (path) => fileOfMode(path, 0o602),
    why: /changed by other users \(mode 0602\)/,
  },
];

function fileOfMode(path: string, mode: number): void {
  writeFileSync(path, '{}');
  chmodSync(path, mode);
}

// Made elsewhere: the path of a socket has at most 107 bytes, and the server's end would take it along.
async function socketAt(path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 's-'));
  const server = createServer().listen(join(folder, 's'));
  await once(server, 'listening');
  renameSync(join(folder, 's'), path);
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true });
}

/**
 * Puts a FIFO with a waiting writer at `path`. `expectUntouched` fails when anything opened the FIFO since: its writer would have
 * been let go, and what it wrote would be lost.
 */
export async function fifoWithWriter(path: string): Promise<{ expectUntouched(): Promise<void> }> {
  execFileSync('mkfifo', [path]);
  const writer = spawn('sh', ['-c', 'echo waits; echo kept > "$1"', 'sh', path], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(writer.stdout, 'data');
  return {
    async expectUntouched() {
      // Its writer cannot have got further than to wait, so a reader gets it all.
      const ended = once(writer, 'exit');
      expect(readFileSync(path, 'utf8')).toBe('kept\n');
      expect(await ended).toEqual([0, null]);
      rmSync(path);
    },
  };
}
