/** The whole life of attachments through the real engine, with bpftool, counters and ping as oracles. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BpfAttachment,
  NetkitPair,
  NetworkNamespace,
  type BpfAttachmentArgs,
  type Mode,
} from '../../sdk/src/index.js';
import {
  bpfResidue,
  chain,
  compile,
  counters,
  links,
  mapOf,
  names,
  pinsOf,
  POLICY,
  PROBES,
  quiet,
  stranger,
  type Entry,
} from '../harness/inputs/bpf.js';
import { Scenario, type Json } from '../harness/drivers/engine.js';
import { pings, residue, sh } from '../harness/guests/guest.js';
import { useGuest } from '../harness/guests/suite.js';
import { DELETE_SIDE, GUARDED, ADD_SIDE } from '../harness/inputs/pods.js';

let scenario: Scenario;

useGuest({
  before: async () => {
    scenario = await Scenario.open();
  },
  after: () => scenario[Symbol.asyncDispose](),
});

type Programs = Exclude<BpfAttachmentArgs['programs'], Promise<unknown>>;

const policy = compile(POLICY);
// Counts twice: another object with the same maps.
const twice = compile(POLICY, (text) =>
  text.replace('count_in(SEEN);', 'count_in(SEEN);'.repeat(2)),
);
const probes = compile(PROBES);
// Counts double, into the same map.
const other = compile(PROBES, (text) => text.replace('__u32 step = 1', '__u32 step = 2'));

const guard = (range = 1) => ({
  name: 'guard',
  object: policy,
  program: 'guard',
  globals: { allowed_range: range },
});
const count = { name: 'count', object: policy, program: 'count' };
const probe = { name: 'probe.1', object: probes, program: 'a' };

function program(programs: unknown, mode: Mode = 'l3', also: () => void = () => undefined) {
  return () => {
    const blue = new NetworkNamespace('blue', { name: 'blue' });
    const pair = new NetkitPair('web', { ...GUARDED, mode }, { dependsOn: blue });
    new BpfAttachment('egress', {
      target: pair.primary,
      attachType: 'netkit/peer',
      programs: programs as Programs,
    });
    also();
  };
}

const now = (): Promise<Entry[]> => chain('web0', 'netkit/peer');
const revision = async (): Promise<string> =>
  (await stranger('revision', 'web0', 'netkit/peer')).trim();
const pin = (name: string): string => `${pinsOf('web0', 'netkit/peer', 'egress')}/${name}`;

/** Claims that bpftool sees just what the state says, in the same order, each under its pin. */
async function expectAgreement(name = 'egress'): Promise<void> {
  const { attached, chain: order } = scenario.outputs(name) as {
    attached: { name: string; id: number; linkId: number; position: number; digest: string }[];
    chain: string[];
  };
  const seen = await now();
  expect(seen.map(({ programId, linkId }) => [programId, linkId])).toEqual(
    attached.map(({ id, linkId }) => [id, linkId]),
  );
  expect(attached.map((one) => one.name)).toEqual(order);
  expect(attached.map(({ position }) => position)).toEqual(seen.map((_, index) => index));
  for (const { digest } of attached) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const pins = (await links()).flatMap(({ id, pinned = [] }) => pinned.map((path) => [id, path]));
  expect(pins.sort()).toEqual(
    attached.map((one) => [one.linkId, pin(one.name.replaceAll('.', '%2E'))]).sort(),
  );
  expect(scenario.outputs(name)['revision']).toBe(await revision());
}

/** Runs `up` and claims that just the attachment was updated. */
async function change(programs: unknown): Promise<{ before: Entry[]; after: Entry[] }> {
  const before = await now();
  const { changes } = await scenario.up(program(programs));
  expect(changes).toEqual({ same: 3, update: 1 });
  await expectAgreement();
  return { before, after: await now() };
}

const reaches = async (): Promise<boolean[]> => [
  await pings('blue', '10.0.0.1'),
  await pings('blue', '10.0.0.3'),
];

