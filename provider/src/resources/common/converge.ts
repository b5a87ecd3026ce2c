/** The one path of create, update and adoption: look, plan what is missing, run it, look again. */
import {
  type Answer,
  asNetkitError,
  describePlan,
  type ErrorCode,
  type Hold,
  type Host,
  NetkitError,
  type ObjectFiles,
  type Plan,
  type Query,
  type Step,
} from '@pulumi-netkit/contract';

// One round does the work and the next finds nothing to do. More are needed where a change takes others with it: a deleted
// address its routes, a device that goes down its IPv6 addresses.
const ROUNDS = 7;

// Another actor changed the chain, or deleted a device (a resource of the same program replaces the pair whose name this one
// takes), between our look and our change: look and plan again. A run that loses more often meets a busy loop, not chance.
const MOVED: readonly ErrorCode[] = ['chain-moved', 'device-gone'];
const LOST_RACES = 8;

/** What a convergence ended with: the observation that needed no step, and the steps that led to it. */
export interface Converged<A> {
  readonly answer: A;
  readonly done: readonly Step[];
}

/**
 * Plans and runs until a fresh look asks for no step. What a failing round leaves is undone by the host; the rounds before
 * it are undone here. `holdFor` says what the host takes back when this process ends before the engine knows of a round.
 * @throws NetkitError, after everything this call did was taken back as far as the host allowed.
 */
export async function converge<Q extends Query>(
  host: Host,
  query: Q,
  plan: (answer: Answer<Q>) => Plan,
  undo: (done: Plan) => Plan,
  objects?: ObjectFiles,
  holdFor: (planned: Plan, seen: Answer<Q>) => Hold | undefined = () => undefined,
): Promise<Converged<Answer<Q>>> {
  const done: Step[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const { answer, steps } = await unlessMoved(async () => {
        const seen = await host.observe(query);
        const planned = plan(seen);
        if (planned.length > 0) await host.run(planned, objects, holdFor(planned, seen));
        return { answer: seen, steps: planned };
      });
      if (steps.length === 0) return { answer, done };
      done.push(...steps);
    }
    const left = describePlan(plan(await host.observe(query)));
    throw new NetkitError(
      'readback-mismatch',
      `the kernel accepts but does not keep: ${left.join('; ')}`,
      {
        advice: 'Look for another program that changes the device back',
      },
    );
  } catch (error) {
    const reason = asNetkitError(error);
    const steps = undo(done);
    if (steps.length > 0) await undoQuietly(host, steps);
    throw reason;
  }
}

/** Looks and works; again, a bounded number of times, when others changed what was seen in between. */
export async function unlessMoved<T>(lookAndWork: () => Promise<T>): Promise<T> {
  for (let lost = 0; ; lost++) {
    try {
      return await lookAndWork();
    } catch (error) {
      if (!MOVED.includes(asNetkitError(error).code) || lost === LOST_RACES) throw error;
    }
  }
}

// The first error is the one to tell; that the undo failed too shows in what is read back afterwards.
async function undoQuietly(host: Host, steps: Plan): Promise<void> {
  for (const step of steps) {
    try {
      await host.run([step]);
    } catch (error) {
      if (['helper-died', 'connection-lost', 'host-silent'].includes(asNetkitError(error).code))
        return;
    }
  }
}
