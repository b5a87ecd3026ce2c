/** The one interpreter of plans: execute in order; when a step fails, undo those before it in reverse. */
import { asNetkitError, NetkitError, type Op, type Plan, type Step } from '@pulumi-netkit/contract';

/**
 * Runs a plan with `execute`.
 * @throws NetkitError of the step that failed, with the property it served, after undoing what ran before. An undo that fails
 * in turn is told in the advice, and the next run meets what it left.
 */
export function runPlan(plan: Plan, execute: (op: Op) => void): void {
  const done: Step[] = [];
  for (const step of plan) {
    try {
      execute(step.op);
      done.push(step);
    } catch (error) {
      const left = undo(done, execute);
      const { code, summary, details, cause } = asNetkitError(error);
      const path = details.path ?? step.path;
      const advice =
        left.length > 0
          ? [details.advice, `Not undone: ${left.join('; ')}`]
              .filter((sentence) => sentence !== undefined)
              .join('. ')
          : details.advice;
      throw new NetkitError(
        code,
        summary,
        {
          ...details,
          ...(path === undefined ? {} : { path }),
          ...(advice === undefined ? {} : { advice }),
        },
        cause,
      );
    }
  }
}

function undo(done: readonly Step[], execute: (op: Op) => void): string[] {
  const left: string[] = [];
  for (const { undo: op } of done.toReversed()) {
    if (!op) continue;
    try {
      execute(op);
    } catch (error) {
      left.push(asNetkitError(error).summary);
    }
  }
  return left;
}
