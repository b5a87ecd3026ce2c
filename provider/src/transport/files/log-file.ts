/**
 * The verifier's log of a rejected program: too long for a line, so it goes to a file on the machine that runs the engine, in
 * `~/.cache/pulumi-netkit/logs` (below `XDG_CACHE_HOME` where that is set). Logs older than a week are removed with the next one.
 */
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { NetkitError } from '@pulumi-netkit/contract';

const KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * An error that says where its log is; any other as it is. The file is the user's alone: a log quotes the source of programs.
 * Its size is bounded where it is read from the kernel: 64 KiB of the head, 192 of the tail.
 */
export function keepLog(
  error: NetkitError,
  folder: string = logFolder(process.env),
  now: number = Date.now(),
): NetkitError {
  const { log, ...details } = error.details;
  if (log === undefined) return error;
  const advice = [details.advice, write(log, folder, now)]
    .filter((one) => one !== undefined)
    .join('. ');
  return new NetkitError(error.code, error.summary, { ...details, advice }, error.cause);
}

/** Where logs are kept. */
export function logFolder({ XDG_CACHE_HOME: cache = '' }: NodeJS.ProcessEnv): string {
  return join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'pulumi-netkit', 'logs');
}

function write(log: string, folder: string, now: number): string {
  try {
    const file = join(mkdtempSync(join(usable(folder, now), 'rejected-')), 'verifier.log');
    writeFileSync(file, log, { mode: 0o600, flag: 'wx' });
    return `The verifier's log is in ${file}`;
  } catch (error) {
    return `The verifier's log could not be kept: ${(error as Error).message}`;
  }
}

/** The folder, the user's alone and without old logs; where it cannot be had, one that only the system clears. */
function usable(folder: string, now: number): string {
  try {
    // There `recursive` of Node 20 never returns: the HOME of a user without one may be below it.
    if (folder.startsWith('/proc/')) return tmpdir();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    if (uid !== process.geteuid?.() || (mode & 0o022) !== 0) return tmpdir();
    removeOld(folder, now);
    return folder;
  } catch {
    return tmpdir();
  }
}

function removeOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith('rejected-')) continue;
    const path = join(folder, name);
    const made = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - made > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
