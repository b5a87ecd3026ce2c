/** The six verbs every resource answers. `check` and `diff` are pure; the others observe, plan, run and read back. */
import type { Failure } from '../check.js';
import type { Naming } from '../check/naming.js';
import type { Host } from '../host/host.js';
import type { NetkitError } from '../errors.js';
import type { Diff } from './diff.js';
import { STATE_VERSION } from './state.js';

/** Plain JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What an object holds, as far as it can be read without loading it. */
export interface ObjectOutline {
  readonly programs: readonly string[];
  readonly maps: ReadonlyMap<string, { readonly type: string; readonly maxEntries: number }>;
}

/** Answers undefined when the file cannot be read, changed, or is no object: that is told by whoever loads it. */
export type OutlineOf = (path: string, hash: string) => Promise<ObjectOutline | undefined>;

/** A resource room, seen from a door; of one host, or of many (`on-host.ts`). */
export interface Resource<H = Host> {
  /** Validates and completes inputs. `recorded` are the inputs of the last deployment. */
  check(
    inputs: Json,
    recorded: Json | undefined,
    newIncarnation: () => string,
    naming?: Naming,
  ): { readonly inputs: Json; readonly failures: readonly Failure[] };
  /** What checked inputs ask of the objects they name, and those cannot do. */
  inspect?(inputs: Json, outlineOf: OutlineOf): Promise<readonly Failure[]>;
  /** Names that two resources of one program must not both want, `device web0 in blue`. Of checked inputs. */
  claims(inputs: Json): readonly { readonly property: string; readonly what: string }[];
  diff(recorded: Json, desired: Json): Diff;
  /** What the outputs will be, as far as it is known before: for previews. `recorded` is the state, if there is one. */
  preview(recorded: Json | undefined, desired: Json): Json;
  create(host: H, inputs: Json): Promise<{ readonly id: string; readonly state: Json }>;
  /** `recorded` without a `stateVersion` is a look-up by id. Undefined: it is gone. */
  read(
    host: H,
    id: string,
    recorded: Json,
  ): Promise<{ readonly id: string; readonly inputs: Json; readonly state: Json } | undefined>;
  update(host: H, id: string, recorded: Json, inputs: Json): Promise<{ readonly state: Json }>;
  delete(host: H, id: string, recorded: Json): Promise<void>;
}

/** A create or update that failed and left something of ours behind, which the state must know. */
export class PartialError extends Error {
  override readonly name = 'PartialError';
  readonly id: string;
  readonly state: Json;
  readonly reason: NetkitError;

  constructor(id: string, state: Json, reason: NetkitError) {
    super(reason.message, { cause: reason });
    this.id = id;
    this.state = state;
    this.reason = reason;
  }
}

/**
 * A create that failed when its plan had begun, and nobody can look at what it made. Of one that was cancelled the engine
 * keeps what was declared: the next run looks, and a destroy finds what is there.
 */
export function leftUnseen(id: string, desired: object, reason: NetkitError): Error {
  if (reason.code !== 'cancelled') return reason;
  const state = { ...desired, changes: [], stateVersion: STATE_VERSION };
  return new PartialError(id, state, reason);
}
