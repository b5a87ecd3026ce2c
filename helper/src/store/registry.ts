/**
 * Who made what, as files under /run/pulumi-netkit. A record is written before the thing it tells of is made and removed
 * after it is gone, so that a run killed in between is recognised by the next one. /run does not outlive a boot; a record of
 * another boot is no record.
 */
import { createHash, randomUUID } from 'node:crypto';
import { Folder } from '@pulumi-netkit/linux-ffi';
import {
  MOST_RECORD_BYTES,
  MOST_RECORDS,
  NetkitError,
  type OwnerRecord,
} from '@pulumi-netkit/contract';
import { RecordCache } from './record-cache.js';

/** Where records and the host-wide lock live. */
export const RUN_DIR = '/run/pulumi-netkit';

/** Changes with each write, so that what was read before is known to be current: reading a thousand files takes long. */
const GENERATION = 'generation';

/** The records of this boot. File names carry owner and incarnation: a look-up reads names, not a thousand files. */
export class Registry {
  readonly #bootId: string;
  readonly #runDir: string;
  readonly #cache: RecordCache;

  /** `cache` outlives the registry, which is opened for each request. @throws UntrustedError when another user could change a folder of records */
  constructor(bootId: string, runDir = RUN_DIR, cache = new RecordCache()) {
    this.#cache = cache;
    this.#bootId = bootId;
    this.#runDir = runDir;
    Folder.make(runDir)[Symbol.dispose]();
    this.#open()[Symbol.dispose]();
  }

  /** Writes the record of an incarnation, in place of the one that another owner has of it. */
  write(record: OwnerRecord): void {
    using folder = this.#open();
    const text = JSON.stringify({ bootId: this.#bootId, ...record });
    const file = fileOf(record);
    assertRoom(folder, file, Buffer.byteLength(text));
    this.#change(() => {
      // One draft for all: only the holder of the host-wide lock writes.
      folder.write(file, text);
      this.#cache.set(file, current(record));
      this.#removeAll(folder, record.incarnation, file);
    });
  }

  remove(incarnation: string): void {
    using folder = this.#open();
    this.#change(() => this.#removeAll(folder, incarnation));
  }

  byIncarnation(incarnation: string): OwnerRecord | undefined {
    return this.#read((name) => name.endsWith(`-${incarnation}.json`))[0];
  }

  byOwner(owner: string): OwnerRecord[] {
    return this.#read((name) => name.startsWith(`${ownerKey(owner)}-`));
  }

  /** Every record. */
  all(): OwnerRecord[] {
    return this.#whole().all();
  }

  /** The records of attachments that loaded a program: the rare question whom a stranger belongs to. */
  byProgram(id: number): OwnerRecord[] {
    return this.#whole().byProgram(id);
  }

  /** Whether a record tells of this incarnation; of an attachment, the one that was declared. */
  knows(incarnation: string): boolean {
    if (this.byIncarnation(incarnation)) return true;
    return this.all().some(
      (one) => one.kind === 'attachment' && one.declared?.incarnation === incarnation,
    );
  }

  #open(): Folder {
    using run = Folder.open(this.#runDir);
    return run.folder('records', { make: true });
  }

  #read(isWanted: (name: string) => boolean): OwnerRecord[] {
    using folder = this.#open();
    return namesIn(folder)
      .filter(isWanted)
      .flatMap((file) => this.#readFile(folder, file) ?? []);
  }

  #readFile(folder: Folder, file: string): OwnerRecord | undefined {
    // The boot is the file's, no part of the record: a plan may hand the record back, and is read strictly.
    const { bootId, ...record } = parse(folder.read(file, MOST_RECORD_BYTES)) ?? {};
    return bootId === this.#bootId ? current(record as OwnerRecord) : undefined;
  }

  /** All records, read again only when another process wrote one. */
  #whole(): RecordCache {
    using folder = this.#open();
    if (this.#isCurrent()) return this.#cache;
    this.#cache.clear();
    for (const file of namesIn(folder)) {
      const record = this.#readFile(folder, file);
      if (record) this.#cache.set(file, record);
    }
    this.#cache.generation = this.#generation();
    return this.#cache;
  }

  #isCurrent(): boolean {
    const { generation } = this.#cache;
    return generation !== undefined && generation === this.#generation();
  }

  #generation(): string | undefined {
    using run = Folder.open(this.#runDir);
    return run.read(GENERATION, 64)?.toString();
  }

  /** Changes the folder, and first its generation: a process that is killed in between makes others read again. */
  #change(write: () => void): void {
    const isCurrent = this.#isCurrent();
    const generation = randomUUID();
    using run = Folder.open(this.#runDir);
    run.write(GENERATION, generation);
    this.#cache.generation = undefined;
    write();
    if (isCurrent) this.#cache.generation = generation;
  }

  #removeAll(folder: Folder, incarnation: string, kept?: string): void {
    for (const name of namesIn(folder)) {
      if (!name.endsWith(`-${incarnation}.json`) || name === kept) continue;
      folder.remove(name);
      this.#cache.delete(name);
    }
  }
}

/** @throws NetkitError `request-refused` beyond the limits of a host */
function assertRoom(folder: Folder, file: string, bytes: number): void {
  const advice = 'Delete resources of this host, or split the attachment into several';
  if (bytes > MOST_RECORD_BYTES) {
    const summary = `the record of a resource has ${bytes} bytes; the limit is ${MOST_RECORD_BYTES}`;
    throw new NetkitError('request-refused', summary, { advice });
  }
  const names = namesIn(folder);
  if (names.length < MOST_RECORDS || names.includes(file)) return;
  const summary = `the host holds records of ${names.length} resources; the limit is ${MOST_RECORDS}`;
  throw new NetkitError('request-refused', summary, { advice });
}

function namesIn(folder: Folder): string[] {
  return folder.names().filter((name) => name.endsWith('.json'));
}

// A file that vanished or is torn is no record: whoever wrote it never got to make anything.
function parse(
  bytes: Buffer | undefined,
): (OwnerRecord & { readonly bootId?: string }) | undefined {
  try {
    return JSON.parse(bytes?.toString() ?? '') as OwnerRecord & { bootId?: string };
  } catch {
    return undefined;
  }
}

/** A record of an older release in the form of this one. */
function current(record: OwnerRecord): OwnerRecord {
  if (record.kind !== 'attachment' || !record.declared) return record;
  const programs = record.declared.programs.map((program) => {
    const { hash, ...others } = program as typeof program & { readonly hash?: string };
    return hash === undefined ? program : { ...others, digest: hash };
  });
  return { ...record, declared: { ...record.declared, programs } };
}

function fileOf({ owner, incarnation }: OwnerRecord): string {
  return `${ownerKey(owner)}-${incarnation}.json`;
}

function ownerKey(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 16);
}
