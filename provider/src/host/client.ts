/** The provider's end of the pipe: a host behind a helper, started with the first question. Loads no native code itself. */
import { asNetkitError, type NetkitError } from '../errors.js';
import { describePlan } from '../plan/describe.js';
import type { Plan } from '../plan/op.js';
import { labelOf, type Connection } from './connection.js';
import { HelperProcess, type Progress } from './helper-process.js';
import type { Answer, Host, HostFacts, ObjectFiles, Query } from './host.js';
import { readObject } from './object-file.js';

// One dead host is waited for once, not once for each of its resources.
const REMEMBERED_MS = 30_000;
const TELL_AFTER_MS = 1_000;
const UNCHECKED = 'insecureIgnoreHostKey: whoever answers is believed to be';

/** A host behind a helper. The helper starts with the first question and is started anew after it died. */
export class HelperHost implements Host {
  readonly #connection: Connection;
  readonly #say: Progress;
  #helper: Promise<HelperProcess> | undefined;
  #sent = new Map<string, Promise<void>>();
  #refused: { readonly error: NetkitError; readonly until: number } | undefined;

  constructor(connection: Connection, say: Progress = () => undefined) {
    this.#connection = connection;
    this.#say = say;
  }

  async facts(): Promise<HostFacts> {
    return (await this.#running()).facts;
  }

  async observe<Q extends Query>(query: Q): Promise<Answer<Q>> {
    const helper = await this.#running();
    const what = `looking at ${query.name}`;
    return (await this.#telling(what, helper.ask({ method: 'observe', query }, what))) as Answer<Q>;
  }

  async run(plan: Plan, objects: ObjectFiles = {}): Promise<void> {
    const helper = await this.#running();
    for (const { op } of plan)
      if (op.op === 'object.load') await this.#send(helper, op.load.hash, objects);
    const what = describePlan(plan)[0] ?? 'keeping records';
    await this.#telling(what, helper.ask({ method: 'run', plan }, what));
  }

  /** Ends the helper, if there is one, and waits for it. */
  async close(): Promise<void> {
    const helper = await this.#helper?.catch(() => undefined);
    this.#helper = undefined;
    await helper?.end();
  }

  /**
   * Sees to it that the helper has an object, once in its life: what an earlier run left on the host is not sent again. The
   * bytes are those whose digest was planned with, or none.
   */
  #send(helper: HelperProcess, hash: string, objects: ObjectFiles): Promise<void> {
    let sent = this.#sent.get(hash);
    if (!sent) {
      sent = this.#sendNow(helper, hash, objects);
      this.#sent.set(hash, sent);
      sent.catch(() => this.#sent.delete(hash));
    }
    return sent;
  }

  async #sendNow(helper: HelperProcess, hash: string, objects: ObjectFiles): Promise<void> {
    const called = objects[hash] ?? 'an object';
    if ((await helper.ask({ method: 'object', hash }, `asking for ${called}`)) === true) return;
    const bytes = await readObject(objects[hash], hash);
    const what = `sending ${called}`;
    const request = { method: 'object', hash, bytes: bytes.toString('base64') } as const;
    await this.#telling(what, helper.ask(request, what));
  }

  #running(): Promise<HelperProcess> {
    if (this.#refused && Date.now() < this.#refused.until)
      return Promise.reject(this.#refused.error);
    if (!this.#helper) {
      const { address, insecureIgnoreHostKey } = this.#connection;
      if (insecureIgnoreHostKey)
        this.#say(`${UNCHECKED} ${labelOf(this.#connection) ?? ''}`, 'warning');
      const helper = HelperProcess.start(this.#connection, () => this.#forget(), this.#say);
      // A host that cannot be reached will not be there a moment later; a local command may have been mended.
      if (address !== undefined)
        helper.catch((error: unknown) => {
          this.#refused = { error: asNetkitError(error), until: Date.now() + REMEMBERED_MS };
        });
      const where = labelOf(this.#connection);
      this.#helper = this.#telling(
        where === undefined ? 'starting the helper' : `connecting to ${where}`,
        helper,
      );
    }
    return this.#helper;
  }

  #forget(): void {
    this.#helper = undefined;
    this.#sent = new Map();
  }

  /** Tells what is waited for, second by second, once it takes longer than one. */
  async #telling<T>(what: string, work: Promise<T>): Promise<T> {
    let seconds = 0;
    const timer = setInterval(() => this.#say(`${what} (${++seconds} s)`), TELL_AFTER_MS);
    timer.unref();
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }
}
