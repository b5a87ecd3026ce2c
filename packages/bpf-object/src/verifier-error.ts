/** The kernel verifier's log: the line that matters, and the whole of it on demand. Pure. */

const HEAD = 64 * 1024;
const TAIL = 192 * 1024;

/** A rejected program's log. */
export interface VerifierLog {
  /** Why, in the verifier's own words: one line. */
  readonly reason: string;
  /** The line of C it stumbled over, when the object has line information (clang -g). */
  readonly source: string | undefined;
  /** The last instruction it looked at: '12: (61) r0 = *(u32 *)(r1 +0)'. */
  readonly instruction: string | undefined;
  /** The kernel's own advice, in one line; from 7.3 on, for the kinds of refusal it explains. */
  readonly suggestion: string | undefined;
  /** The log; of more than 256 KiB the first 64 and the last 192, with a line between that says so. */
  readonly text: string;
  /** How long it was, in bytes. When the kernel's buffer was too small, how much of it was kept. */
  readonly length: number;
}

/** Reads a log as the kernel left it in its buffer; ends at the first NUL. */
export function readVerifierLog(buffer: Uint8Array): VerifierLog {
  const end = buffer.indexOf(0);
  const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, end < 0 ? buffer.length : end);
  const text = capped(bytes);
  // Everything of interest stands near the end, whatever the length.
  const lines = bytes
    .toString('utf8', Math.max(0, bytes.length - TAIL))
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  // 7.3 explains some refusals in paragraphs below the line that older kernels end with.
  const report = lines.findLastIndex((line) => line.startsWith(REPORT));
  const at = reasonIndex(report > 0 ? lines.slice(0, report) : lines);
  const before = lines.slice(0, Math.max(at, 0));
  return {
    reason: lines[at] ?? '',
    suggestion: report < 0 ? undefined : paragraph(lines.slice(report), 'Suggestion:'),
    source: before.findLast((line) => line.startsWith('; '))?.slice(2),
    instruction: before.findLast((line) => INSTRUCTION.test(line)),
    text,
    length: bytes.length,
  };
}

const REPORT = 'Verification failed: ';

/** The indented lines below a heading. */
function paragraph(lines: readonly string[], heading: string): string | undefined {
  const at = lines.lastIndexOf(heading);
  if (at < 0) return undefined;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  const body = rest.slice(0, end < 0 ? rest.length : end).map((line) => line.trim());
  return body.length === 0 ? undefined : body.join(' ');
}

const INSTRUCTION = /^\d+: \([0-9a-f]{2}\) /;

/** Statistics and state dumps, which stand after or around the reason. */
const NOISE: readonly RegExp[] = [
  /^processed \d+ insns/,
  /^verification time/,
  /^stack depth/,
  /^peak_states/,
  /^insns_processed/,
  /^from \d+ to \d+/,
  /^; /,
  /^\d+: /,
  /^(R\d+(_w)?=|frame\d+:)/,
  /^(cur|old) state:/,
  /^caller:$|^callee:$/,
  /^(last_idx|regs=|mark_precise|parent )/,
  /^BPF program load failed/,
  /^-- (BEGIN|END)/,
  // libbpf's mark in place of the failed relocation; the reason stands below it.
  /^<invalid CO-RE relocation>$/,
  /^Validating .* func#\d+/,
  /^Func#\d+ .*is safe/,
];

/** The last line that is prose: the verifier stops at the first error and says why last. */
function reasonIndex(lines: readonly string[]): number {
  const prose = lines.findLastIndex((line) => !NOISE.some((pattern) => pattern.test(line)));
  return prose >= 0 ? prose : lines.length - 1;
}

function capped(bytes: Buffer): string {
  if (bytes.length <= HEAD + TAIL) return bytes.toString('utf8');
  // Cut at line ends, so that no character is cut either.
  const headEnd = bytes.lastIndexOf(0x0a, HEAD);
  const tailStart = bytes.indexOf(0x0a, bytes.length - TAIL);
  const [from, to] = [
    headEnd < 0 ? HEAD : headEnd + 1,
    tailStart < 0 ? bytes.length - TAIL : tailStart + 1,
  ];
  const note = `[... ${to - from} bytes left out ...]\n`;
  return bytes.toString('utf8', 0, from) + note + bytes.toString('utf8', to);
}
