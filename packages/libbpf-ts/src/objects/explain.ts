/** libbpf's printed words → codes, causes and advice. Pure. Its errno alone says little: -22 is everything. */
import {
  BpfError,
  type BpfErrorCode,
  type BpfErrorDetails,
  type VerifierLog,
} from '@pulumi-netkit/bpf-object';
import { errnoDetails, errnoMeaning, errnoWord } from './kernel-refusal';

type Rule = readonly [pattern: RegExp, code: BpfErrorCode, words: (match: string[]) => string];

// In the order of precedence: the first that matches any line wins. Seen in 1.1.2 and 1.4.6.
const RULES: readonly Rule[] = [
  [
    /legacy map definitions in '(.+?)' section/,
    'object-legacy-maps',
    ([, section]) =>
      `its section "${section}" defines maps the old way, which libbpf 1.0 dropped; define them with BTF in SEC(".maps")`,
  ],
  [
    /program '(.+?)' is static and not supported/,
    'object-static-program',
    ([, name]) =>
      `program "${name}" is static, and only global functions can be loaded; remove "static"`,
  ],
  [
    /map '(.+?)': invalid pinning value (\d+)/,
    'object-bad-map',
    ([, name, value]) =>
      `map "${name}" asks for pinning ${value}, which libbpf does not have; write LIBBPF_PIN_BY_NAME (1), or LIBBPF_PIN_NONE (0)${value === '2' ? ' (2 is PIN_GLOBAL_NS of iproute2)' : ''}`,
  ],
  [
    /extern (?:\((.+?)\) )?'(.+?)'(?: \(strong\))?: (?:not (?:found|resolved)|.*not found)/,
    'extern-missing',
    ([, kind, name]) =>
      `it needs "${name}"${kind === undefined ? '' : ` (${kind})`}, which this kernel does not have; declare it __weak, or use a kernel that has it`,
  ],
  [
    /failed to open system Kconfig/,
    'extern-missing',
    () =>
      'it asks for a CONFIG_ value, and there is neither /proc/config.gz nor /boot/config-* of this kernel; provide one, or make it a variable',
  ],
  [
    /(?:failed to find|couldn't find|can't find|unknown).*(?:extern|kconfig|ksym) '?(\S+?)'?[:,]/i,
    'extern-missing',
    ([, name]) => `it needs "${name}", which this kernel does not have; declare it __weak`,
  ],
  [
    /prog '(.+?)': missing BPF prog type, check ELF section name '(.+?)'/,
    'program-type',
    ([, name, section]) =>
      `program "${name}" is in section "${section}", which names no program type to this libbpf; choose it with a type`,
  ],
  [
    /BTF is required, but is missing or corrupted/,
    'no-btf',
    () => 'it has no BTF, which its maps need; compile with "clang -g"',
  ],
  [
    /map '(.+?)': failed to create: .*?\((-?\d+)\)/,
    'map-not-created',
    ([, name, errno]) =>
      `map "${name}" cannot be made: ${errnoMeaning(Number(errno))} (${errnoWord(Number(errno))}); check its type, sizes and max_entries against this kernel`,
  ],
  [
    /couldn't reuse pinned map at '(.+?)': parameter mismatch/,
    'map-mismatch',
    ([, path]) =>
      `the map pinned at "${path}" is of another shape; unpin it, or keep the old definition`,
  ],
  [
    /map '(.+?)': (unsupported|unknown|invalid|unrecognized|failed to|couldn't|should) ?(.*)/,
    'object-bad-map',
    ([, name, verb, rest]) =>
      `map "${name}": libbpf says "${verb} ${rest}"; correct its definition`,
  ],
  [
    /(?:elf|ELF).*?(corrupted|invalid|failed to|not a proper|truncated)(.*)/,
    'object-corrupt',
    ([line]) => `libbpf says "${line}"; build it again`,
  ],
];

/** What libbpf refused, in words. @internal */
export function explainLibbpf(
  what: string,
  errno: number,
  messages: readonly string[],
  log?: VerifierLog,
): BpfError {
  const lines = messages.map((line) => line.replace(/^libbpf: /, '').trim());
  const rejected = lines.map((line) => /^prog '(.+?)': BPF program load failed: (.*)/.exec(line));
  const [, program] = rejected.find((match) => match !== null) ?? [];
  const details: BpfErrorDetails = { ...errnoDetails(errno), log, messages: lines, program };
  if (program !== undefined && log !== undefined && log.text !== '')
    return new BpfError(
      'program-rejected',
      `${what}: the kernel's verifier rejects program "${program}": ${describeLog(log)} (${errnoWord(errno)}); the whole log is in error.log.text`,
      details,
    );
  for (const [pattern, code, words] of RULES)
    for (const line of lines) {
      const match = pattern.exec(line);
      if (match !== null) return new BpfError(code, `${what}: ${words([...match])}`, details);
    }
  // After the rules: libbpf adds EPERM to much.
  if (errnoWord(errno) === 'EPERM')
    return new BpfError(
      'no-permission',
      `${what}: the kernel denies it (EPERM); run with CAP_BPF and CAP_NET_ADMIN`,
      details,
    );
  if (program !== undefined)
    return new BpfError(
      'program-rejected',
      `${what}: the kernel refuses program "${program}" without a log: ${errnoMeaning(errno)} (${errnoWord(errno)}); check its type and license`,
      details,
    );
  const said = lines.find((line) => line !== '');
  const number = errnoWord(errno);
  const meaning = errno >= 4000 ? `: ${errnoMeaning(errno)}` : '';
  // Seen with names in the symbol table that BTF does not have.
  if (said === undefined)
    return new BpfError(
      'object-refused',
      `${what}: libbpf refuses it${meaning} (${number}), without a reason, as when parts of an object contradict each other; build it again`,
      details,
    );
  return new BpfError(
    'object-refused',
    `${what}: libbpf refuses it${meaning} (${number}), and prints: ${wordsFor(said)}`,
    details,
  );
}

/** A printed line with names in place of libbpf's and the kernel's own numbers. */
function wordsFor(line: string): string {
  return line.replace(
    /(?:unknown error \d+ ?)?(\(|[ =])-(4\d{3}|5[12]\d)\b/gi,
    (raw, before: string, number: string) => {
      const word = errnoWord(Number(number));
      return word === `E${number}` ? raw : `${before}${word}`;
    },
  );
}

function describeLog({ reason, source, suggestion }: VerifierLog): string {
  const where = source === undefined ? reason : `${reason}, at "${source}"`;
  return suggestion === undefined ? where : `${where}. The kernel suggests: ${suggestion}`;
}