describe('a guard and a counter on netkit/peer', () => {
  test('are attached in the declared order, pinned, and the pod reaches what the guard allows', async () => {
    expect((await scenario.up(program([guard(), count]))).changes).toEqual({ create: 4 });
    expect(await names('web0', 'netkit/peer')).toEqual(['guard', 'count']);
    await expectAgreement();
    expect(await reaches()).toEqual([true, false]);
    await quiet('blue');
    const map = await mapOf((await now())[0]!.programId, 'counters');
    const [passed = 0, dropped = 0, seen = 0] = await counters(map);
    expect([passed > 0, dropped > 0]).toEqual([true, true]);
    expect(await reaches()).toEqual([true, false]);
    const after = await counters(map);
    expect([after[0], after[2]]).toEqual([passed + 1, seen + 1]);
    expect(after[1]).toBeGreaterThan(dropped);
  });

  test('a second up changes nothing, and the revision stays', async () => {
    const before = { revision: await revision(), chain: await now() };
    expect((await scenario.up()).changes).toEqual({ same: 4 });
    expect({ revision: await revision(), chain: await now() }).toEqual(before);
  });

  test('the same bytes at another path are no change', async () => {
    const copy = join(`${policy}.copy.o`);
    copyFileSync(policy, copy);
    const moved = [guard(), count].map((one) => ({ ...one, object: copy }));
    const before = await revision();
    expect((await scenario.up(program(moved))).changes).toEqual({ same: 4 });
    expect(await revision()).toBe(before);
  });

  test('a changed object is swapped in place: link, position, pin and map entries stay', async () => {
    const map = await mapOf((await now())[1]!.programId, 'counters');
    const entries = await counters(map);
    const { before, after } = await change(
      [guard(), count].map((one) => ({ ...one, object: twice })),
    );
    expect(after.map(({ linkId }) => linkId)).toEqual(before.map(({ linkId }) => linkId));
    for (const [at, { programId }] of after.entries())
      expect(programId).not.toBe(before[at]!.programId);
    expect(await mapOf(after[1]!.programId, 'counters')).toBe(map);
    expect(await counters(map)).toEqual(entries);
    await pings('blue', '10.0.0.1');
    const [passed, , seen] = await counters(map);
    expect([passed, seen]).toEqual([entries[0]! + 1, entries[2]! + 2]);
    expect(await reaches()).toEqual([true, false]);
    expect(scenario.outputs('egress')['changes']).toEqual([
      'load guard, count',
      'swap the program of guard on web0 netkit/peer',
      'swap the program of count on web0 netkit/peer',
    ]);
    await change([guard(), count]);
  });

  test('preview shows the chain before and after by name, and another order is one move', async () => {
    const { text, changes } = await scenario.preview(program([count, guard()]));
    expect(changes).toEqual({ same: 3, update: 1 });
    const shown = text.slice(text.indexOf('chain'));
    expect(shown).toMatch(/chain\s*:[^]*\[0\]: "guard" => "count"[^]*\[1\]: "count" => "guard"/);
    const { before, after } = await change([count, guard()]);
    expect(after.map(({ name }) => name)).toEqual(['count', 'guard']);
    const kept = after.filter((one) => before.some(({ linkId }) => linkId === one.linkId));
    expect(kept).toHaveLength(1);
    expect(await reaches()).toEqual([true, false]);
  });

  test('a program is inserted in the middle, and the others stay as they are', async () => {
    const { before, after } = await change([count, probe, guard()]);
    expect(after.map(({ name }) => name)).toEqual(['count', 'a', 'guard']);
    expect([after[0], after[2]]).toEqual(before);
    await pings('blue', '10.0.0.1');
    expect((await counters(await mapOf(after[1]!.programId, 'hits')))[0]).toBe(1);
  });

  test('one program alone is swapped, and the others stay as they are', async () => {
    const { before, after } = await change([count, { ...probe, object: other }, guard()]);
    expect([after[0], after[2]]).toEqual([before[0], before[2]]);
    expect(after[1]!.linkId).toBe(before[1]!.linkId);
    expect(after[1]!.programId).not.toBe(before[1]!.programId);
    await pings('blue', '10.0.0.1');
    expect((await counters(await mapOf(after[1]!.programId, 'hits')))[0]).toBe(3);
  });

  test('a program is removed, and its link and pin with it', async () => {
    const { before, after } = await change([count, guard()]);
    expect(after).toEqual([before[0], before[2]]);
    expect(await sh(`ls ${pinsOf('web0', 'netkit/peer', 'egress')}`)).toBe('%maps\ncount\nguard\n');
  });

  test('a changed global is a swap in place that shows at once', async () => {
    const { before, after } = await change([count, guard(3)]);
    expect(after.map(({ linkId }) => linkId)).toEqual(before.map(({ linkId }) => linkId));
    expect(await reaches()).toEqual([true, true]);
    await change([count, guard()]);
    expect(await reaches()).toEqual([true, false]);
  });

  test('more places for a map take its entries along', async () => {
    const more = { counters: { maxEntries: 5 } };
    const entries = await counters(await mapOf((await now())[0]!.programId, 'counters'));
    const { after } = await change([count, { ...guard(), maps: more }]);
    const maps = await Promise.all(after.map((one) => mapOf(one.programId, 'counters')));
    expect(maps[0]).toBe(maps[1]);
    expect(await counters(maps[0]!)).toEqual([...entries, 0, 0]);
  });

  test('fewer places are refused with words, and keep: false starts with an empty map', async () => {
    const full = await mapOf((await now())[0]!.programId, 'counters');
    await sh(`bpftool map update id ${full} key 4 0 0 0 value 7 0 0 0 0 0 0 0`);
    const before = { revision: await revision(), chain: await now() };
    expect(await scenario.upFails(program([count, guard()]))).toMatch(
      /programs\[0\]\.object: the entries of map "counters" do not fit into 3 places.*keep: false.*\[map-changed\]/,
    );
    expect({ revision: await revision(), chain: await now() }).toEqual(before);
    const { after } = await change([count, { ...guard(), maps: { counters: { keep: false } } }]);
    expect(await counters(await mapOf(after[0]!.programId, 'counters'))).toEqual([0, 0, 0]);
    await change([count, guard()]);
  });
});

