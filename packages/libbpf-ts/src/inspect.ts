/** What an object holds, from its bytes alone: for previews, on machines without libbpf. Pure. */
import { Btf, type BtfType } from './btf';
import { readElf } from './elf';
import { preflight } from './preflight';
import { programSymbols } from './reach';
import { MAP_TYPE, nameIn, type MapType } from './sys/uapi';

/** Programs and maps as the source names them. */
export interface ObjectContents {
  readonly programs: readonly string[];
  readonly maps: ReadonlyMap<string, MapOutline>;
}

/** As far as the source says it: libbpf and `setMaxEntries()` may decide otherwise. */
export interface MapOutline {
  readonly type: MapType | `unknown ${number}`;
  readonly maxEntries: number;
}

/** Reads an object without loading it. Throws the BpfError that opening it would throw; `name` stands in its words. */
export function inspectObject(bytes: Uint8Array, name: string): ObjectContents {
  const what = `object "${name}"`;
  const elf = readElf(Buffer.from(bytes), what);
  preflight(elf, what);
  const section = elf.section('.BTF');
  const btf = section === undefined ? undefined : Btf.parse(elf.data(section));
  return {
    programs: programSymbols(elf).map((symbol) => symbol.name),
    maps: btf === undefined ? new Map() : readMaps(btf),
  };
}

function readMaps(btf: Btf): Map<string, MapOutline> {
  const variables = btf.sections().find(({ name }) => name === '.maps')?.variables ?? [];
  return new Map(
    variables.flatMap(({ type: id }) => {
      const variable = btf.type(id);
      if (variable?.kind !== 'variable') return [];
      const shape = btf.resolve(variable.type);
      return [
        [
          variable.name,
          {
            type: nameIn(MAP_TYPE, numberOf(btf, shape, 'type')),
            maxEntries: numberOf(btf, shape, 'max_entries'),
          },
        ] as const,
      ];
    }),
  );
}

/** `__uint(name, value)` is a pointer to an array of that length. */
function numberOf(btf: Btf, shape: BtfType | undefined, name: string): number {
  if (shape?.kind !== 'struct') return 0;
  const member = shape.members.find((one) => one.name === name);
  const pointer = member && btf.resolve(member.type);
  const array = pointer?.kind === 'pointer' ? btf.resolve(pointer.type) : undefined;
  return array?.kind === 'array' ? array.length : 0;
}
