/** The hooks that one request works on. */
import type { AttachmentRef, ChainOp } from '@pulumi-netkit/contract';
import { explain } from '../../explain.js';
import type { Registry } from '../../store/registry.js';
import type { Sockets } from '../../sockets.js';
import { ChainSession } from './chain-session.js';
import type { ObjectStore } from './load.js';
import { assertTrusted, folderOf } from '../pins.js';

/** One session a hook and attachment, closed together at the end of the request. */
export class ChainSessions implements Disposable {
  readonly #sockets: Sockets;
  readonly #registry: Registry;
  readonly #objects: ObjectStore;
  readonly #sessions = new Map<string, ChainSession>();

  constructor(sockets: Sockets, registry: Registry, objects: ObjectStore) {
    this.#sockets = sockets;
    this.#registry = registry;
    this.#objects = objects;
  }

  /** Does one operation. @throws NetkitError in words */
  perform(op: ChainOp): void {
    try {
      this.#sessionOf(op.attachment).perform(op);
    } catch (error) {
      throw explain(error, op);
    }
  }

  #sessionOf(attachment: AttachmentRef): ChainSession {
    const key = folderOf(attachment);
    let session = this.#sessions.get(key);
    if (!session) {
      assertTrusted(attachment);
      session = new ChainSession(this.#sockets, this.#registry, this.#objects, attachment);
      this.#sessions.set(key, session);
    }
    return session;
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions.values()) session[Symbol.dispose]();
  }
}
