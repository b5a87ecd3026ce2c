/** Programs for the slots of prog arrays, by function name: what is asked for before load, and filling them after. */
import { BpfError, list } from '@pulumi-netkit/bpf-object';
import type { BpfMap } from './map';
import type { LoadedProgram } from '../program';

/** Function names by slot number: { 0: 'parse_tcp', 1: 'parse_udp' }. */
export type SlotTable = Readonly<Record<number, string>>;

/** A table as pairs, in the order of the slots; says which slot or program cannot be. @internal */
export function readSlots(
  table: SlotTable,
  what: string,
  { type, maxEntries }: { readonly type: string; readonly maxEntries: number },
  programs: readonly string[],
): ReadonlyMap<number, string> {
  if (type !== 'prog_array')
    throw new BpfError(
      'map-type',
      `${what}: it is of type ${type}, and only a prog_array has slots for programs; name another map`,
    );
  const slots = Object.entries(table).map(([key, name]) => {
    const slot = /^\d+$/.test(key) ? Number(key) : NaN;
    if (!(slot < maxEntries))
      throw new BpfError(
        'map-size',
        `${what}: there is no slot ${key}; its ${maxEntries} slots are 0 to ${maxEntries - 1}, choose one of them or raise max entries`,
      );
    if (!programs.includes(name))
      throw new BpfError(
        'program-missing',
        `${what}: slot ${key} is to hold "${name}", and the object has no such program; there are ${list(programs)}`,
      );
    return [slot, name] as const;
  });
  return new Map(slots);
}

/** Puts loaded programs into a loaded prog array. @internal */
export function fillSlots(
  what: string,
  map: BpfMap,
  slots: ReadonlyMap<number, string>,
  programs: ReadonlyMap<string, LoadedProgram>,
): void {
  for (const [slot, name] of slots) {
    const program = programs.get(name);
    if (program === undefined) throw new Error(`${what}: program "${name}" was not loaded`);
    try {
      map.update(u32(slot), u32(program.fd.number));
    } catch (error) {
      if (!(error instanceof BpfError) || error.errnoName !== 'EINVAL') throw error;
      throw otherType(what, map, slot, program, programs);
    }
  }
}

/** The kernel says EINVAL of a program that differs from the first one in type, or in how it was compiled. */
function otherType(
  what: string,
  map: BpfMap,
  slot: number,
  program: LoadedProgram,
  programs: ReadonlyMap<string, LoadedProgram>,
): BpfError {
  const callers = [...programs.values()]
    .map((one) => one.info())
    .filter(({ id, mapIds }) => id !== program.id && mapIds.includes(map.info.id));
  const types = [...new Set(callers.map(({ type }) => type))].join(', ');
  const others = types === '' ? 'the programs that were there before it' : `programs of ${types}`;
  return new BpfError(
    'program-type',
    `${what}: slot ${slot} does not take program "${program.name}" (${program.info().type}): a prog array holds programs of one type and attach type, and this one belongs to ${others}; choose a program like those`,
    { errno: 22 },
  );
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
