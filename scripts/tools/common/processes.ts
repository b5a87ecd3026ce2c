/** Programs that a command starts and that end with it, each in a process group of its own. */
import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';

const groups = new Set<number>();

/** @returns the exit code, or `null` when a signal ended it. Rejects when it cannot be started. */
export async function run(
  [program, ...args]: readonly [string, ...string[]],
  stdio: StdioOptions,
  env: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const child = spawn(program, args, {
    stdio,
    env: { ...process.env, ...env },
    detached: true,
  });
  return new Promise((resolve, reject) => {
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    child.once('error', reject);
    child.once('close', (code) => {
      if (pid !== undefined) groups.delete(pid);
      resolve(code);
    });
  });
}

/** Ends what still runs. */
export function endAll(): void {
  for (const group of groups)
    try {
      process.kill(-group, 'SIGTERM');
    } catch {
      // It ended by itself.
    }
}

/** Calls `cleanUp` once, at the end of the process, whether it ends by itself or by a signal. */
export function atEnd(cleanUp: () => void): void {
  process.once('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
}
