/** What libbpf 1.1.2 and 1.4.6 print → our words. */
import { explainLibbpf } from './explain';
import { readVerifierLog } from '@pulumi-netkit/bpf-object';

test.each<{ lines: string[]; errno?: number; code: string; says: string }>([
  {
    lines: [
      "libbpf: elf: legacy map definitions in 'maps' section are not supported by libbpf v1.0+\n",
    ],
    code: 'object-legacy-maps',
    says: 'section "maps"',
  },
  {
    lines: ["libbpf: sec 'tc': program 'hidden' is static and not supported\n"],
    code: 'object-static-program',
    says: 'remove "static"',
  },
  {
    lines: ["libbpf: map 'odd': invalid pinning value 7.\n"],
    code: 'object-bad-map',
    says: 'LIBBPF_PIN_BY_NAME (1)',
  },
  {
    lines: ["libbpf: extern (func ksym) 'bpf_x': not found in kernel or module BTFs\n"],
    code: 'extern-missing',
    says: '"bpf_x" (func ksym)',
  },
  {
    lines: ["libbpf: extern 'CONFIG_X' (strong): not resolved\n"],
    code: 'extern-missing',
    says: '"CONFIG_X"',
  },
  {
    lines: ['libbpf: failed to open system Kconfig\n', "libbpf: failed to load object 'x'\n"],
    code: 'extern-missing',
    says: '/proc/config.gz',
  },
  {
    lines: ["libbpf: prog 'p': missing BPF prog type, check ELF section name 'netkit/peer'\n"],
    code: 'program-type',
    says: 'section "netkit/peer"',
  },
  {
    lines: ['libbpf: BTF is required, but is missing or corrupted.\n'],
    code: 'no-btf',
    says: 'clang -g',
  },
  {
    lines: [
      'libbpf: Error in bpf_create_map_xattr(m):Invalid argument(-22). Retrying without BTF.\n',
      "libbpf: map 'm': failed to create: Invalid argument(-22)\n",
    ],
    code: 'map-not-created',
    says: 'map "m" cannot be made: invalid argument (EINVAL)',
  },
  {
    lines: ["libbpf: couldn't reuse pinned map at '/sys/fs/bpf/m': parameter mismatch\n"],
    code: 'map-mismatch',
    says: '"/sys/fs/bpf/m"',
  },
  {
    lines: ['libbpf: elf: corrupted section header\n'],
    errno: 4003,
    code: 'object-corrupt',
    says: 'corrupted section header',
  },
  { lines: [], errno: 1, code: 'no-permission', says: 'CAP_BPF and CAP_NET_ADMIN' },
  {
    lines: ['libbpf: something new\n'],
    errno: 4001,
    code: 'object-refused',
    says: 'something new',
  },
  { lines: [], errno: 22, code: 'object-refused', says: 'refuses it (EINVAL), without a reason' },
  {
    lines: [],
    errno: 4001,
    code: 'object-refused',
    says: 'the format of the object is not valid (LIBBPF_ERRNO__FORMAT)',
  },
  {
    lines: ['libbpf: elf: something odd: -4005\n'],
    errno: 4005,
    code: 'object-refused',
    says: 'prints: elf: something odd: LIBBPF_ERRNO__RELOC',
  },
  {
    lines: ["libbpf: map 'm': failed to create: Unknown error 524(-524)\n"],
    errno: 524,
    code: 'map-not-created',
    says: 'map "m" cannot be made: operation not supported (ENOTSUPP)',
  },
  {
    lines: ["libbpf: map 'm': invalid pinning value 2.\n"],
    code: 'object-bad-map',
    says: 'write LIBBPF_PIN_BY_NAME (1), or LIBBPF_PIN_NONE (0) (2 is PIN_GLOBAL_NS of iproute2)',
  },
])('$code: $says', ({ lines, errno = 22, code, says }) => {
  const error = explainLibbpf('object "x"', errno, lines);
  expect(error.code).toBe(code);
  expect(error.message).toMatch(/^object "x": .*\[[a-z-]+\]$/);
  expect(error.message).toContain(says);
});

test('a rejected program is told with reason, line and suggestion; the log hangs on the error', () => {
  const lines = ["libbpf: prog 'guard': BPF program load failed: Permission denied\n"];
  const log = readVerifierLog(
    Buffer.from(
      '; return *v; @ x.c:9\n7: (61) r0 = 1\nR0 bad\n\nVerification failed: X\n\nSuggestion:\n  Do\n  this.\n\nprocessed 1 insns\n',
    ),
  );
  const error = explainLibbpf('object "x"', 13, lines, log);
  expect(error.code).toBe('program-rejected');
  expect(error.message).toContain(
    'rejects program "guard": R0 bad, at "return *v; @ x.c:9". The kernel suggests: Do this. (EACCES)',
  );
  expect(error.log).toBe(log);
});
