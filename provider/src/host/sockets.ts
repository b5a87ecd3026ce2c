/** Netlink sockets for the length of one request, one per namespace. */
import { openNetns, type Fd } from '@pulumi-netkit/linux-ffi';
import { Rtnl } from '@pulumi-netkit/rtnetlink';
import type { Netns } from '../plan/op.js';

/**
 * Opens each namespace at most once and closes all at the end: a file or socket that is kept open keeps the namespace alive
 * after its deletion, and the pair in it with it (kernel-facts.md#netns-death).
 */
export class Sockets implements Disposable {
  readonly #namespaces = new Map<Netns, { readonly fd: Fd; readonly rtnl: Rtnl }>();

  /** The socket in a namespace. @throws NetnsError when there is none */
  in(netns: Netns): Rtnl {
    return this.#open(netns).rtnl;
  }

  /** The namespace's file, to hand to the kernel. */
  fd(netns: Netns): Fd {
    return this.#open(netns).fd;
  }

  /** Every namespace that was opened so far. */
  opened(): readonly Netns[] {
    return [...this.#namespaces.keys()];
  }

  [Symbol.dispose](): void {
    for (const { fd, rtnl } of this.#namespaces.values()) {
      rtnl[Symbol.dispose]();
      fd.close();
    }
    this.#namespaces.clear();
  }

  #open(netns: Netns): { readonly fd: Fd; readonly rtnl: Rtnl } {
    let open = this.#namespaces.get(netns);
    if (!open) {
      const fd = openNetns(netns);
      try {
        open = { fd, rtnl: netns === null ? Rtnl.open() : Rtnl.open({ netns: fd }) };
      } catch (error) {
        fd.close();
        throw error;
      }
      this.#namespaces.set(netns, open);
    }
    return open;
  }
}
