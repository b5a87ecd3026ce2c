/** Logs as kernels wrote them; testdata/verifier-logs/<kernel>-<program>.txt, of rejected.bpf.c. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { readVerifierLog } from './verifier-error';

const LOGS = join(__dirname, '../testdata/verifier-logs');
const read = (file: string) => readVerifierLog(readFileSync(join(LOGS, file)));

const REASONS: Record<string, RegExp> = {
  'no-null-check': /^R0 invalid mem access 'map_value_or_null'$/,
  'past-the-end': /^R1 (offset|min value) is outside of/,
  'no-end': /^infinite loop detected at insn 7$/,
  'wrong-helper': /^program of this type cannot use helper bpf_redirect_map#51$/,
  wants: /^failed to resolve CO-RE relocation <byte_off> \[\d+\] struct sk_buff\.no_such_member/,
};

test.each(readdirSync(LOGS))('readVerifierLog() finds the reason in %s', (file) => {
  const program = file.replace(/^[\d.]+-|\.txt$/g, '');
  const log = read(file);
  expect(log.reason).toMatch(REASONS[program]!);
  expect(log.source).toMatch(/@ (rejected|relocation)\.bpf\.c:\d+$/);
  expect(log.instruction).toMatch(/^\d+: \([0-9a-f]{2}\) /);
  expect(log.text).toHaveLength(log.length);
});

test('readVerifierLog() takes the suggestion of a kernel that gives one', () => {
  expect(read('7.3-no-null-check.txt').suggestion).toBe(
    'Add a NULL check before the access and dereference the pointer only on the non-NULL path.',
  );
  expect(read('7.3-no-end.txt').suggestion).toBeUndefined();
  expect(read('6.12-no-null-check.txt').suggestion).toBeUndefined();
});

test.each([
  { name: 'nothing', log: '', reason: '' },
  { name: 'statistics alone', log: 'processed 1 insns\n', reason: 'processed 1 insns' },
  {
    name: 'too many instructions',
    log: '0: (b7) r0 = 0\nBPF program is too large. Processed 1000001 insn\nprocessed 1000001 insns (limit 1000000)\n',
    reason: 'BPF program is too large. Processed 1000001 insn',
  },
  {
    name: 'a missing kernel function',
    log: 'kernel function bpf_x is not allowed\nprocessed 0 insns\nverification time 5 usec\nstack depth 0\n',
    reason: 'kernel function bpf_x is not allowed',
  },
])('readVerifierLog() of $name', ({ log, reason }) => {
  expect(readVerifierLog(Buffer.from(`${log}\0rest`)).reason).toBe(reason);
});

test('readVerifierLog() keeps head and tail of a log of megabytes, cut at line ends', () => {
  const lines = Array.from({ length: 200_000 }, (_, i) => `${i}: (07) r1 += 1 ; ünicode`);
  const all = ['first', ...lines, 'R1 is bad', 'processed 1 insns'].join('\n');
  const log = readVerifierLog(Buffer.from(`${all}\0`));
  expect(log.length).toBe(Buffer.byteLength(all));
  expect(Buffer.byteLength(log.text)).toBeLessThan(257 * 1024);
  expect(log.reason).toBe('R1 is bad');
  const parts = log.text.split('\n');
  expect(parts[0]).toBe('first');
  expect(parts.at(-1)).toBe('processed 1 insns');
  for (const line of parts.slice(1, -2))
    expect(line).toMatch(/^\d+: \(07\) r1 \+= 1 ; ünicode$|^\[\.\.\. \d+ bytes left out \.\.\.\]$/);
});

test('readVerifierLog() takes any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
      readVerifierLog(bytes);
    }),
  );
});
