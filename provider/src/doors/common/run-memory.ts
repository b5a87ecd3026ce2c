/** What a provider process learns of the run of the engine that it serves: from what it is asked, since it is told nothing. */
import type { Json, Run } from '../../resources/common/resource.js';
import { assertEngine } from './engine-watch.js';

/** Who wants a name, by what is wanted. */
export type Claims = Map<string, string>;

/** One run. Resources are known by their owner, a URN. */
export class RunMemory {
  readonly claims: Claims = new Map();
  readonly #groups = new Map<string, Map<string, Json>>();
  readonly #groupOf = new Map<string, string>();
  readonly #checked = new Set<string>();
  readonly #standing = new Map<string, string>();
  readonly #deleted = new Set<string>();
  readonly #goesFirst = new Set<string>();

  /** Resources of one group that were checked before this one, which joins it. */
  grouped(group: string, owner: string, inputs: Json): readonly Json[] {
    this.#leaveGroup(owner);
    const members = this.#groups.get(group) ?? new Map<string, Json>();
    const others = [...members.values()];
    this.#groups.set(group, members.set(owner, inputs));
    this.#groupOf.set(owner, group);
    return others;
  }

  #leaveGroup(owner: string): void {
    this.#groups.get(this.#groupOf.get(owner) ?? '')?.delete(owner);
  }

  /** The inputs of a resource were checked. The engine hands over those of its state, but none for a replacement that it forces. */
  checked(owner: string, recorded: Json | undefined): void {
    this.#checked.add(owner);
    this.#names(owner, recorded?.['incarnation']);
  }

  /** What the state names was looked at, as before each update; it is there, or it is gone. */
  read(owner: string, recorded: Json, isThere: boolean): void {
    if (recorded['stateVersion'] === undefined) return;
    if (isThere) this.#names(owner, recorded['incarnation']);
    else this.#standing.delete(owner);
  }

  #names(owner: string, incarnation: unknown): void {
    if (typeof incarnation === 'string' && incarnation !== '')
      this.#standing.set(owner, incarnation);
  }

  /** The engine was told to delete an object before it makes the new one. If it makes that first, it keeps the old one. */
  goesFirst(owner: string): void {
    this.#goesFirst.add(owner);
  }

  /** An object of a resource was deleted: its names are free for another, and are not kept for the life of the process. */
  deleted(owner: string, incarnation: unknown): void {
    this.#deleted.add(owner);
    if (this.#standing.get(owner) === incarnation) this.#standing.delete(owner);
    for (const [what, other] of this.claims) if (other === owner) this.claims.delete(what);
    this.#leaveGroup(owner);
  }

  /** The run, for one resource of it. `reads`: the engine reads what its state names before it creates or updates. */
  of(owner: string, reads: boolean): Run {
    const standing = this.#standing.get(owner);
    const isRetained = this.#goesFirst.has(owner);
    return {
      standing: isRetained ? undefined : standing,
      knowsStanding: reads || standing !== undefined,
      retained: isRetained ? standing : undefined,
      hasDeleted: this.#deleted.has(owner),
      hasChecked: (other) => this.#checked.has(other),
      assertEngine,
    };
  }
}
