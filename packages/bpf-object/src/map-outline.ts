/** The maps of an object as its source defines them, read from its BTF. Pure. */
import type { Btf, BtfType } from './btf';
import type { Elf } from './elf';
import { BpfError } from './errors';
import { needsEntries, whatStays } from './map-kinds';
import { MAP_TYPE, nameIn, type MapType } from './types';

/** As far as the source says it: libbpf and `setMaxEntries()` may decide otherwise. */
export interface MapOutline {
  readonly type: MapType | `unknown ${number}`;
  readonly maxEntries: number;
  /** Whether the kernel makes no such map without a number of entries. */
  readonly needsEntries: boolean;
  /** What such a map holds, where that cannot be put into another map. */
  readonly holds?: string | undefined;
  /** Functions that the source puts into the slots of a prog array, by slot. */
  readonly slots: ReadonlyMap<number, string>;
}

/** Throws 'object-bad-map' for a map that asks to be pinned in a way that libbpf does not have. */
export function checkPinning(btf: Btf, what: string): void {
  for (const { name, shape } of definitions(btf)) {
    const pinning = numberOf(btf, shape, 'pinning');
    if (pinning > 1)
      throw new BpfError(
        'object-bad-map',
        `${what}: map "${name}" asks for pinning ${pinning}, which libbpf does not have; write LIBBPF_PIN_BY_NAME (1), or LIBBPF_PIN_NONE (0)${pinning === 2 ? ' (2 is PIN_GLOBAL_NS of iproute2)' : ''}`,
      );
  }
}

function definitions(btf: Btf): { name: string; shape: BtfType | undefined }[] {
  const variables = btf.sections().find(({ name }) => name === '.maps')?.variables ?? [];
  return variables.flatMap(({ type: id }) => {
    const variable = btf.type(id);
    return variable?.kind === 'variable'
      ? [{ name: variable.name, shape: btf.resolve(variable.type) }]
      : [];
  });
}

/** The maps of SEC(".maps"), by name. */
export function readMaps(elf: Elf, btf: Btf): Map<string, MapOutline> {
  const section = elf.section('.maps');
  const relocations = section === undefined ? [] : elf.relocations(section);
  return new Map(
    definitions(btf).map(({ name, shape }) => {
      const symbol = elf.symbols.find((one) => one.name === name && one.section === section?.index);
      const values = valuesOffset(shape);
      const slots = new Map<number, string>();
      if (symbol !== undefined && values !== undefined)
        for (const { offset, symbol: held } of relocations)
          if (held.kind === 'function' && isWithin(offset, symbol))
            slots.set((offset - symbol.value - values) / POINTER, held.name);
      const type = nameIn(MAP_TYPE, numberOf(btf, shape, 'type'));
      const outline: MapOutline = {
        type,
        needsEntries: needsEntries(type),
        holds: whatStays(type),
        maxEntries: numberOf(btf, shape, 'max_entries'),
        slots,
      };
      return [name, outline] as const;
    }),
  );
}

const POINTER = 8;

const isWithin = (offset: number, { value, size }: { value: number; size: number }): boolean =>
  offset >= value && offset < value + size;

/** Where `__array(values, ...)` begins in the definition. */
function valuesOffset(shape: BtfType | undefined): number | undefined {
  if (shape?.kind !== 'struct') return undefined;
  const member = shape.members.find(({ name }) => name === 'values');
  return member && member.bitOffset / 8;
}

/** `__uint(name, value)` is a pointer to an array of that length. */
function numberOf(btf: Btf, shape: BtfType | undefined, name: string): number {
  if (shape?.kind !== 'struct') return 0;
  const member = shape.members.find((one) => one.name === name);
  const pointer = member && btf.resolve(member.type);
  const array = pointer?.kind === 'pointer' ? btf.resolve(pointer.type) : undefined;
  return array?.kind === 'array' ? array.length : 0;
}
