/** The records of a host in memory, by file, and which of them loaded a program. */
import type { OwnerRecord } from '@pulumi-netkit/contract';

/** What was read of the folder of records, at one generation of it. */
export class RecordCache {
  /** Absent: nothing was read yet. */
  generation: string | undefined;
  readonly #records = new Map<string, OwnerRecord>();
  readonly #byProgram = new Map<string, Set<string>>();

  all(): OwnerRecord[] {
    return [...this.#records.values()];
  }

  /** The records of attachments that loaded the program. */
  byProgram(id: number): OwnerRecord[] {
    const files = this.#byProgram.get(String(id)) ?? [];
    return [...files].flatMap((file) => this.#records.get(file) ?? []);
  }

  set(file: string, record: OwnerRecord): void {
    this.delete(file);
    this.#records.set(file, record);
    for (const id of programsOf(record)) {
      this.#byProgram.set(id, (this.#byProgram.get(id) ?? new Set()).add(file));
    }
  }

  delete(file: string): void {
    const record = this.#records.get(file);
    if (!record) return;
    this.#records.delete(file);
    for (const id of programsOf(record)) {
      const files = this.#byProgram.get(id);
      files?.delete(file);
      if (files?.size === 0) this.#byProgram.delete(id);
    }
  }

  clear(): void {
    this.generation = undefined;
    this.#records.clear();
    this.#byProgram.clear();
  }
}

function programsOf(record: OwnerRecord): string[] {
  return record.kind === 'attachment' ? Object.keys(record.loaded) : [];
}
