/** Runs what takes long: its output in a log, and a word every ten seconds. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Note, Refusal } from './command.js';
import { type Command, run } from './processes.js';

const SAY_EVERY_S = 10;

/** Throws a {@link Refusal} with the path of the log when the command fails. */
export async function slow(
  note: Note,
  label: string,
  log: string,
  command: Command,
): Promise<void> {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, 'a');
  note(`${label} ...`);
  let seconds = 0;
  const timer = setInterval(() => {
    seconds += SAY_EVERY_S;
    note(`still ${label}, ${seconds} s (log: ${log})`);
  }, SAY_EVERY_S * 1000);
  try {
    const code = await run(command, ['ignore', file, file]);
    if (code !== 0) throw new Refusal(`${label} failed (log: ${log})`);
  } finally {
    clearInterval(timer);
    closeSync(file);
  }
}
