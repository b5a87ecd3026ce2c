/** What can be said of an object before libbpf sees it. Pure. */
import type { Elf } from './elf';
import { BpfError } from './errors';
import { programSymbols, staticPrograms } from './reach';
import type { ProgramType } from './sys/uapi';

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
}

const WRITTEN_FOR =
  /^(xdp|kprobe|kretprobe|uprobe|tracepoint|tp|fentry|fexit|lsm|cgroup|cgroup_skb|sockops|sk_msg|sk_skb|socket|raw_tp|iter|perf_event)\b/;

/**
 * A clause for a rejected program whose section names another type: the verifier objects to what it
 * does, not to what it is.
 */
export function otherType(section: string, type: ProgramType | undefined): string | undefined {
  const word = WRITTEN_FOR.exec(section)?.[1];
  if (type === undefined || word === undefined || type.startsWith(word)) return undefined;
  return `its section "${section}" says it was written for another type than ${type}`;
}
