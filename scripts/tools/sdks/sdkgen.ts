/** What every language needs: the generator, and where things are. */
import { rmSync } from 'node:fs';
import type { Note } from '../common/command.js';
import { must } from '../common/processes.js';

/** One run of scripts/sdks. */
export interface Sdks {
  readonly root: string;
  /** The project's cache. */
  readonly cache: string;
  /** Where what is only checked is written. */
  readonly fresh: string;
  /** The program that makes an SDK of a schema. */
  readonly sdkgen: string;
  /** The version of Pulumi's own packages. */
  readonly pulumi: string;
  readonly note: Note;
}

/** Writes the SDK of one language, in place of what is there. */
export async function generate({ sdkgen }: Sdks, language: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await must([sdkgen, 'schema.json', language, folder]);
}
