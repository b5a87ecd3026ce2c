/** Finds the maps that programs of an object share with those programs of it that stay as they are. */
import { mapDifferences, type BpfMap, type MapId, type ObjectMap } from '@pulumi-netkit/libbpf-ts';
import { type AttachmentRef, NetkitError } from '@pulumi-netkit/contract';
import { mapIdAt } from './maps.js';
import { listFreshMaps, listKeptMaps, mapNameOf } from '../pins.js';

// Bytes of a name that the kernel keeps.
const KERNEL_NAME = 15;

/** The maps that the programs which stay can reach. */
export class StandingMaps {
  readonly #maps: readonly BpfMap[];
  /** The names in the source of those that are pinned here. */
  readonly #names = new Map<MapId, string>();

  constructor(attachment: AttachmentRef, maps: readonly BpfMap[]) {
    this.#maps = maps;
    if (maps.length === 0) return;
    const pins = [
      ...listKeptMaps(attachment),
      ...listFreshMaps(attachment).map(({ fresh }) => fresh),
    ];
    for (const pin of pins) this.#names.set(mapIdAt(pin), mapNameOf(pin));
  }

  /** The map of that name; undefined when the programs that stay use none. @throws NetkitError when it cannot be shared */
  find(map: ObjectMap, all: readonly ObjectMap[]): BpfMap | undefined {
    const cut = map.name.slice(0, KERNEL_NAME);
    const isCutAlone = all.filter(({ name }) => name.slice(0, KERNEL_NAME) === cut).length === 1;
    return this.#only(map, (one) => {
      const pinned = this.#names.get(one.info.id);
      // Of a map whose pin someone removed only the short name is left.
      return pinned === undefined ? isCutAlone && one.info.name === cut : pinned === map.name;
    });
  }

  /** The map of a section of variables. The kernel knows it by a name that libbpf makes of the object's and the section's. */
  findVariables(map: ObjectMap): BpfMap | undefined {
    const section = map.name;
    // '.data.limits' is its own name, cut short; '.data' has the object's name in front.
    const isNamed = section.includes('.', 1);
    return this.#only(map, ({ info: { name } }) =>
      isNamed
        ? name === section.slice(0, KERNEL_NAME)
        : name.includes('.') && name.slice(name.indexOf('.')) === section,
    );
  }

  #only(map: ObjectMap, isIt: (one: BpfMap) => boolean): BpfMap | undefined {
    const found = this.#maps.filter(isIt);
    const [first] = found;
    if (!first) return undefined;
    const fitting = found.filter(({ info }) => mapDifferences(info, map.definition).length === 0);
    if (fitting.length === 1) return fitting[0];
    const why =
      fitting.length > 1
        ? `${fitting.length} of their maps have that name as the kernel keeps it, "${first.info.name}"`
        : `it has ${mapDifferences(first.info, map.definition).join(', ')}`;
    throw new NetkitError(
      'map-changed',
      `programs that stay as they are use "${map.name}", which the new programs of their object cannot share: ${why}`,
      {
        advice:
          'Change the object, a global or a setting of a map in the same update, so that all programs of the object are loaded again',
      },
    );
  }
}
