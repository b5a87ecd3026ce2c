import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  BpfError,
  MAP_TYPE,
  type MapDefinition,
  nameIn,
  needsEntries,
} from '@pulumi-netkit/bpf-object';
import { explainLibbpf } from '../objects/explain';
import type { HasFd } from '../ids';
import { libbpfInt, libbpfText, listening } from '../libbpf';
import { BpfMap, mapDifferences, readMapInfo } from './map';
import type { NativeMap } from '../objects/native-object';
import { ensurePinDirectory } from '../pin';
import type { LoadedProgram } from '../program';
import { fillSlots, readSlots, type SlotTable } from './slots';
/** A map of an object that is not loaded. What is set here counts at load(). */
export class ObjectMap {
  /** In the source; '.rodata', '.data', '.bss' for those of variables. */
  readonly name: string;
  /** Whether the source asks for LIBBPF_PIN_BY_NAME, whatever was set since. */
  readonly isPinnedByName: boolean;
  /** @internal */
  readonly pointer: bigint;
  readonly #what: string;
  readonly #alive: () => void;
  readonly #programs: readonly string[];
  /** Asks to be pinned by name, and there is no pin root. */
  #isHomeless: boolean;
  #isReused = false;
  #slots: ReadonlyMap<number, string> = new Map();

  /** @internal */
  constructor(
    { pointer, name, isHomeless, isPinnedByName }: NativeMap,
    what: string,
    programs: readonly string[],
    alive: () => void,
  ) {
    this.pointer = pointer;
    this.name = name;
    this.isPinnedByName = isPinnedByName;
    this.#what = `${what}: map "${name}"`;
    this.#isHomeless = isHomeless;
    this.#programs = programs;
    this.#alive = alive;
  }

  /** What it will be made as. */
  get definition(): MapDefinition {
    this.#alive();
    return {
      type: nameIn(MAP_TYPE, libbpfInt('bpf_map__type', this.pointer)),
      keySize: libbpfInt('bpf_map__key_size', this.pointer),
      valueSize: libbpfInt('bpf_map__value_size', this.pointer),
      maxEntries: libbpfInt('bpf_map__max_entries', this.pointer),
      flags: libbpfInt('bpf_map__map_flags', this.pointer),
      extra: libbpfInt('bpf_map__map_extra', this.pointer),
    };
  }

  /** Where load() pins it, or finds it to reuse; undefined for nowhere. */
  get pinPath(): string | undefined {
    this.#alive();
    return libbpfText('bpf_map__pin_path', this.pointer);
  }

  /** Makes the map with another number of entries than the source says. */
  setMaxEntries(maxEntries: number): void {
    this.#alive();
    if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > 0xffffffff)
      throw new BpfError(
        'map-size',
        `${this.#what}: max entries must be an integer 1 to 4294967295, not ${maxEntries}; give that`,
      );
    this.call(() => libbpfInt('bpf_map__set_max_entries', this.pointer, maxEntries));
  }

  /**
   * Chooses the programs in slots of a prog array, by the names of their functions, over what the source
   * says of those slots. They are loaded with the programs that reach the map, as those of the source are,
   * and load() puts them there before it answers. Setting again replaces the whole table. Slots of a map
   * that is reused and not named here keep what they hold. Throws 'map-type', 'map-size' (no such slot),
   * 'program-missing'; load() throws 'program-type' when the kernel does not take a program beside others.
   */
  setSlots(table: SlotTable): void {
    this.#slots = readSlots(table, this.#what, this.definition, this.#programs);
  }

  /** What setSlots() chose. @internal */
  get slots(): ReadonlyMap<number, string> {
    return this.#slots;
  }

  /** Puts the chosen programs into the slots of what was loaded. @internal */
  fill(loaded: BpfMap, programs: ReadonlyMap<string, LoadedProgram>): void {
    fillSlots(this.#what, loaded, this.#slots, programs);
  }

  /** Pins the map there when it is loaded, or reuses what is pinned there; null: neither. */
  setPinPath(path: string | null): void {
    this.#alive();
    if (path?.includes('\0') === true)
      throw new BpfError('pin-name', `${this.#what}: a pin path cannot hold a NUL; choose another`);
    this.call(() => libbpfInt('bpf_map__set_pin_path', this.pointer, path));
    this.#isHomeless = false;
  }

  /** Uses a map that is there instead of making one; the shapes must agree. The descriptor stays yours. */
  reuse(map: HasFd): void {
    this.#compare(readMapInfo(map.number), 'the given map');
    this.#use(map);
  }

  #use(map: HasFd): void {
    this.call(() => libbpfInt('bpf_map__reuse_fd', this.pointer, map.number));
    // The descriptor is what counts: libbpf would look at the path as well.
    this.#isHomeless = false;
    this.#isReused = true;
    libbpfInt('bpf_map__set_pin_path', this.pointer, null);
  }

  /** What a variables' map is made with. @internal */
  setContent(content: Uint8Array): void {
    if (this.#isReused)
      throw new BpfError(
        'global-read-only',
        `${this.#what}: it is reused, so its variables are what they are; set them on the loaded object, or do not reuse it`,
      );
    this.call(() => libbpfInt('bpf_map__set_initial_value', this.pointer, content, content.length));
  }

  /** Before libbpf makes or reuses it: it says of a mismatch only that there is one. @internal */
  prepare(): void {
    if (this.#isHomeless)
      throw new BpfError(
        'map-needs-pin-root',
        `${this.#what}: it asks to be pinned by name, and there is no pin root; open the object with pinRoot, or setPinPath() (null: do not pin)`,
      );
    // The number of entries may have been set after them.
    if (this.#slots.size > 0) this.setSlots(Object.fromEntries(this.#slots));
    const path = this.pinPath;
    if (path === undefined || !existsSync(path)) this.#assertSized();
    if (path === undefined) return;
    if (!existsSync(path)) {
      ensurePinDirectory(dirname(path));
      return;
    }
    using pinned = BpfMap.open(path);
    this.#compare(pinned.info, `the map pinned at "${path}"`);
    // libbpf would compare again, and knows less of what the kernel adjusts.
    this.#use(pinned.fd);
  }

  #assertSized(): void {
    const { type, maxEntries } = this.definition;
    if (this.#isReused || maxEntries > 0 || !needsEntries(type)) return;
    throw new BpfError(
      'map-size',
      `${this.#what}: it has max_entries 0, and a map of type ${type} needs at least 1; write max_entries in the source, or call setMaxEntries()`,
    );
  }

  #compare(has: MapDefinition, whose: string): void {
    const differences = mapDifferences(has, this.definition);
    if (differences.length > 0)
      throw new BpfError(
        'map-mismatch',
        `${this.#what}: ${whose} has ${differences.join(', ')}; keep the old definition, or make the map anew`,
      );
  }

  /** @internal */
  call(fn: () => number): void {
    const messages: string[] = [];
    const result = listening(messages, fn);
    if (result !== 0) throw explainLibbpf(this.#what, -result, messages);
  }
}
