/**
 * Whatever check accepts, the kernel takes: pairs, changes of pairs, namespaces and attachments are drawn from the schema, with edges
 * and odd values. Those that pass check are made, changed and deleted. A kernel's refusal that no preview could know is in a
 * table, with the reason.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { NetkitError } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { PartialError } from '../../provider/src/resources/common/resource.js';
import { networkNamespace } from '../../provider/src/resources/network-namespace/index.js';
import { outlineOf } from '../../provider/src/transport/files/object-outline.js';
import { asset, compile, POLICY } from '../harness/inputs/bpf.js';
import { guestHost } from '../harness/drivers/doors.js';
import { NAMESPACES, pairs } from '../harness/inputs/generated.js';
import { sh } from '../harness/guests/guest.js';
import { useGuest } from '../harness/guests/suite.js';

type Json = Record<string, unknown>;

// The run of hours draws more, and others.
const isLong = process.env['NETKIT_LONG'] === '1';
const SAMPLE = isLong ? { numRuns: 50_000, seed: Date.now() } : { numRuns: 1200, seed: 20_261_126 };

/** What depends on the namespace or on how the kernel was built. */
const OF_THE_HOST: readonly { readonly says: RegExp; readonly because: string }[] = [
  {
    says: /route add .* src .*Invalid (prefsrc|source) address/,
    because: 'a source may be an address of another device of the namespace',
  },
  { says: /\[feature-missing\]$/, because: 'an older kernel lacks what a property needs' },
];
const WITHOUT_IPV6_TABLES = {
  says: /route add [0-9a-f:/]*:[0-9a-f:/]* .*table \d+/,
  because: 'a kernel without CONFIG_IPV6_MULTIPLE_TABLES has one table for IPv6',
};

let explained = OF_THE_HOST;

useGuest({
  before: async () => {
    for (const name of NAMESPACES) await sh(`ip netns add ${name}`);
    const hasTables = (await sh('ip -6 rule show 2>/dev/null || true')).includes('lookup');
    if (!hasTables) explained = [...OF_THE_HOST, WITHOUT_IPV6_TABLES];
  },
  after: () => sh(NAMESPACES.map((name) => `ip netns del ${name}`).join(';')),
});

/** What the kernel refuses of `work`, in words; undefined when it takes all of it. */
async function refusal(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof NetkitError || error instanceof PartialError) return error.message;
    throw error;
  }
}

/** Counts what check accepted, and tells what was refused all the same. */
class Tally {
  drawn = 0;
  accepted = 0;
  explained = 0;
  readonly unexplained: string[] = [];

  async count(inputs: unknown, work: () => Promise<void>): Promise<void> {
    this.accepted++;
    const words = await refusal(work);
    if (words === undefined) return;
    if (explained.some(({ says }) => says.test(words))) this.explained++;
    else this.unexplained.push(`${words}\n  ${JSON.stringify(inputs)}`);
  }

  /** A generator whose draws check refuses would show nothing. */
  expectSound(): void {
    expect(this.accepted).toBeGreaterThan(this.drawn / 10);
    expect(this.explained).toBeLessThan(this.accepted / 4);
    expect(this.unexplained).toEqual([]);
  }
}

const incarnation = (drawn: number): string => drawn.toString(16).padStart(24, '0');
const OWNER = 'urn:pulumi:test::hostile::netkit:index:NetkitPair::web';

let host: ReturnType<typeof guestHost>;
beforeEach(() => (host = guestHost()));
afterEach(() => host.close());

const LIMIT_MS = isLong ? 7_200_000 : 300_000;

test(
  'the kernel takes each pair that check accepts',
  async () => {
    const tally = new Tally();
    for (const inputs of fc.sample(pairs, SAMPLE)) {
      const id = incarnation(++tally.drawn);
      const checked = netkitPair.check(inputs as Json, undefined, () => id);
      if (checked.failures.length > 0) continue;
      await tally.count(inputs, async () => {
        const made = await netkitPair.create(host, { ...checked.inputs, owner: OWNER });
        await netkitPair.delete(host, made.id, made.state);
      });
    }
    tally.expectSound();
  },
  LIMIT_MS,
);

const FIXED = ['name', 'netns', 'mode', 'scrub', 'peerScrub', 'headroom', 'tailroom'] as const;

/** The second of two pairs, as a change of the first that replaces nothing. */
function changed(first: Json, second: Json): Json {
  const kept = Object.fromEntries(
    FIXED.flatMap((key) => (key in first ? [[key, first[key]]] : [])),
  );
  const free = Object.fromEntries(
    Object.entries(second).filter(([key]) => !FIXED.some((one) => one === key)),
  );
  const { netns: _netns, ...peer } = second['peer'] as Json;
  const { netns } = first['peer'] as Json;
  return { ...free, ...kept, peer: netns === undefined ? peer : { ...peer, netns } };
}

