/** Which maps programs reach: their own, those in slots of maps of maps, those of programs that they tail-call. */
import {
  BpfError,
  BpfMap,
  LoadedProgram,
  type MapId,
  type ProgramId,
  type ProgramInfo,
} from '@pulumi-netkit/libbpf-ts';
import type { FilledSlots } from '@pulumi-netkit/contract';

/**
 * The kernel reports of a program the maps that its own instructions name, and no others. Of a prog array in `filled` only the
 * slots given there are read; of another one, as of an attachment that an older release made, every slot.
 */
export function mapsInReach(
  programs: readonly ProgramInfo[],
  filled: FilledSlots,
): ReadonlySet<MapId> {
  const maps = new Set<MapId>();
  const seen = new Set<ProgramId>();
  const todo: (() => void)[] = [];
  const program = ({ id, mapIds }: ProgramInfo): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const map of mapIds) todo.push(() => mapAt(map));
  };
  const mapAt = (id: MapId): void => {
    if (maps.has(id)) return;
    maps.add(id);
    ifThere(() => {
      using map = BpfMap.byId(id);
      const { type } = map.info;
      if (type === 'prog_array')
        for (const held of programsIn(map, filled[id]))
          todo.push(() => ifThere(() => program(infoOf(held))));
      if (type === 'array_of_maps' || type === 'hash_of_maps')
        for (const held of programsIn(map, filled[id])) todo.push(() => mapAt(held as MapId));
    });
  };
  for (const one of programs) program(one);
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) next();
  return maps;
}

/** The ids of the programs in a table; undefined slots: any of them. */
function* programsIn(table: BpfMap, slots: readonly number[] | undefined): Generator<number, void> {
  if (slots === undefined) {
    yield* idsIn(table);
    return;
  }
  const key = Buffer.alloc(4);
  for (const slot of slots) {
    key.writeUInt32LE(slot);
    const held = table.lookup(key);
    if (held !== undefined) yield held.readUInt32LE();
  }
}

/** What slots hold, read from here, is an id. */
function* idsIn(map: BpfMap): Generator<number, void> {
  for (const [, value] of map.entries()) yield value.readUInt32LE();
}

function infoOf(id: number): ProgramInfo {
  using program = LoadedProgram.byId(id as ProgramId);
  return program.info();
}

// Ids restart, and what one stood for may go between two looks; then it is in nobody's reach.
function ifThere(look: () => void): void {
  try {
    look();
  } catch (error) {
    if (!(error instanceof BpfError && error.code === 'id-missing')) throw error;
  }
}