// What refresh and up say of each kind is in bpf-drift.e2e.ts; here, that the engine does it.
describe('drift', () => {
  test('a program that somebody detached: up alone leaves it, refresh tells it, and up attaches it again', async () => {
    const [first] = await now();
    await sh(`bpftool link detach id ${first!.linkId}`);
    // What is not refreshed is not looked at.
    expect((await scenario.up()).changes).toEqual({ same: 4 });
    expect(await names('web0', 'netkit/peer')).toEqual(['guard']);
    expect((await scenario.refresh()).changes).toEqual({ same: 3, update: 1 });
    expect(scenario.outputs('egress')['chain']).toEqual(['guard']);
    await change([count, guard()]);
    expect(await names('web0', 'netkit/peer')).toEqual(['count', 'guard']);
    expect(await reaches()).toEqual([true, false]);
    expect((await scenario.refresh()).changes).toEqual({ same: 4 });
  });

  test('everything gone with the device: noticed, made anew, defunct links cleaned', async () => {
    await sh('ip link del web0');
    const { changes } = await scenario.refresh();
    // What is left of the attachment is still to be deleted, so it is there, with an empty chain.
    expect(changes).toEqual({ same: 2, delete: 1, update: 1 });
    expect(scenario.outputs('egress')['chain']).toEqual([]);
    const up = await scenario.up(program([count, guard()]));
    expect(up.changes).toEqual({ same: 2, create: 1, update: 1 });
    await expectAgreement();
    expect(await links()).toHaveLength(2);
    expect(await reaches()).toEqual([true, false]);
  });
});

test('a destroy after that leaves nothing either', async () => {
  await sh('ip link del web0');
  await scenario.refresh();
  await scenario.destroy();
  expect(await bpfResidue()).toEqual([]);
  expect(await sh('grep -l \'"kind":"attachment"\' /run/pulumi-netkit/records/* || true')).toBe('');
  await scenario.up(program([count, guard()]));
});

