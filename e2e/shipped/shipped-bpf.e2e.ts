/** The life of example 02 on a kernel as a distribution ships it, with its BPF JIT: the engine here, the helper in the guest. */
import { BpfAttachment, NetkitPair, NetworkNamespace, type Mode } from '../../sdk/src/index.js';
import {
  bpfResidue,
  chain,
  compile,
  counters,
  mapOf,
  POLICY,
  PROBES,
  stranger,
  type Entry,
} from '../harness/inputs/bpf.js';
import { Scenario } from '../harness/drivers/engine.js';
import { pings, residue, sh, startGuest } from '../harness/guests/guest.js';
import { GUARDED } from '../harness/inputs/pods.js';

let scenario: Scenario;

beforeAll(async () => {
  startGuest();
  scenario = await Scenario.open();
}, 300_000);

const object = compile(POLICY);
const guard = (allowed_range: number): object => ({
  name: 'guard',
  object,
  program: 'guard',
  globals: { allowed_range },
});
const count = { name: 'count', object, program: 'count' };
const probe = { name: 'probe', object: compile(PROBES), program: 'a' };

function program(programs: readonly object[], mode: Mode = 'l3'): () => void {
  return () => {
    const green = new NetworkNamespace('green', { name: 'green' });
    const pair = new NetkitPair('pod', {
      ...GUARDED,
      name: 'pod0',
      mode,
      peer: { ...GUARDED.peer, netns: green.name },
    });
    new BpfAttachment('egress', {
      target: pair.primary,
      attachType: 'netkit/peer',
      programs: programs as { name: string; object: string }[],
    });
  };
}

const reaches = async (): Promise<boolean[]> => [
  await pings('green', '10.0.0.1'),
  await pings('green', '10.0.0.3'),
];
const now = (): Promise<Entry[]> => chain('pod0', 'netkit/peer');
const linkIds = (entries: readonly Entry[]): number[] => entries.map(({ linkId }) => linkId);

/** Runs `up`, claims that just the attachment was updated, and says what bpftool saw before and after. */
async function change(
  ...programs: readonly object[]
): Promise<{ readonly before: Entry[]; readonly after: Entry[] }> {
  const before = await now();
  expect((await scenario.up(program(programs))).changes).toEqual({ same: 3, update: 1 });
  return { before, after: await now() };
}

test('example 02 is made, and a second up changes nothing', async () => {
  expect((await scenario.up(program([guard(1), count]))).changes).toEqual({ create: 4 });
  const made = await now();
  expect(made.map(({ name }) => name)).toEqual(['guard', 'count']);
  expect(await reaches()).toEqual([true, false]);
  const revision = scenario.outputs('egress')['revision'];
  expect((await scenario.up(program([guard(1), count]))).changes).toEqual({ same: 4 });
  expect(await now()).toEqual(made);
  expect((await stranger('revision', 'pod0', 'netkit/peer')).trim()).toBe(revision);
}, 300_000);

test('a changed global is swapped in place', async () => {
  const { before, after } = await change(guard(3), count);
  expect(linkIds(after)).toEqual(linkIds(before));
  expect(await reaches()).toEqual([true, true]);
}, 300_000);

test('a program is inserted, counts, and another order moves one', async () => {
  const { before, after } = await change(guard(1), probe, count);
  expect([after[0]?.linkId, after[2]?.linkId]).toEqual(linkIds(before));
  expect(await reaches()).toEqual([true, false]);
  const hits = await counters(await mapOf(after[1]?.programId ?? 0, 'hits'));
  expect(hits[0]).toBeGreaterThan(0);
  const turned = await change(count, guard(1), probe);
  expect(turned.after.map(({ name }) => name)).toEqual(['count', 'guard', 'a']);
  const kept = linkIds(turned.after).filter((id) => linkIds(turned.before).includes(id));
  expect(kept).toHaveLength(2);
}, 300_000);

test('a program is removed, and one that somebody detached is attached again', async () => {
  const { after } = await change(count, guard(1));
  expect(after.map(({ name }) => name)).toEqual(['count', 'guard']);
  await sh(`bpftool link detach id ${after[1]?.linkId ?? 0}`);
  expect((await scenario.refresh()).changes).toEqual({ same: 3, update: 1 });
  expect(scenario.outputs('egress')['chain']).toEqual(['count']);
  await change(count, guard(1));
  expect(await reaches()).toEqual([true, false]);
}, 300_000);

test('another mode replaces the pair with its attachment, and destroy leaves nothing', async () => {
  const before = linkIds(await now());
  const { changes } = await scenario.up(program([count, guard(1)], 'l2'));
  expect(changes).toEqual({ same: 2, replace: 2 });
  const after = await now();
  expect(after.map(({ name }) => name)).toEqual(['count', 'guard']);
  for (const id of before) expect(linkIds(after)).not.toContain(id);
  expect(await reaches()).toEqual([true, false]);
  await scenario[Symbol.asyncDispose]();
  expect([await residue(), await bpfResidue()]).toEqual([[], []]);
}, 500_000);
