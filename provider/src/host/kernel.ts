/** The real kernel, as the helper sees it. */
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { lockFile, warmUpThreadPool } from '@pulumi-netkit/linux-ffi';
import { execute, type Slots } from './execute.js';
import { explain } from './explain.js';
import type { Kernel } from './helper.js';
import type { HostFacts } from './host.js';
import { observeNetns, observePair } from './observe.js';
import { Registry, RUN_DIR } from './registry.js';
import { openHome, Sockets } from './sockets.js';

/** Opens the kernel this process runs on. */
export async function openKernel(): Promise<Kernel> {
  // Threads of libuv's pool are born in the namespace of the moment; let them be born at home, before any setns.
  await warmUpThreadPool();
  const facts: HostFacts = {
    kernel: release(),
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  };
  const home = openHome();
  return {
    facts,
    exclusively(work) {
      try {
        const registry = new Registry(facts.bootId);
        using _lock = lockFile(join(RUN_DIR, 'lock'));
        using sockets = new Sockets(home);
        const slots: Slots = new Map();
        return work({
          observe: (query) =>
            query.kind === 'pair'
              ? observePair(sockets, registry, query)
              : observeNetns(sockets, registry, query),
          execute: (op) => execute(sockets, registry, slots, op),
        });
      } catch (error) {
        throw explain(error);
      }
    },
  };
}
