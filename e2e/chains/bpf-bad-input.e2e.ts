/** What cannot be done is refused with its own words, and leaves nothing behind. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asset,
  compile,
  compileText,
  names,
  POLICY,
  PROBES,
  stranger,
} from '../harness/inputs/bpf.js';
import { StepError, type Program } from '../harness/drivers/doors.js';
import { sh } from '../harness/guests/guest.js';
import {
  expectRefusal as expectRefusalOn,
  guardOnV0 as one,
  useRefusals,
  refusal,
} from '../harness/oracles/refusal.js';

const scratch = mkdtempSync(join(tmpdir(), 'netkit-e2e-bad-'));

const doors = useRefusals(() => rmSync(scratch, { recursive: true }));

type Json = Record<string, unknown>;

const policy = compile(POLICY);
const object = asset(policy);
const probes = asset(compile(PROBES));

const HEAD = '#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n';
const TAIL = '\nchar _license[] SEC("license") = "GPL";\n';

/** A file of these bytes, as an asset. */
function file(name: string, bytes: Uint8Array | string): Json {
  const path = join(scratch, name);
  writeFileSync(path, bytes);
  return asset(path);
}

const expectRefusal = (program: Program, code: string, words: RegExp): Promise<void> =>
  expectRefusalOn(doors, program, code, words);

describe('the file', () => {
  const elf = readFileSync(policy);
  test.each<[string, () => Json, string, RegExp]>([
    [
      'that is not there',
      () => ({ ...object, path: '/nowhere/policy.o', hash: '1'.repeat(64) }),
      'object-missing',
      /programs\[0\]\.object|\/nowhere\/policy\.o.*(cannot be read)/,
    ],
    [
      'changed since the preview',
      () => ({ ...object, hash: '1'.repeat(64) }),
      'object-changed',
      /changed since the preview/,
    ],
    ['empty', () => file('empty.o', ''), 'object-empty', /programs\[0\]\.object.*empty/],
    [
      'a text',
      () => file('text.o', 'int main(void) { return 0; }\n'),
      'object-invalid',
      /no(t an)? ELF/,
    ],
    [
      'a Git-LFS pointer',
      () => file('lfs.o', 'version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 7\n'),
      'object-invalid',
      /LFS/,
    ],
    [
      'cut off',
      () => file('cut.o', elf.subarray(0, elf.length / 2)),
      'object-invalid',
      /(cut|trunc|end)/,
    ],
    [
      'cut off in its header',
      () => file('cut2.o', elf.subarray(0, 40)),
      'object-invalid',
      /only 40 bytes/,
    ],
    [
      'for another machine',
      () => asset(compileText('x86', 'int f(void) { return 0; }', ['-target', 'x86_64-linux-gnu'])),
      'object-invalid',
      /machine|x86/i,
    ],
    [
      'of the other endianness',
      () => asset(compile(PROBES, undefined, ['-g', '-target', 'bpfeb'])),
      'object-invalid',
      /endian/,
    ],
    ['without BTF', () => asset(compile(POLICY, undefined, [])), 'object-invalid', /BTF.*-g/],
  ])('%s', async (_what, given, code, words) => {
    await expectRefusal(one({ object: given() }), code, words);
  });
});

