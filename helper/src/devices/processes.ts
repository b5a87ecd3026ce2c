/** Which processes are in which network namespace, as /proc tells. Changes nothing. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Netns } from '@pulumi-netkit/contract';

/** A process, and the network namespace it is in, as the kernel writes it: `net:[4026531840]`. */
interface InNetns {
  readonly pid: string;
  readonly netns: string;
}

// It may end while we look. A kernel thread has no namespace to tell.
function* processes(): Generator<InNetns, void> {
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      yield { pid, netns: readlinkSync(`/proc/${pid}/ns/net`) };
    } catch {
      continue;
    }
  }
}

/** The processes in the namespace of this inode, each as `pid (name)`. */
export function processesIn(inode: string | number | bigint): string[] {
  const wanted = `net:[${inode}]`;
  return [...processes()].flatMap(({ pid, netns }) => {
    if (netns !== wanted) return [];
    try {
      return [`${pid} (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`];
    } catch {
      return [];
    }
  });
}

/** Every namespace that a process is in, each once, by the first process found in it. */
export function* namespacesOfProcesses(): Generator<Netns, void> {
  const seen = new Set<string>();
  for (const { pid, netns } of processes()) {
    if (seen.has(netns)) continue;
    seen.add(netns);
    yield `pid:${pid}`;
  }
}
