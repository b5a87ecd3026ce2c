/** Which network a process is in, and which device carries the connection that it was started through. */
import { readFileSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { bootId } from './store/boot-id.js';

// Between a helper and the shell that sshd started there is sudo, and what sudo needs for a terminal of its own.
const ANCESTORS = 8;

/** Boot and network namespace of this process. Undefined where the kernel is not Linux, or does not show it. */
export function ownNetwork(): string | undefined {
  try {
    return `${bootId()} ${readlinkSync('/proc/self/ns/net')}`;
  } catch {
    return undefined;
  }
}

/**
 * The device that has the address at which the ssh connection ends that a process was started through. sudo takes
 * SSH_CONNECTION away, so the environments of its ancestors are looked at too. Undefined: there is none, or it is not known.
 */
export function sshDevice(
  pid = process.pid,
  proc = '/proc',
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string | undefined {
  const address = connectionOf(pid, proc)
    ?.split(' ')[2]
    ?.replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/i, '');
  const found = Object.entries(interfaces).find(([, addresses]) =>
    addresses?.some((one) => one.address === address),
  );
  // An address with a label is listed under that: eth0:1.
  return found?.[0].split(':')[0];
}

function connectionOf(pid: number, proc: string): string | undefined {
  for (let at = pid, left = ANCESTORS; at > 1 && left > 0; left--) {
    try {
      const words = readFileSync(join(proc, String(at), 'environ'), 'utf8').split('\0');
      const word = words.find((one) => one.startsWith('SSH_CONNECTION='));
      if (word !== undefined) return word.slice(word.indexOf('=') + 1);
      // The name in parentheses may hold anything.
      const stat = readFileSync(join(proc, String(at), 'stat'), 'utf8');
      at = Number(/.*\) \S (\d+)/s.exec(stat)?.[1] ?? 0);
    } catch {
      return undefined;
    }
  }
  return undefined;
}