describe('replacement of the pair', () => {
  test('takes the attachment around it: detached before, attached after', async () => {
    const before = await now();
    const { changes, text } = await scenario.up(program([count, guard()], 'l2'));
    expect(changes).toEqual({ same: 2, replace: 2 });
    const at = (what: RegExp): number => text.search(what);
    const steps = [
      at(/BpfAttachment\s+egress\s+deleted/),
      at(/NetkitPair\s+web\s+deleted/),
      at(/NetkitPair\s+web\s+created/),
      at(/BpfAttachment\s+egress\s+created/),
    ];
    expect([...steps].sort((one, other) => one - other)).toEqual(steps);
    await expectAgreement();
    const after = await now();
    expect(after.map(({ name }) => name)).toEqual(['count', 'guard']);
    for (const { linkId } of before) expect(after.map((one) => one.linkId)).not.toContain(linkId);
    expect(await reaches()).toEqual([true, false]);
  });
});

describe('other hooks', () => {
  const also = (): void => {
    const red = new NetworkNamespace('red', { name: 'red' });
    const inside = new NetkitPair(
      'inside',
      {
        name: 'in0',
        netns: 'red',
        addresses: ['10.9.0.1/31'],
        peer: { name: 'in1', addresses: ['10.9.0.0/31'] },
      },
      { dependsOn: red },
    );
    const probing = (which: string, ...more: string[]) =>
      [which, ...more].map((name) => ({ name, object: probes, program: name }));
    new BpfAttachment('in', {
      target: { name: 'v0' },
      attachType: 'tcx/ingress',
      programs: probing('a', 'b'),
    });
    new BpfAttachment('out', {
      target: { name: 'v0' },
      attachType: 'tcx/egress',
      programs: probing('b', 'a_probe_with_a_name_over_15_bytes'),
    });
    new BpfAttachment('away', {
      target: { name: 'v1', netns: 'side' },
      attachType: 'tcx/ingress',
      programs: probing('c'),
    });
    new BpfAttachment('to-pod', {
      target: inside.primary,
      attachType: 'netkit/primary',
      programs: probing('d'),
    });
  };

  test('tcx on a veth, a device in a namespace, a primary in a namespace: all run', async () => {
    await sh(ADD_SIDE);
    const { changes } = await scenario.up(program([count, guard()], 'l2', also));
    expect(changes).toEqual({ same: 4, create: 6 });
    expect(await names('v0', 'tcx/ingress')).toEqual(['a', 'b']);
    expect(await names('v0', 'tcx/egress')).toEqual(['b', 'a_probe_with_a_name_over_15_bytes']);
    expect(await names('v1', 'tcx/ingress', 'side')).toEqual(['c']);
    expect(await names('in0', 'netkit/primary', 'red')).toEqual(['d']);
    expect([await pings(null, '10.8.0.2'), await pings('red', '10.9.0.0')]).toEqual([true, true]);
    const hits = async (name: string): Promise<number[]> => {
      const { attached } = scenario.outputs(name) as { attached: { id: number }[] };
      return counters(await mapOf(attached[0]!.id, 'hits'));
    };
    for (const [name, slots] of Object.entries({
      in: [0, 1],
      out: [1, 6],
      away: [2],
      'to-pod': [3],
    })) {
      const ran = (await hits(name)).flatMap((times, slot) => (times > 0 ? [slot] : []));
      expect({ name, ran }).toEqual({ name, ran: slots });
    }
    expect((await scenario.up()).changes).toEqual({ same: 10 });
    expect((await scenario.refresh()).changes).toEqual({ same: 10 });
  });

  test('destroy leaves no pin, link, program, map or record', async () => {
    expect((await scenario.destroy()).changes).toEqual({ delete: 10 } satisfies Json);
    expect(await names('v0', 'tcx/ingress')).toEqual([]);
    await sh(DELETE_SIDE);
    expect(await bpfResidue()).toEqual([]);
    expect(await residue()).toEqual([]);
  });
});
