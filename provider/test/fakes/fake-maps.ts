/**
 * The maps of a fake kernel's chains: what an object defines, what an attachment has pinned, and which of it a load takes
 * over. The rules stand at the top of fake-chain.ts.
 */
import { NetkitError, type ObjectLoad } from '@pulumi-netkit/contract';

/** Maps by their names, each by its id. */
export type NamedMaps = Readonly<Record<string, number>>;

const FRESH = '%new';

/** See the top of this file. Folders are attachments, each by its address. */
export class FakeMaps {
  readonly #newId: () => number;
  readonly #breathe: () => void;
  readonly #definitions = new Map<number, string>();
  /** Ids by attachment and pin. */
  readonly pins = new Map<string, Map<string, number>>();
  /** The maps of an object by its digest, with their definitions; without an entry it has one, `seen`. */
  readonly objects = new Map<string, Readonly<Record<string, string>>>();

  /** `breathe` is called between two system calls of one operation, and may kill. */
  constructor(newId: () => number, breathe: () => void) {
    this.#newId = newId;
    this.#breathe = breathe;
  }

  /** The maps of a load. `running` are those of the programs that are pinned now; `made` is what the plan has taken. */
  load(
    folder: string,
    load: ObjectLoad,
    running: ReadonlyMap<string, NamedMaps>,
    made: Set<string>,
  ): NamedMaps {
    const pins = this.#in(folder);
    const mapsOf = (names: readonly string[]): NamedMaps[] =>
      names.flatMap((name) => {
        const maps = running.get(name);
        return maps ? [maps] : [];
      });
    const beside = Object.assign({}, ...mapsOf(load.beside)) as Record<string, number>;
    const members = [...load.programs.map(({ name }) => name), ...load.beside];
    const strange = [...running.keys()].filter((pin) => !members.includes(pin));
    const [own, others, apart] = [members, strange, load.apart].map((names) =>
      idsOf(mapsOf(names)),
    ) as [ReadonlySet<number>, ReadonlySet<number>, ReadonlySet<number>];
    const isIn = (ids: ReadonlySet<number>, pin: string): boolean => ids.has(pins.get(pin) ?? -1);
    const taken: string[] = [];
    const defined = this.objects.get(load.digest) ?? { seen: 'one' };
    const result: Record<string, number> = { '.bss': beside['.bss'] ?? this.#new('variables') };
    for (const [name, source] of Object.entries(defined)) {
      const { maxEntries, keep, pinned } = load.maps[name] ?? {};
      if (pinned !== undefined) continue;
      const definition = `${source}${maxEntries === undefined ? '' : ` of ${maxEntries}`}`;
      const isFitting = (id: number | undefined): id is number =>
        id !== undefined && this.#definitions.get(id) === definition;
      if (isFitting(beside[name])) {
        result[name] = beside[name];
        continue;
      }
      const places = [name, ...Array.from({ length: 99 }, (_, at) => `${name}%-${at + 2}`)].filter(
        (place) => !made.has(place) && ![place, place + FRESH].some((pin) => isIn(apart, pin)),
      );
      const isAt =
        (ids: ReadonlySet<number>) =>
        (place: string): boolean =>
          isIn(ids, place) || isIn(ids, place + FRESH);
      const place = places.find(isAt(own)) ?? places.find((one) => !isAt(others)(one));
      if (place === undefined) throw new NetkitError('internal', `no place for map ${name}`);
      taken.push(place);
      const before = pins.get(place);
      const isKept = keep ?? !load.isReplacement;
      if (isKept && isFitting(before)) {
        result[name] = before;
        continue;
      }
      pins.set(place + FRESH, (result[name] = this.#new(definition)));
      made.add(place + FRESH);
    }
    for (const place of taken) made.add(place);
    return result;
  }

  /** Puts what is fresh in its place, and lets go of what no program of `running` uses. */
  commit(folder: string, running: Iterable<NamedMaps>, made: ReadonlySet<string>): void {
    const pins = this.#in(folder);
    const used = idsOf(running);
    const isUsed = this.#isFreshUsed(folder, used);
    for (const [pin, id] of [...pins]) {
      if (!pin.endsWith(FRESH)) continue;
      if (made.has(pin) || isUsed) pins.set(pin.slice(0, -FRESH.length), id);
      pins.delete(pin);
      this.#breathe();
    }
    for (const pin of this.#unreached(folder, used)) {
      pins.delete(pin);
      this.#breathe();
    }
  }

  /** Drops what is fresh, unless a program uses it already. @returns whether none is left */
  unload(folder: string, running: Iterable<NamedMaps>): boolean {
    const pins = this.#in(folder);
    if (!this.#isFreshUsed(folder, idsOf(running)))
      for (const pin of [...pins.keys()]) if (pin.endsWith(FRESH)) pins.delete(pin);
    return pins.size === 0;
  }

  /** Whether some wait for their place, or no program of `running` uses them any more. */
  hasLoose(folder: string, running: Iterable<NamedMaps>): boolean {
    return (
      [...this.#in(folder).keys()].some((pin) => pin.endsWith(FRESH)) ||
      this.#unreached(folder, idsOf(running)).length > 0
    );
  }

  #unreached(folder: string, used: ReadonlySet<number>): string[] {
    return [...this.#in(folder)].flatMap(([pin, id]) =>
      pin.endsWith(FRESH) || used.has(id) ? [] : [pin],
    );
  }

  #isFreshUsed(folder: string, used: ReadonlySet<number>): boolean {
    return [...this.#in(folder)].some(([pin, id]) => pin.endsWith(FRESH) && used.has(id));
  }

  #in(folder: string): Map<string, number> {
    return inFolder(this.pins, folder);
  }

  #new(definition: string): number {
    const id = this.#newId();
    this.#definitions.set(id, definition);
    return id;
  }
}

/** What is in a folder, which is made when it is asked for first. */
export function inFolder<T>(folders: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const folder = folders.get(key) ?? new Map<string, T>();
  folders.set(key, folder);
  return folder;
}

function idsOf(maps: Iterable<NamedMaps>): ReadonlySet<number> {
  return new Set([...maps].flatMap((named) => Object.values(named)));
}
