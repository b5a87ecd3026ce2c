/** Netlink sockets for the length of one request, one per namespace. */
import { fstatSync } from 'node:fs';
import { openNetns, type Fd } from '@pulumi-netkit/linux-ffi';
import { Rtnl } from '@pulumi-netkit/rtnetlink';
import type { Netns } from '@pulumi-netkit/contract';

/** The host's own namespace, open for as long as the helper lives: it cannot die before the helper does. */
export function openHome(): { readonly fd: Fd; readonly rtnl: Rtnl } {
  return { fd: openNetns(null), rtnl: Rtnl.open() };
}

/**
 * Opens each named namespace at most once and closes all at the end: a file or socket that is kept open keeps the namespace alive
 * after its deletion, and the pair in it with it (kernel-facts.md#netns-death).
 */
export class Sockets implements Disposable {
  readonly #home: { readonly fd: Fd; readonly rtnl: Rtnl };
  readonly #namespaces = new Map<Netns, { readonly fd: Fd; readonly rtnl: Rtnl }>();

  constructor(home: { readonly fd: Fd; readonly rtnl: Rtnl }) {
    this.#home = home;
  }

  /** The socket in a namespace. @throws NetnsError when there is none */
  in(netns: Netns): Rtnl {
    return this.#open(netns).rtnl;
  }

  /** The namespace's file, to hand to the kernel. */
  fd(netns: Netns): Fd {
    return this.#open(netns).fd;
  }

  /** The inode number of a namespace, decimal: nobody else's while it lives. */
  inode(netns: Netns): string {
    return String(fstatSync(this.fd(netns).number, { bigint: true }).ino);
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
    if (netns === null) return this.#home;
    let open = this.#namespaces.get(netns);
    if (!open) {
      const fd = openNetns(netns);
      try {
        open = { fd, rtnl: Rtnl.open({ netns: fd }) };
      } catch (error) {
        fd.close();
        throw error;
      }
      this.#namespaces.set(netns, open);
    }
    return open;
  }
}
