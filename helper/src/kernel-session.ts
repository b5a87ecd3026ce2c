/** What serving a provider needs of a kernel: the real one, or one for tests. Types only. */
import type { Answer, HostFacts, Op, Query } from '@pulumi-netkit/contract';

/** What a helper needs of the kernel. */
export interface Kernel {
  readonly facts: HostFacts;
  /** Whether it has an object, from this run or an earlier one. If so, the plans to come can load it. */
  hasObject(digest: string): boolean;
  /** Keeps the bytes of an object for the plans to come. @throws NetkitError when their SHA-256 is another */
  keepObject(digest: string, bytes: Uint8Array): void;
  /** Calls `work` with the host-wide lock held; sockets it opens are closed at the end. */
  exclusively<T>(work: (session: KernelSession) => T): T;
}

/** The kernel, for the length of one request. */
export interface KernelSession {
  observe(query: Query): Answer<Query>;
  execute(op: Op): void;
  /** Whether a record tells of this incarnation: it was neither deleted nor taken over. */
  knows(incarnation: string): boolean;
}
