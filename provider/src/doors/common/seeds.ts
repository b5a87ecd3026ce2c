/**
 * What incarnations are made of where the engine hands over no randomness. A plan that was saved must find the same ones when it
 * is carried out, by another process; and what replaces a resource needs another one than it had.
 */
import type { Json } from '../../resources/common/resource.js';

/** Seeds of the resources of one run. */
export class Seeds {
  readonly #replaced = new Map<string, unknown>();

  /**
   * The seed for the next incarnation of a resource: made of whose it is, and of the incarnation that it follows. A replacement
   * is checked twice, the second time without what was recorded; both get the same. Empty where nothing is known of the owner.
   */
  next(owner: unknown, recorded: Json | undefined): Uint8Array {
    if (typeof owner !== 'string' || owner === '') return new Uint8Array();
    if (recorded) this.#replaced.set(owner, recorded['incarnation']);
    return Buffer.from(JSON.stringify([owner, this.#replaced.get(owner) ?? null]));
  }
}
