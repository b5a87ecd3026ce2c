/** Variables of an object by name: which there are, of what type, where. Pure. */
import { Btf } from './btf';
import { BpfError, list } from './errors';
import type { Elf } from './elf';

/** A variable that has a place in a map of the loaded object. */
export interface GlobalVariable {
  readonly name: string;
  /** In C's words: 'const volatile __u32'. */
  readonly type: string;
  /** '.rodata', '.data', '.bss', or one of the named ones ('.data.limits'). */
  readonly section: string;
  readonly offset: number;
  readonly size: number;
  /** Whether it can still be changed once loaded. Constants (.rodata*) are set before. */
  readonly writable: boolean;
}

/** A variable with its place in BTF. */
export interface Global extends GlobalVariable {
  readonly typeId: number;
}

/** The variables, and the types to write them by. */
export interface Globals {
  readonly btf: Btf | undefined;
  readonly variables: readonly Global[];
}

/** Data sections that become a map each. */
export const isDataSection = (name: string): boolean => /^\.(rodata|data|bss)(\.|$)/.test(name);

/** Reads the variables of an object. */
export function readGlobals(elf: Elf): Globals {
  const section = elf.section('.BTF');
  if (section === undefined) return { btf: undefined, variables: [] };
  const btf = Btf.parse(elf.data(section));
  const variables = btf
    .sections()
    .filter(({ name }) => isDataSection(name))
    .flatMap(({ name, variables: entries }) => {
      const home = elf.section(name);
      if (home === undefined) return [];
      return entries.flatMap(({ type: id }): Global[] => {
        const variable = btf.type(id);
        if (variable?.kind !== 'variable') return [];
        // In an object file BTF's offsets are 0 (a relocation would fill them): the symbol knows.
        const symbols = elf.symbols.filter(
          (symbol) => symbol.name === variable.name && symbol.section === home.index,
        );
        const [symbol] = symbols;
        const size = btf.sizeOf(variable.type);
        // Two statics of one name in two files, linked: nobody could say which is meant.
        if (symbol === undefined || symbols.length > 1 || size === undefined) return [];
        if (symbol.value + size > home.size) return [];
        return [
          {
            name: variable.name,
            type: btf.describe(variable.type),
            section: name,
            offset: symbol.value,
            size,
            writable: !name.startsWith('.rodata'),
            typeId: variable.type,
          },
        ];
      });
    });
  return { btf, variables };
}

/** A variable by name, or words. */
export function findGlobal(
  { btf, variables }: Globals,
  name: string,
  what: string,
): { btf: Btf; global: Global } {
  const found = variables.filter((variable) => variable.name === name);
  const [global] = found;
  if (btf === undefined)
    throw new BpfError(
      'no-btf',
      `${what}: it has no BTF, so "${name}" cannot be found; compile with "clang -g"`,
    );
  if (global === undefined)
    throw new BpfError(
      'global-missing',
      `${what}: it has no variable "${name}"; there are ${list(variables.map((variable) => variable.name))}`,
    );
  if (found.length > 1)
    throw new BpfError(
      'global-missing',
      `${what}: "${name}" is in ${list(found.map(({ section }) => section))}; rename one of them`,
    );
  return { btf, global };
}