test(
  'the kernel takes each change of a pair that check accepts, and nothing differs then',
  async () => {
    const tally = new Tally();
    const sample = { ...SAMPLE, numRuns: SAMPLE.numRuns / 2 };
    for (const [first, second] of fc.sample(fc.tuple(pairs, pairs), sample)) {
      const id = incarnation(++tally.drawn);
      const news = changed(first as Json, second as Json);
      const before = netkitPair.check(first as Json, undefined, () => id);
      const after = netkitPair.check(news, before.inputs, () => `f${id.slice(1)}`);
      if (before.failures.length + after.failures.length > 0) continue;
      await tally.count([first, news], async () => {
        const made = await netkitPair.create(host, { ...before.inputs, owner: OWNER });
        let { state } = made;
        try {
          ({ state } = await netkitPair.update(host, made.id, state, {
            ...after.inputs,
            owner: OWNER,
          }));
          expect(netkitPair.diff(state, after.inputs)).toMatchObject({ changes: false });
        } catch (error) {
          if (error instanceof PartialError) ({ state } = error);
          throw error;
        } finally {
          await netkitPair.delete(host, made.id, state);
        }
      });
    }
    tally.expectSound();
  },
  LIMIT_MS,
);

test(
  'the kernel takes each namespace that check accepts',
  async () => {
    const tally = new Tally();
    const names = fc.oneof(
      fc.constantFrom(
        'a',
        '0',
        '~',
        'ü',
        '🙂',
        'a b',
        "'",
        '"',
        '$x',
        '*',
        '\\',
        '#',
        '.x',
        '..',
        '-',
        'x'.repeat(255),
      ),
      fc.string({ minLength: 1, maxLength: 255 }),
      fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
    );
    for (const name of fc.sample(names, { ...SAMPLE, numRuns: SAMPLE.numRuns / 4 })) {
      const id = incarnation(++tally.drawn);
      const checked = networkNamespace.check({ name }, undefined, () => id);
      if (checked.failures.length > 0) continue;
      await tally.count(name, async () => {
        const made = await networkNamespace.create(host, { ...checked.inputs, owner: OWNER });
        await networkNamespace.delete(host, made.id, made.state);
      });
    }
    tally.expectSound();
  },
  LIMIT_MS,
);

test(
  'the kernel takes each attachment that check accepts',
  async () => {
    const tally = new Tally();
    const path = compile(POLICY);
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
    const object = { ...(asset(path) as object), hash };
    const pair = netkitPair.check({ name: 'hook0', peer: { name: 'hook1' } }, undefined, () =>
      incarnation(1),
    );
    const made = await netkitPair.create(host, { ...pair.inputs, owner: OWNER });
    const names = fc.oneof(
      fc.constantFrom(
        'a',
        '0',
        '%',
        '%25',
        'a%b',
        'ü',
        '🙂',
        "'",
        '.',
        '..',
        'a.b',
        '-',
        '~',
        'x'.repeat(64),
      ),
      fc.string({ minLength: 1, maxLength: 64 }),
      fc.string({ minLength: 1, maxLength: 8, unit: 'binary' }),
    );
    const number = fc.constantFrom<unknown>(
      0,
      1,
      -1,
      255,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32,
      '7',
      true,
      'x',
      [1],
    );
    const program = fc.record(
      {
        name: names,
        object: fc.constant(object),
        program: fc.constantFrom('guard', 'count', 'guard', 'count', 'none'),
        globals: fc.dictionary(fc.constantFrom('allowed_range', 'allowed_base'), number, {
          maxKeys: 2,
        }),
        maps: fc.dictionary(
          fc.constantFrom('counters', 'counters', 'none'),
          fc.record(
            { maxEntries: fc.constantFrom(0, 1, 3, 4096), keep: fc.boolean() },
            { requiredKeys: [] },
          ),
          { maxKeys: 1 },
        ),
      },
      { requiredKeys: ['name', 'object', 'program'] },
    );
    const attachments = fc.record({
      name: names,
      target: fc.constant({ name: 'hook0' }),
      attachType: fc.constantFrom('netkit/primary', 'netkit/peer', 'tcx/ingress', 'tcx/egress'),
      programs: fc.array(program, { minLength: 1, maxLength: 2 }),
    });
    try {
      for (const inputs of fc.sample(attachments, { ...SAMPLE, numRuns: SAMPLE.numRuns / 2 })) {
        const id = incarnation(++tally.drawn);
        const checked = bpfAttachment.check(inputs, undefined, () => id);
        if (checked.failures.length > 0) continue;
        const misfits = await bpfAttachment.inspect?.(checked.inputs, outlineOf);
        if (misfits === undefined || misfits.length > 0) continue;
        await tally.count(inputs, async () => {
          const attached = await bpfAttachment.create(host, { ...checked.inputs, owner: OWNER });
          await bpfAttachment.delete(host, attached.id, attached.state);
        });
      }
    } finally {
      await netkitPair.delete(host, made.id, made.state);
    }
    tally.expectSound();
  },
  LIMIT_MS,
);
