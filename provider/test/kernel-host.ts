/** The kernel this process runs on, as a resource sees a host: for kernel tests. */
import { accept } from '../../helper/src/accept.js';
import type { Kernel } from '../../helper/src/kernel-session.js';
import type { Answer, Host } from '@pulumi-netkit/contract';
import { runPlan } from '../../helper/src/run.js';

/** The helper's own code, without its process: what it is asked is judged all the same. */
export function hostOf(kernel: Kernel): Host {
  const judged = <T>(request: T): T => {
    accept(JSON.parse(JSON.stringify(request)));
    return request;
  };
  return {
    facts: () => Promise.resolve(kernel.facts),
    observe: (query) =>
      new Promise((resolve) => {
        judged({ id: 1, method: 'observe', query });
        resolve(kernel.exclusively((session) => session.observe(query) as Answer<typeof query>));
      }),
    run: (plan) =>
      new Promise((resolve) => {
        judged({ id: 1, method: 'run', plan });
        kernel.exclusively((session) => {
          runPlan(plan, (op) => {
            session.execute(op);
          });
        });
        resolve();
      }),
  };
}
