/** The verifier's log of a rejected program: too long for a line, so it goes to a file where the user is. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetkitError } from '../errors.js';

/**
 * An error that says where its log is; any other as it is. The file is the user's alone: a log quotes the source of programs.
 * Its size is bounded where it is read from the kernel: 64 KiB of the head, 192 of the tail.
 */
export function keepLog(error: NetkitError, folder: string = tmpdir()): NetkitError {
  const { log, ...details } = error.details;
  if (log === undefined) return error;
  const advice = [details.advice, write(log, folder)].filter((one) => one !== undefined).join('. ');
  return new NetkitError(error.code, error.summary, { ...details, advice }, error.cause);
}

function write(log: string, folder: string): string {
  try {
    // A folder of our own: nobody can have put a link where the file goes.
    const file = join(mkdtempSync(join(folder, 'pulumi-netkit-')), 'verifier.log');
    writeFileSync(file, log, { mode: 0o600, flag: 'wx' });
    return `The verifier's log is in ${file}`;
  } catch (error) {
    return `The verifier's log could not be kept: ${(error as Error).message}`;
  }
}
