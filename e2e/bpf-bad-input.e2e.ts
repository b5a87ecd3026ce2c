/** What cannot be done is refused with its own words, and leaves nothing behind. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelperHost } from '../provider/src/host/client.js';
import {
  asset,
  attachment,
  bpfResidue,
  compile,
  compileText,
  names,
  POLICY,
  PROBES,
  stranger,
} from './harness/bpf.js';
import { Doors, guestHost, pair, StepError, type Program } from './harness/doors.js';
import { GUEST_COMMAND, HELPER, residue, sh, startGuest } from './harness/guest.js';

let doors: Doors;
const scratch = mkdtempSync(join(tmpdir(), 'netkit-e2e-bad-'));

beforeAll(async () => {
  startGuest();
  doors = new Doors();
  await sh(
    'ip link add web0 type netkit peer name web1; ip link add v0 type veth peer name v1; ip netns add side; ip link set v1 netns side',
  );
});
afterEach(async () => {
  expect(doors.names()).toEqual([]);
  expect(await bpfResidue()).toEqual([]);
  expect(await sh('ls /run/pulumi-netkit/records 2>/dev/null || true')).toBe('');
});
afterAll(async () => {
  rmSync(scratch, { recursive: true });
  await sh('ip link del web0; ip link del v0; ip netns del side');
  await doors[Symbol.asyncDispose]();
  expect(await residue()).toEqual([]);
});

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

const one = (more: Json = {}, at: Json = {}): Program => ({
  mine: attachment({
    name: 'mine',
    target: { name: 'v0' },
    attachType: 'tcx/ingress',
    programs: [{ name: 'guard', object, program: 'guard', ...more }],
    ...at,
  }),
});

async function refusal(program: Program, on = doors): Promise<StepError> {
  const error: unknown = await on.up(program).catch((thrown: unknown) => thrown);
  if (!(error instanceof StepError)) throw new Error(`was not refused: ${String(error)}`);
  return error;
}

async function expectRefusal(
  program: Program,
  code: string,
  words: RegExp,
  on = doors,
): Promise<void> {
  const { code: given, message } = await refusal(program, on);
  expect(message).toMatch(words);
  expect(given).toBe(code);
  // For people, one line; never an errno alone.
  expect(message.length).toBeLessThan(900);
}

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
      'object-invalid',
      /programs\[0\].*"gaurd".*"guard", "count"/,
    ));

  test('several candidates', () =>
    expectRefusal(
      one({ program: undefined }),
      'object-invalid',
      /holds 2 programs: guard, count.*Say which/,
    ));

  test('of a type that no hook of these takes', () => {
    const text = `${HEAD}SEC("kprobe/x") int k(void *ctx) { return bpf_get_stackid(ctx, (void *)0, 0) + *(long *)(ctx + 96); }${TAIL}`;
    return expectRefusal(
      one({ object: asset(compileText('kprobe', text)), program: 'k' }),
      'program-rejected',
      /program "k"/,
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
    const error = await refusal(one(more));
    expect(error.message).toMatch(words);
    expect(['object-invalid', 'bpf-refused', 'map-changed']).toContain(error.code);
  });

  test.each<[string, unknown, RegExp]>([
    ['a list that is too long', [1, 2, 3, 4, 5], /verdicts.*(5|4)/],
    ['an item out of range', [1, 2, 3, 256], /verdicts.*256/],
  ])('%s', async (_what, verdicts, words) => {
    const error = await refusal(one({ object: probes, program: 'a', globals: { verdicts } }));
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
    const error = await refusal(one({ maps: { counters: { pinned: '/sys/fs/bpf/other' } } }));
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
    await expectRefusal(one({}, programs(2)), 'chain-full', /62.*of others.*theirs.*63/);
    expect(await names('v0', 'tcx/ingress')).toHaveLength(62);
    await doors.up(one({}, programs(1)));
    await doors.destroy();
    await sh('ip link del v0; ip link add v0 type veth peer name v1; ip link set v1 netns side');
  });
});

describe('the hook', () => {
  const at = (name: string, attachType: string, more: Json = {}): Program =>
    one({}, { target: { name, ...more }, attachType });

  test('a device that is not there', () =>
    expectRefusal(
      at('none0', 'tcx/ingress'),
      'hook-missing',
      /target.*no device "none0" on the host/,
    ));
  test('a device in another namespace', () =>
    expectRefusal(at('v1', 'tcx/ingress'), 'hook-missing', /no device "v1" on the host/));
  test('a namespace that is not there', () =>
    expectRefusal(
      at('v1', 'tcx/ingress', { netns: 'none' }),
      'netns-missing',
      /no network namespace "none"/,
    ));
  test('the peer: its primary manages the programs', () =>
    expectRefusal(
      at('web1', 'netkit/peer'),
      'hook-missing',
      /"web1" on the host is the peer.*primary, "web0" on the host,/,
    ));
  test('a netkit hook of a veth', () =>
    expectRefusal(at('v0', 'netkit/peer'), 'hook-missing', /"v0".*veth.*netkit.*tcx\/ingress/));
  test('a netkit hook of lo', () =>
    expectRefusal(at('lo', 'netkit/peer'), 'hook-missing', /"lo".*netkit/));
  test('an attach type there is none of', () =>
    expectRefusal(at('v0', 'xdp'), 'unknown-value', /check mine: attachType.*xdp.*tcx\/ingress/));
  test('another pair than the one it was declared for', async () => {
    const program: Program = {
      ...at('web0', 'netkit/peer', { incarnation: 'ab'.repeat(12) }),
    };
    await expectRefusal(program, 'hook-missing', /"web0".*another device/);
  });
  test('a bad program beside a good pair leaves the pair, without programs', async () => {
    const web: Program = { web: pair({ name: 'p0', peer: { name: 'p1' } }) };
    await expectRefusal(
      {
        ...web,
        ...one({ program: 'gaurd' }, { target: { name: 'p0' }, attachType: 'netkit/peer' }),
      },
      'object-invalid',
      /gaurd/,
    );
    expect(doors.names()).toEqual(['web']);
    await doors.destroy();
  });
});

describe('the machine', () => {
  test('no bpffs', async () => {
    await sh('umount /sys/fs/bpf');
    try {
      await expectRefusal(one(), 'bpffs-missing', /\/sys\/fs\/bpf.*mount/);
    } finally {
      await sh('mount -t bpf bpf /sys/fs/bpf');
    }
  });

  test('no rights: the capability is named', async () => {
    const command = [
      ...GUEST_COMMAND,
      'setpriv',
      '--bounding-set=-bpf,-net_admin,-sys_admin',
      '--inh-caps=-bpf,-net_admin,-sys_admin',
    ];
    const host = guestHost({ command });
    await expectRefusal(one(), 'no-permission', /CAP_|root/, new Doors('rightless', host));
    await host.close();
  });

  // This machine's own kernel, whatever it is: nothing may be changed here.
  const hasNetkit = ((): boolean => {
    try {
      return execFileSync('zgrep', ['CONFIG_NETKIT=', '/proc/config.gz']).toString().includes('=y');
    } catch {
      return false;
    }
  })();
  (hasNetkit || process.getuid?.() !== 0 ? test.skip : test)(
    `a kernel without the hook says which version brought it${hasNetkit ? ' [skipped: this kernel has netkit]' : ''}`,
    async () => {
      const host = new HelperHost({ helper: HELPER });
      const here = new Doors('here', host);
      await expectRefusal(at('lo', 'netkit/peer'), 'hook-missing', /"lo".*netkit/, here);
      await host.close();
    },
  );
  function at(name: string, attachType: string): Program {
    return one({}, { target: { name }, attachType });
  }
});
