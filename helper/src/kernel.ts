/** The real kernel, as the helper sees it. */
import { release } from 'node:os';
import { join } from 'node:path';
import { lockFile, warmUpThreadPool } from '@pulumi-netkit/linux-ffi';
import { ChainSessions } from './chains/session/chain-sessions.js';
import { observeAttachment } from './chains/observe/observe.js';
import { observeHook } from './chains/observe/observe-hook.js';
import { bootId } from './store/boot-id.js';
import { ownNetwork, sshDevice } from './carriers.js';
import { execute, type Newborns } from './devices/execute.js';
import { explain, LOCK_LIMIT_MS } from './explain.js';
import type { Kernel } from './kernel-session.js';
import type { Answer, HostFacts, Query } from '@pulumi-netkit/contract';
import { machineId } from './store/machine-id.js';
import { Objects } from './store/objects.js';
import { observeNetns, observePair } from './devices/observe.js';
import { RecordCache } from './store/record-cache.js';
import { Registry, RUN_DIR } from './store/registry.js';
import { openHome, Sockets } from './sockets.js';
import { observeSupport } from './support.js';

/** Opens the kernel this process runs on. */
export async function openKernel(): Promise<Kernel> {
  // Threads of libuv's pool are born in the namespace of the moment; let them be born at home, before any setns.
  await warmUpThreadPool();
  const [machine, network, carrier] = [machineId(), ownNetwork(), sshDevice()];
  const facts: HostFacts = {
    kernel: release(),
    bootId: bootId(),
    ...(machine === undefined ? {} : { machineId: machine }),
    ...(network === undefined ? {} : { network }),
    ...(carrier === undefined ? {} : { carriers: [carrier] }),
  };
  const objects = new Objects();
  const records = new RecordCache();
  const home = openHome();
  return {
    facts,
    hasObject: (digest) => objects.has(digest),
    keepObject: (digest, bytes) => objects.keep(digest, bytes),
    exclusively(work) {
      try {
        const registry = new Registry(facts.bootId, RUN_DIR, records);
        using _lock = lockFile(join(RUN_DIR, 'lock'), LOCK_LIMIT_MS);
        using sockets = new Sockets(home);
        using chains = new ChainSessions(sockets, registry, objects);
        const newborns: Newborns = new Map();
        return work({
          observe: (query) => observe(sockets, registry, query),
          execute: (op) =>
            'attachment' in op ? chains.perform(op) : execute(sockets, registry, newborns, op),
          knows: (incarnation) => registry.knows(incarnation),
        });
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

function observe(sockets: Sockets, registry: Registry, query: Query): Answer<Query> {
  switch (query.kind) {
    case 'pair':
      return observePair(sockets, registry, query);
    case 'netns':
      return observeNetns(sockets, registry, query);
    case 'attachment':
      return observeAttachment(sockets, registry, query);
    case 'hook':
      return observeHook(sockets, registry, query);
    case 'support':
      return observeSupport(sockets);
  }
}