describe('the program', () => {
  test('no program of that name: those there are, are named', () =>
    expectRefusal(
      one({ program: 'gaurd' }),
      'program-missing',
      /check mine: programs\[0\]\.program: .*"gaurd".*"guard", "count"; did you mean "guard"/,
    ));

  test('several candidates', () =>
    expectRefusal(
      one({ program: undefined }),
      'program-ambiguous',
      /holds 2 programs: "guard", "count"\. Set program/,
    ));

  test.each([
    'xdp',
    'action',
    'kprobe/x',
    'fentry/vfs_read',
    'cgroup_skb/egress',
    'tp/x/y',
    'lsm/x',
  ])(
    'of another kind, SEC("%s"): refused by the preview, and its neighbours are made',
    async (section) => {
      const text = `${HEAD}SEC("${section}") int k(void *ctx) { return 2; }${TAIL}`;
      const object = asset(compileText(section.replaceAll('/', '-'), text));
      await expectRefusal(
        one({ object, program: 'k' }),
        'program-other-kind',
        /check mine: programs\[0\]\.program: program "k" is in SEC\(.*write a tc program: SEC\("tc"\)/,
      );
    },
  );

  test('in a section that means nothing: only when the program says so', async () => {
    const text = `${HEAD}SEC("policy") int k(struct __sk_buff *skb) { return -1; }${TAIL}`;
    const odd = { object: asset(compileText('odd', text)), program: 'k' };
    await expectRefusal(one(odd), 'program-odd-section', /SEC\("policy"\).*anySection: true/);
    await doors.up(one({ ...odd, anySection: true }));
    expect(doors.outputs('mine')['chain']).toEqual(['guard']);
    await doors.destroy();
  });

  test('of an object with string literals', async () => {
    const text = `${HEAD}char word[16];
SEC("tc") int t(struct __sk_buff *skb) { return bpf_skb_load_bytes(skb, 0, word, 8) || bpf_strncmp(word, 4, "GET ") ? -1 : 2; }${TAIL}`;
    await doors.up(one({ object: asset(compileText('literal', text)), program: 't' }));
    expect(doors.outputs('mine')['chain']).toEqual(['guard']);
    await doors.destroy();
  });

  test('that calls a function which nothing defines', () => {
    const text = `${HEAD}extern int forgotten(struct __sk_buff *skb);\nSEC("tc") int k(struct __sk_buff *skb) { return forgotten(skb); }${TAIL}`;
    return expectRefusal(
      one({ object: asset(compileText('undefined', text)), program: 'k' }),
      'object-invalid',
      /it uses "forgotten", and no source of it defines it/,
    );
  });

  test('that the verifier rejects: the line that matters', () => {
    const text = `${HEAD}SEC("tc") int bad(struct __sk_buff *skb) { return *(int *)(long)skb->data; }${TAIL}`;
    return expectRefusal(
      one({ object: asset(compileText('rejected', text)), program: 'bad' }),
      'program-rejected',
      /verifier rejects program "bad".*(invalid|access)/,
    );
  });

  test('the same name twice, told by the preview', () =>
    expectRefusal(
      one({}, { programs: ['a', 'b'].map((program) => ({ name: 'x', object: probes, program })) }),
      'name-twice',
      /check mine: programs\[1\]\.name: "x" is the name of programs\[0\] too/,
    ));

  test('the same function twice', () =>
    expectRefusal(
      one({}, { programs: ['x', 'y'].map((name) => ({ name, object: probes, program: 'a' })) }),
      'duplicate-program',
      /programs\[1\]\.program: "a" is in the chain already/,
    ));
});

describe('globals and maps', () => {
  test.each<[string, Json, RegExp]>([
    ['an unknown one', { globals: { alowed: 1 } }, /"alowed".*"allowed_base", "allowed_range"/],
    ['of another type', { globals: { allowed_range: 'many' } }, /allowed_range.*(many|string)/],
    [
      'out of range',
      { globals: { allowed_range: 2 ** 32 } },
      /allowed_range.*0 to 4294967295, not 4294967296/,
    ],
    ['negative for an unsigned one', { globals: { allowed_range: -1 } }, /allowed_range.*-1/],
    ['not whole', { globals: { allowed_range: 1.5 } }, /allowed_range.*1\.5/],
    ['a list for a number', { globals: { allowed_range: [1] } }, /allowed_range/],
    ['an unknown map', { maps: { counter: { maxEntries: 4 } } }, /"counter".*"counters"/],
  ])('%s', async (_what, more, words) => {
    const error = await refusal(doors, one(more));
    expect(error.message).toMatch(words);
    expect(['global-missing', 'global-invalid', 'map-missing']).toContain(error.code);
    expect(error.message).toMatch(/^check mine: programs\[0\]\.(globals|maps)\./);
  });

  test.each<[string, unknown, RegExp]>([
    ['a list that is too long', [1, 2, 3, 4, 5], /verdicts.*(5|4)/],
    ['an item out of range', [1, 2, 3, 256], /verdicts.*256/],
  ])('%s', async (_what, verdicts, words) => {
    const error = await refusal(
      doors,
      one({ object: probes, program: 'a', globals: { verdicts } }),
    );
    expect(error.message).toMatch(words);
  });

  test('a pinned map that is not there', () =>
    expectRefusal(
      one({ maps: { counters: { pinned: '/sys/fs/bpf/none' } } }),
      'bpf-refused',
      /\/sys\/fs\/bpf\/none.*no such pin/,
    ));

  test('a pinned map of another shape', async () => {
    await sh('bpftool map create /sys/fs/bpf/other type array key 4 value 4 entries 7 name other');
    const error = await refusal(
      doors,
      one({ maps: { counters: { pinned: '/sys/fs/bpf/other' } } }),
    );
    await sh('rm /sys/fs/bpf/other');
    expect(error.message).toMatch(/counters.*value/);
  });
});

describe('names', () => {
  test('with dots are encoded, and come back', async () => {
    await doors.up(one({ name: 'v1.2%x' }, { name: 'my.mine' }));
    expect(doors.outputs('mine')['chain']).toEqual(['v1.2%x']);
    expect(await doors.refresh()).toEqual([]);
    expect(await doors.up(one({ name: 'v1.2%x' }, { name: 'my.mine' }))).toEqual([]);
    await doors.destroy();
  });

  test.each(['a/b', '..', '.', ''])('%j as a program: refused, or held', async (name) => {
    const outcome = await doors.up(one({ name })).catch((error: unknown) => error);
    if (outcome instanceof StepError) {
      expect(outcome.message).toMatch(/^check mine: programs\[0\]\.name: /);
      return;
    }
    expect(doors.outputs('mine')['chain']).toEqual([name]);
    expect(await doors.up(one({ name }))).toEqual([]);
    await doors.destroy();
  });
});

describe('too many', () => {
  const many = (count: number): string => {
    const probe = (at: number): string =>
      `SEC("tc") int f${at}(struct __sk_buff *skb) { return -1; }`;
    return compileText(
      'many',
      `${HEAD}${Array.from({ length: count }, (_, at) => probe(at)).join('\n')}${TAIL}`,
    );
  };
  const programs = (count: number): Json => ({
    programs: Array.from({ length: count }, (_, at) => ({
      name: `f${at}`,
      object: asset(many(64)),
      program: `f${at}`,
    })),
  });

  test('64 programs', () =>
    expectRefusal(one({}, programs(64)), 'list-too-long', /check mine: programs.*63/));

  test('63 fit', async () => {
    await doors.up(one({}, programs(63)));
    expect(await names('v0', 'tcx/ingress')).toHaveLength(63);
    await doors.destroy();
  });

  test('two beside 62 of others: how many are there, and whose', async () => {
    await stranger('fill', 'v0', 'tcx/ingress', '62', 'theirs');
    await expectRefusal(
      one({}, programs(2)),
      'chain-full',
      /holds 62: 0 of this attachment, 62 foreign .*theirs.*63/,
    );
    expect(await names('v0', 'tcx/ingress')).toHaveLength(62);
    await doors.up(one({}, programs(1)));
    await doors.destroy();
    await sh('ip link del v0; ip link add v0 type veth peer name v1; ip link set v1 netns side');
  });
});
