/**
 * Validates every request to the last key before any of it is carried out. So whoever may start the helper as root may do with
 * it what a plan of ours can say, and nothing else.
 */
import { statfsSync } from 'node:fs';
import {
  NetkitError,
  problemOf,
  quote,
  type Request,
  request,
  type Step,
} from '@pulumi-netkit/contract';

const BPF_FS_MAGIC = 0xcafe4a11;

/** A line from the pipe as the request it is. @throws NetkitError `request-refused`, naming the key */
export function accept(value: unknown): Request {
  const found = problemOf(request, value);
  if (found) throw refused(found.at, found.reason);
  const accepted = value as Request;
  if (accepted.method === 'run') {
    accepted.plan.forEach((step, at) => checkPins(step, `plan[${at}]`));
    accepted.hold?.undo.forEach((step, at) => checkPins(step, `hold.undo[${at}]`));
  }
  return accepted;
}

/** Refuses a plan that would open, as a pinned map, what is not on a BPF file system. */
function checkPins(step: Step, at: string): void {
  for (const key of ['op', 'undo'] as const) {
    const op = step[key];
    if (op?.op !== 'object.load') continue;
    for (const [name, { pinned }] of Object.entries(op.load.maps)) {
      if (pinned === undefined || isOnBpffs(pinned)) continue;
      const where = `${at}.${key}.load.maps.${name}.pinned`;
      throw refused(where, `${quote(pinned)} is not on a BPF file system`);
    }
  }
}

// Follows links, as opening it will: only what lies on a bpffs in the end is opened at all.
function isOnBpffs(path: string): boolean {
  try {
    return statfsSync(path).type === BPF_FS_MAGIC;
  } catch {
    return true; // Not there, or not to be seen: the kernel says so when it is to be opened.
  }
}

function refused(at: string, reason: string): NetkitError {
  const where = at === '' ? 'the request' : at;
  return new NetkitError('request-refused', `the helper refuses ${where}: ${reason}`, {
    advice: 'Nothing was done. Write names and paths as `check` takes them; otherwise report it',
  });
}
