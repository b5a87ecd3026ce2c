/** The six verbs every resource answers. `check` and `diff` are pure; the others observe, plan, run and read back. */
import type { Failure } from '../../check/shape.js';
import type { Naming } from '../../identity/naming.js';
import type { OutlineOf } from '../../check/inspection.js';
import type { Kind } from '../../check/schema.js';
import type { Host, NetkitError } from '@pulumi-netkit/contract';
import type { Diff } from './diff.js';
import { STATE_VERSION } from './state.js';

/** Plain JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** What a provider process knows of the run of the engine that it serves. */
export interface Run {
  /**
   * The incarnation of this resource that the state of the run still names. In a create it is the one that the engine replaces
   * and deletes last.
   */
  readonly standing?: string | undefined;
  /** Whether `standing` is known: the engine reads each resource that its state names before it creates or updates. */
  readonly knowsStanding: boolean;
  /** The incarnation that this create replaces and the engine keeps all the same (retainOnDelete). It is not to be touched. */
  readonly retained?: string | undefined;
  /** Whether this run has deleted an incarnation of this resource already. */
  readonly hasDeleted: boolean;
  /** Whether the engine has asked about the resource of this owner, so that a name it does not claim is a name it gives up. */
  hasChecked(owner: string): boolean;
  /** @throws NetkitError when the engine is gone: nothing that it has not heard of may stay */
  assertEngine(): Promise<void>;
}

/** What a look at the host tells of a create or update, in words, and whether the host as it is now makes it fail. */
export interface Foresight {
  readonly text: string;
  readonly isRefused: boolean;
}

/** What a create or update made. */
export interface Made<State = Json> {
  readonly state: State;
  /** A message for the user. Absent: what was done is what was declared. */
  readonly said?: string;
}

/** What a create made. */
export interface Created extends Made {
  readonly id: string;
}

/**
 * A resource room; of one host, or of many (`on-host.ts`). A room is written for its checked inputs and its state; a door, for
 * which they are plain JSON, sees every room alike: what it hands in, `check` or this room made before.
 */
export interface Resource<H = Host, Inputs = Json, State = Json> {
  /** Validates and completes inputs. `recorded` are the inputs of the last deployment. */
  readonly kind: Kind;
  check(
    inputs: Json,
    recorded: Json | undefined,
    newIncarnation: () => string,
    naming?: Naming,
  ): { readonly inputs: Json; readonly failures: readonly Failure[] };
  /** What checked inputs ask of the objects they name, and those cannot do. */
  inspect?(inputs: Inputs, outlineOf: OutlineOf, recorded?: Json): Promise<readonly Failure[]>;
  /** Names that two resources of one program must not both want, `device web0 in blue`. Of checked inputs. */
  claims(inputs: Inputs): readonly { readonly property: string; readonly what: string }[];
  /** Rules for several resources of one program, those in one `group`. `others` were checked before in this run. */
  readonly together?: {
    group(inputs: Inputs): string;
    failures(inputs: Inputs, others: readonly Inputs[]): readonly Failure[];
  };
  /** The device, in the host's own namespace, whose packets the resource decides on. Absent: none. Of checked inputs. */
  device?(inputs: Inputs): string | undefined;
  /** What would cut the engine off from a host, as far as the way to it shows. */
  severs?(inputs: Json, hosts: H): readonly Failure[];
  diff(recorded: State, desired: Inputs): Diff;
  /** What the outputs will be, as far as it is known before: for previews. `recorded` is the state, if there is one. */
  preview(recorded: Json | undefined, desired: Json): Json;
  /** What a look at the host tells of what is going to be done, for previews. Undefined: nothing that the outputs do not show. */
  foresee?(host: H, inputs: Inputs): Promise<Foresight | undefined>;
  create(host: H, inputs: Inputs, run?: Run): Promise<Created>;
  /** `recorded` without a `stateVersion` is a look-up by id, of an import when it holds nothing but `owner`. Undefined: it is gone. */
  read(
    host: H,
    id: string,
    recorded: State,
  ): Promise<{ readonly id: string; readonly inputs: Json; readonly state: Json } | undefined>;
  update(
    host: H,
    id: string,
    recorded: State,
    inputs: Inputs,
    run?: Run,
  ): Promise<{ readonly state: Json }>;
  delete(host: H, id: string, recorded: State, owner?: string): Promise<void>;
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
