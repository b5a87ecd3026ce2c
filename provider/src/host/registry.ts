/**
 * Who made what, as files under /run/pulumi-netkit. A record is written before the thing it tells of is made and removed
 * after it is gone, so that a run killed in between is recognised by the next one. /run does not outlive a boot; a record of
 * another boot is no record.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnerRecord } from '../plan/op.js';

/** Where records and the host-wide lock live. */
export const RUN_DIR = '/run/pulumi-netkit';

/** The records of this boot. File names carry owner and incarnation: a look-up reads names, not a thousand files. */
export class Registry {
  readonly #bootId: string;
  readonly #folder: string;

  constructor(bootId: string, runDir = RUN_DIR) {
    this.#bootId = bootId;
    this.#folder = join(runDir, 'records');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  write(record: OwnerRecord): void {
    // Renamed into place, so that nobody reads half a record. One name for all: only the holder of the host-wide lock
    // writes, and what a killed writer left is written over by the next.
    const draft = join(this.#folder, 'draft');
    writeFileSync(draft, JSON.stringify({ bootId: this.#bootId, ...record }), { mode: 0o600 });
    renameSync(draft, join(this.#folder, fileOf(record)));
  }

  remove(incarnation: string): void {
    for (const name of this.#names()) {
      if (name.endsWith(`-${incarnation}.json`)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  byIncarnation(incarnation: string): OwnerRecord | undefined {
    return this.#read(this.#names().filter((name) => name.endsWith(`-${incarnation}.json`)))[0];
  }

  byOwner(owner: string): OwnerRecord[] {
    return this.#read(this.#names().filter((name) => name.startsWith(`${ownerKey(owner)}-`)));
  }

  /** Reads every record: for the rare question whom a stranger belongs to. */
  all(): OwnerRecord[] {
    return this.#read(this.#names());
  }

  #names(): string[] {
    return readdirSync(this.#folder).filter((name) => name.endsWith('.json'));
  }

  #read(files: readonly string[]): OwnerRecord[] {
    return files.flatMap((file) => {
      // The boot is the file's, no part of the record: a plan may hand the record back, and is read strictly.
      const { bootId, ...record } = parse(join(this.#folder, file)) ?? {};
      return bootId === this.#bootId ? [record as OwnerRecord] : [];
    });
  }
}

// A file that vanished or is torn is no record: whoever wrote it never got to make anything.
function parse(path: string): (OwnerRecord & { readonly bootId?: string }) | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as OwnerRecord & { bootId?: string };
  } catch {
    return undefined;
  }
}

function fileOf({ owner, incarnation }: OwnerRecord): string {
  return `${ownerKey(owner)}-${incarnation}.json`;
}

function ownerKey(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}
