/** How a command speaks to its user, and how it ends. */
import { ProgramFailed } from './processes.js';

/** What a command cannot do, in a sentence for its user. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Says what goes on. */
export type Note = (text: string) => void;

/** Notes go to stderr: stdout is for results. */
export function noteOf(self: string): Note {
  return (text) => console.error(`${self}: ${text}`);
}

/** Runs a command to its end. When it fails, says why and ends with the exit code of {@link exitCodeOf}. */
export async function perform(note: Note, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    note((error as Error).message);
    process.exit(exitCodeOf(error));
  }
}

/** 125 for what is refused and for a wrong option; that of the program that failed; else 1. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ProgramFailed) return error.code ?? 1;
  const { code } = error as { readonly code?: unknown };
  const isUsage = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS_');
  return error instanceof Refusal || isUsage ? 125 : 1;
}
