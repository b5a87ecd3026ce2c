/**
 * Hosts for tests. What passes is plain JSON, as over the pipe, and is judged as the helper does it: so every test of a
 * resource shows that its questions and plans are accepted. Plans are run by the one interpreter.
 */
import {
  type Answer,
  asNetkitError,
  type Hold,
  type Host,
  type HostFacts,
  NetkitError,
  type ObjectFiles,
  type Plan,
  type Query,
} from '@pulumi-netkit/contract';
import { accept } from '../../../helper/src/accept.js';
import { Holds } from '../../../helper/src/holds.js';
import { readObject } from '../../src/transport/files/object-file.js';
import { runPlan } from '../../../helper/src/run.js';
import { Killed, type FakeKernel } from './fake-kernel.js';

/** A host on a fake kernel. */
export class FakeHost implements Host {
  readonly #kernel: FakeKernel;
  readonly #restarts: boolean;
  readonly #holds = new Holds();
  /** How many times a resource looked. */
  looks = 0;

  /** With `restarts` the provider outlives a killed helper and starts another; without, it was killed too. */
  constructor(kernel: FakeKernel, { restarts = false }: { readonly restarts?: boolean } = {}) {
    this.#kernel = kernel;
    this.#restarts = restarts;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must come as a rejection
  async facts(): Promise<HostFacts> {
    return this.#kernel.facts;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must come as a rejection
  async observe<Q extends Query>(query: Q): Promise<Answer<Q>> {
    this.looks++;
    accept(json({ id: 1, method: 'observe', query }));
    return this.#kernel.exclusively((session) => json(session.observe(json(query)) as Answer<Q>));
  }

  /** Objects are taken for what their digests say; that they are read right is tested with the real pipe. */
  async run(plan: Plan, objects: ObjectFiles = {}, hold?: Hold): Promise<void> {
    for (const { op } of plan) {
      if (op.op !== 'object.load' || this.#kernel.objectsKept.has(op.load.digest)) continue;
      if (objects[op.load.digest] === undefined) await readObject(undefined, op.load.digest);
      this.#kernel.keepObject(op.load.digest);
    }
    accept(json({ id: 1, method: 'run', plan, hold }));
    this.#kernel.outsider?.();
    try {
      this.#kernel.exclusively((session) => runPlan(json(plan), (op) => session.execute(op)));
      if (hold) this.#holds.add(json(hold));
    } catch (error) {
      if (!this.#kernel.isDead) throw asNetkitError(error);
      if (!this.#restarts) throw new Killed('killed');
      this.#kernel.revive();
      throw new NetkitError('helper-died', 'the helper died');
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws must come as a rejection
  async settle(key: string): Promise<void> {
    accept(json({ id: 1, method: 'settle', key }));
    this.#holds.settle(key);
  }

  /** The provider is gone: the helper takes back what was not settled, as at the end of its pipe. */
  end(): void {
    this.#holds.takeBack(this.#kernel);
  }
}

/** A host that must not be asked. */
export const noHost: Host = {
  facts: () => Promise.reject(new Error('the host was asked for facts')),
  observe: () => Promise.reject(new Error('the host was asked to look')),
  run: () => Promise.reject(new Error('the host was asked to run')),
};

function json<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const stop = (): Promise<never> =>
  Promise.reject(new NetkitError('cancelled', 'the run was cancelled'));

/** A host after a ^C: it answers nobody any more. */
export const silentHost: Host = { facts: stop, observe: stop, run: stop };

/** A host that is silent when it has carried out the first plan. */
export function cancelledAfter(host: Host): Host {
  let now = host;
  return {
    facts: () => now.facts(),
    observe: (query) => now.observe(query),
    run: async (plan, objects) => {
      await now.run(plan, objects);
      now = silentHost;
      return stop();
    },
  };
}
