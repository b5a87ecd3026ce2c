/** Programs that a command starts and that end with it, each in a process group of its own. */
import { spawn, type StdioOptions } from 'node:child_process';
import { constants } from 'node:os';

export type Command = readonly [string, ...string[]];
type Environment = Readonly<Record<string, string>>;

/** What a program prints is shown, and it reads nothing. */
export const SHOWN = ['ignore', 'inherit', 'inherit'] satisfies StdioOptions;

const groups = new Set<number>();

/** A program that did not end with exit code 0. */
export class ProgramFailed extends Error {
  /** `null`: a signal ended it. */
  readonly code: number | null;

  constructor([program]: Command, code: number | null) {
    super(`${program} failed (${code === null ? 'a signal ended it' : `exit code ${code}`})`);
    this.code = code;
  }
}

/** @returns the exit code, or `null` when a signal ended it. Rejects when it cannot be started. */
export async function run(
  command: Command,
  stdio: StdioOptions,
  env: Environment = {},
): Promise<number | null> {
  return (await start(command, stdio, env)).code;
}

/** Runs a program that must end with exit code 0. It reads nothing, and prints where this process does. */
export async function must(
  command: Command,
  env: Environment = {},
  stdio: StdioOptions = SHOWN,
): Promise<void> {
  const code = await run(command, stdio, env);
  if (code !== 0) throw new ProgramFailed(command, code);
}

/** What a program prints, without the line end. Rejects when it fails. */
export async function output(command: Command, env: Environment = {}): Promise<string> {
  const { code, printed } = await start(command, ['ignore', 'pipe', 'inherit'], env);
  if (code !== 0) throw new ProgramFailed(command, code);
  return printed.trimEnd();
}

async function start(
  [program, ...args]: Command,
  stdio: StdioOptions,
  env: Environment,
): Promise<{ readonly code: number | null; readonly printed: string }> {
  const child = spawn(program, args, {
    stdio,
    env: { ...process.env, ...env },
    detached: true,
  });
  let printed = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return new Promise((resolve, reject) => {
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    child.once('error', reject);
    child.once('close', (code) => {
      if (pid !== undefined) groups.delete(pid);
      resolve({ code, printed });
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

/** Calls `cleanUp` once, at the end of the process, whether it ends by itself or by a signal. A second signal changes nothing. */
export function atEnd(cleanUp: () => void): void {
  process.once('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
}
