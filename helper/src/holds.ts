/** What a helper did and the engine may not know yet: kept with the steps that take it back when the provider is gone. */
import type { Kernel, KernelSession } from './kernel-session.js';
import type { Hold } from '@pulumi-netkit/contract';

/** The holds of one provider, in the order of their plans. */
export class Holds {
  #held: readonly Hold[] = [];

  add(hold: Hold): void {
    this.#held = [...this.#held, hold];
  }

  /** What was held under `key` stays. */
  settle(key: string): void {
    this.#held = this.#held.filter((hold) => hold.key !== key);
  }

  /** Takes back whatever was not settled, the last plan first; not what another run has taken over since. */
  takeBack(kernel: Pick<Kernel, 'exclusively'>): void {
    const held = this.#held.toReversed();
    this.#held = [];
    if (held.length === 0) return;
    kernel.exclusively((session) => {
      for (const hold of held.filter(({ key }) => session.knows(key))) undo(session, hold);
    });
  }
}

function undo(session: KernelSession, hold: Hold): void {
  for (const { op } of hold.undo) {
    try {
      session.execute(op);
    } catch {
      // There is nobody to tell. What is left is found by its record.
    }
  }
}
