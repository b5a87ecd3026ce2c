/** The provider's end of the pipe: a host behind a helper, started with the first question. Loads no native code itself. */
import {
  type Answer,
  asNetkitError,
  type Hold,
  type Host,
  type HostFacts,
  type NetkitError,
  type ObjectFiles,
  type Plan,
  type Query,
} from '@pulumi-netkit/contract';
import { withCarriers } from '../way/own-network.js';
import { labelOf, type Connection } from '../way/connection.js';
import { describeLook, describeRun } from './describe-run.js';
import { wasNotBegun } from './helper-death.js';
import { HelperProcess, type Progress } from './helper-process.js';
import { readObject } from '../files/object-file.js';
import { impatience, patience, unlessImpatient, withoutLimit } from './patience.js';

// One dead host is waited for once, not once for each of its resources.
const REMEMBERED_MS = 30_000;
const UNCHECKED = 'insecureIgnoreHostKey: whoever answers is believed to be';

/** A host behind a helper. The helper starts with the first question and is started anew after it died. */
export class HelperHost implements Host {
  readonly #connection: Connection;
  readonly #say: Progress;
  #helper: Promise<HelperProcess> | undefined;
  #isUp = false;
  #closing = new AbortController();
  #sent = new Map<string, Promise<void>>();
  readonly #held = new Set<string>();
  #refused: { readonly error: NetkitError; readonly until: number } | undefined;

  constructor(connection: Connection, say: Progress = () => undefined) {
    this.#connection = connection;
    this.#say = say;
  }

  async facts(): Promise<HostFacts> {
    return withCarriers((await this.#awaited('looking at the host')).facts);
  }

  async observe<Q extends Query>(query: Q): Promise<Answer<Q>> {
    const what = describeLook(query);
    return (await this.#asked(what, (helper) =>
      helper.ask({ method: 'observe', query }, what),
    )) as Answer<Q>;
  }

  async run(plan: Plan, objects: ObjectFiles = {}, hold?: Hold): Promise<void> {
    const { first, doing } = describeRun(plan, objects);
    const signal = patience();
    if (signal?.aborted) throw impatience(signal, first);
    await this.#asked(first, async (helper) => {
      for (const { op } of plan)
        if (op.op === 'object.load') await this.#send(helper, op.load.digest, objects);
      if (hold) this.#held.add(hold.key);
      await helper.ask({ method: 'run', plan, ...(hold ? { hold } : {}) }, first, doing);
    });
  }

  /** A helper that is gone holds nothing. Not given up on ^C: the engine is about to keep what was done. */
  async settle(key: string): Promise<void> {
    if (!this.#isUp || !this.#held.delete(key)) return;
    const helper = await this.#running();
    try {
      await withoutLimit(() => helper.ask({ method: 'settle', key }, 'keeping what was made'));
    } catch (error) {
      if (!wasNotBegun(error)) throw error;
    }
  }

  /** Ends the helper, if there is one, and waits for it; one that did not start yet is left. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#closing = new AbortController();
    const helper = await this.#helper?.catch(() => undefined);
    this.#helper = undefined;
    await helper?.end();
  }

  /**
   * Sees to it that the helper has an object, once in its life: what an earlier run left on the host is not sent again. The
   * bytes are those whose digest was planned with, or none.
   */
  #send(helper: HelperProcess, digest: string, objects: ObjectFiles): Promise<void> {
    // Of this helper: another one, started meanwhile, has a map of its own.
    const all = this.#sent;
    let sent = all.get(digest);
    if (!sent) {
      sent = this.#sendNow(helper, digest, objects);
      all.set(digest, sent);
      sent.catch(() => all.delete(digest));
    }
    return sent;
  }

  async #sendNow(helper: HelperProcess, digest: string, objects: ObjectFiles): Promise<void> {
    const called = objects[digest] ?? 'an object';
    if ((await helper.ask({ method: 'object', digest }, `asking for ${called}`)) === true) return;
    const bytes = await readObject(objects[digest], digest);
    const request = { method: 'object', digest, bytes: bytes.toString('base64') } as const;
    await helper.ask(request, `sending ${called}, ${Math.ceil(bytes.length / 1_000)} kB`);
  }

  /** Asks a helper; and once another one, when it died at what others had asked before this was begun. */
  async #asked<T>(what: string, ask: (helper: HelperProcess) => Promise<T>): Promise<T> {
    const helper = await this.#awaited(what);
    try {
      return await ask(helper);
    } catch (error) {
      if (!wasNotBegun(error)) throw error;
      return ask(await this.#awaited(what));
    }
  }

  // A helper that answers already is asked, whatever the caller's patience: only starting one takes long.
  #awaited(what: string): Promise<HelperProcess> {
    const running = this.#running();
    return this.#isUp ? running : unlessImpatient(running, what);
  }

  #running(): Promise<HelperProcess> {
    if (this.#refused && Date.now() < this.#refused.until)
      return Promise.reject(this.#refused.error);
    if (!this.#helper) {
      const { address, insecureIgnoreHostKey } = this.#connection;
      if (insecureIgnoreHostKey)
        this.#say(`${UNCHECKED} ${labelOf(this.#connection) ?? ''}`, 'warning');
      this.#helper = HelperProcess.start(
        this.#connection,
        () => this.#forget(),
        this.#say,
        this.#closing.signal,
      );
      this.#helper.then(
        () => (this.#isUp = true),
        () => undefined,
      );
      // A host that cannot be reached will not be there a moment later; a local command may have been mended.
      if (address !== undefined)
        this.#helper.catch((error: unknown) => {
          this.#refused = { error: asNetkitError(error), until: Date.now() + REMEMBERED_MS };
        });
    }
    return this.#helper;
  }

  #forget(): void {
    this.#helper = undefined;
    this.#isUp = false;
    this.#sent = new Map();
    this.#held.clear();
  }
}
