/** What can be said of an object before libbpf sees it. Pure. */
import { Btf } from './btf';
import type { Elf } from './elf';
import { BpfError, list } from './errors';
import { programSymbols, staticPrograms } from './reach';

/** Refuses, with words, what libbpf would answer with a number or not at all. */
export function preflight(elf: Elf, what: string): void {
  const legacy = elf.sections.find(({ name, size }) => /^maps(\/|$)/.test(name) && size > 0);
  if (legacy !== undefined)
    throw new BpfError(
      'object-legacy-maps',
      `${what}: its section "${legacy.name}" defines maps the old way (struct bpf_map_def), which libbpf 1.0 dropped; define them with BTF in SEC(".maps")`,
    );
  const [hidden] = staticPrograms(elf);
  if (hidden !== undefined)
    throw new BpfError(
      'object-static-program',
      `${what}: program "${hidden.name}" is static, and only global functions can be loaded or tail-called; remove "static"`,
    );
  if (elf.symbols.length === 0)
    throw new BpfError(
      'object-no-programs',
      `${what}: its symbols are stripped, and without them its programs cannot be found; strip it with "llvm-strip -g", which keeps them`,
    );
  const operations = elf.sections.find(({ name }) => /^\.struct_ops(\.|$)/.test(name));
  if (operations !== undefined)
    throw new BpfError(
      'object-refused',
      `${what}: its section "${operations.name}" defines operations of the kernel (struct_ops), which are not loaded here, and libbpf before 1.2 crashes at; put them into an object of their own`,
    );
  const maps = elf.section('.maps');
  const local = elf.symbols.find(
    ({ isLocal, kind, section }) => isLocal && kind === 'object' && section === maps?.index,
  );
  if (local !== undefined)
    throw new BpfError(
      'object-bad-map',
      `${what}: map "${local.name}" is static, and libbpf takes only global maps; remove "static"`,
    );
  if (programSymbols(elf).length === 0)
    throw new BpfError(
      'object-no-programs',
      `${what}: it has no program; put a global function in SEC("tc") or the like`,
    );
  if (elf.section('.maps') !== undefined && elf.section('.BTF') === undefined)
    throw new BpfError(
      'no-btf',
      `${what}: it has maps but no BTF to say what they are; compile with "clang -g"`,
    );
  const missing = undefinedSymbols(elf);
  if (missing.length > 0)
    throw new BpfError(
      'object-undefined',
      `${what}: it uses ${list(missing)}, and no source of it defines ${missing.length > 1 ? 'them' : 'it'}; define ${missing.length > 1 ? 'them' : 'it'}, link the object that does ("bpftool gen object"), or declare a function of the kernel with __ksym`,
    );
}

/** What is declared extern and is neither the kernel's (__ksym) nor its configuration's (__kconfig). */
function undefinedSymbols(elf: Elf): string[] {
  const externs = elf.symbols.filter(
    ({ name, kind, section, isLocal }) =>
      name !== '' && kind === 'none' && section === 0 && !isLocal,
  );
  if (externs.length === 0) return [];
  const section = elf.section('.BTF');
  const btf = section && Btf.parse(elf.data(section));
  const known = new Set(
    (btf?.sections() ?? [])
      .filter(({ name }) => name === '.ksyms' || name === '.kconfig')
      .flatMap(({ variables }) => variables.map(({ type }) => btf?.type(type)?.name)),
  );
  return externs.map(({ name }) => name).filter((name) => !known.has(name));
}
