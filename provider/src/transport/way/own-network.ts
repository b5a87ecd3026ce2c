/** Whether a helper is in the network of the engine, whose own connections go over `lo`. */
import { readFileSync, readlinkSync } from 'node:fs';
import type { HostFacts } from '@pulumi-netkit/contract';

/** Boot and network namespace of this process, as a helper reports its own. Undefined where the kernel does not show it. */
export function ownNetwork(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/net')}`;
  } catch {
    return undefined;
  }
}

/** Facts of a helper as its provider sees them: where both are in one network, the engine's connections go over `lo`. */
export function withCarriers(facts: HostFacts, own = ownNetwork()): HostFacts {
  const isShared = own !== undefined && own === facts.network;
  return isShared ? { ...facts, carriers: ['lo'] } : facts;
}
