/** NetkitPair: the six verbs. README.md in this folder tells its life. */
import {
  asNetkitError,
  describePlan,
  type Hold,
  type Host,
  NetkitError,
  type NetkitPairChecked,
  type PairAnswer,
  type PairView,
  type Plan,
  type Step,
} from '@pulumi-netkit/contract';
import { converge } from '../common/converge.js';
import { assertImportable, assertNotTaken, tookOver } from '../common/owner.js';
import { previewOutputs } from '../common/preview.js';
import {
  leftUnseen,
  PartialError,
  type Json,
  type Made,
  type Resource,
  type Run,
} from '../common/resource.js';
import { assertReadable, isLookUp } from '../common/state.js';
import { diffPair } from './diff.js';
import { asDeclared } from './steps/hidden.js';
import { checkPair } from './inputs.js';
import { declarationOf, lookUpPair } from './look-up.js';
import { deleteSteps, planPair, planUpdate, undoSteps } from './plan.js';
import {
  observedInputs,
  pairId,
  pairQuery,
  pairState,
  parsePairId,
  type PairState,
} from './state.js';

const room: Resource<Host, NetkitPairChecked, PairState> = {
  kind: 'NetkitPair',
  check: checkPair,

  claims(pair) {
    const device = (name: string, netns: string | undefined): string =>
      `device ${name} ${netns === undefined ? 'on the host' : `in ${netns}`}`;
    return [
      { property: 'name', what: device(pair.name, pair.netns) },
      { property: 'peer.name', what: device(pair.peer.name, pair.peer.netns) },
    ];
  },

  diff(recorded, desired) {
    assertReadable(recorded);
    return diffPair(recorded, desired);
  },

  preview: (recorded, desired) =>
    previewOutputs('NetkitPair', recorded, desired, ['operstate', 'peerOperstate', 'changes']),

  async create(host, desired, run) {
    const id = pairId(desired);
    return { id, ...(await apply(host, id, desired, desired.owner, undefined, run)) };
  },

  async read(host, id, recorded) {
    assertReadable(recorded);
    if (isLookUp(recorded)) {
      const { name, netns } = parsePairId(id);
      const { state } = await lookUpPair(host, name, netns);
      assertImportable('device-taken', state, recorded);
      return answerOf(id, state);
    }
    const state = recorded;
    // An earlier release gave a pair without marks no incarnation.
    if (state.incarnation === '') return again(host, id);
    const [answer, facts] = [await host.observe(pairQuery(state)), await host.facts()];
    if (!answer.ours) {
      // The engine forgets it, and so do we, unless half of it is there for the next create to find.
      if (answer.leftovers.length === 0) await host.run(deleteSteps(state.incarnation, undefined));
      return undefined;
    }
    const seen = {
      ...pairState(state, asDeclared(state, answer.ours, answer.missingNetns), facts, state),
      inputsDigest: state.inputsDigest,
    };
    return answerOf(id, seen);
  },

  async update(host, id, recorded, declared, run) {
    assertReadable(recorded);
    // The devices carry the incarnation that the state knows.
    const { incarnation } = recorded;
    const desired = { ...declared, incarnation, peer: { ...declared.peer, incarnation } };
    return apply(host, id, desired, undefined, recorded, run);
  },

  async delete(host, _id, state, owner) {
    assertReadable(state);
    try {
      await remove(host, state, owner);
    } catch (error) {
      // A namespace that is deleted at the same time takes the pair along when the kernel gets to it.
      if (asNetkitError(error).code !== 'device-gone') throw error;
      await remove(host, state, owner);
    }
  },
};

/** The resource `netkit:index:NetkitPair`. */
export const netkitPair: Resource = room;

async function remove(host: Host, state: PairState, owner?: string): Promise<void> {
  const { ours, leftovers, record } = await host.observe(pairQuery(state));
  assertNotTaken('device-taken', state, record, owner);
  // An update that made a vanished pair anew may have been killed before it was marked.
  const halfMade = leftovers.find(({ record }) => record.incarnation === state.incarnation);
  await host.run(deleteSteps(state.incarnation, ours ?? halfMade?.pair));
}

async function apply(
  host: Host,
  id: string,
  desired: NetkitPairChecked,
  owner: string | undefined,
  recorded: PairState | undefined,
  run: Run | undefined,
): Promise<Made<PairState>> {
  let adopted = recorded?.adopted ?? false;
  let planned = 0;
  const said: string[] = [];
  let before: PairView | undefined;
  let hold: Hold | undefined;
  const plan = (answer: PairAnswer): readonly Step[] => {
    if (recorded)
      assertNotTaken('device-taken', recorded, answer.record, desired.owner, desired.adopt);
    before ??= answer.ours;
    const { steps, adopts, hold: freed } = planPair(desired, answer, run);
    hold =
      freed ??
      (recorded ? undefined : { key: desired.incarnation, undo: undoSteps(steps, desired) });
    planned += steps.length;
    if (adopts !== undefined) {
      adopted = true;
      said.push(`adopted ${desired.name}, made by ${adopts}`);
    }
    return steps;
  };
  try {
    const query = pairQuery(desired, owner);
    const undo = (steps: Plan): Plan => undoSteps(steps, desired);
    const { answer, done } = await converge(host, query, plan, undo, {}, () => hold);
    // A plain create says nothing: what it did is what was declared.
    const changes = recorded || adopted ? [...said, ...describePlan(done)] : [];
    if (!answer.ours)
      throw new NetkitError('internal', `${desired.name} needs no step and is gone`);
    const isTakenOver = !recorded && !adopted && done.every(({ op }) => op.op !== 'pair.create');
    return {
      state: await stateOf(host, desired, answer.ours, { adopted, changes }),
      ...(isTakenOver ? { said: tookOver(`"${desired.name}"`) } : {}),
    };
  } catch (error) {
    // What was refused before anything was done is as it was.
    if (recorded && planned === 0) throw error;
    if (recorded && before) await restore(host, desired, before);
    const reason = asNetkitError(error);
    const unseen = planned > 0 && !recorded ? leftUnseen(id, desired, reason) : reason;
    throw await settle(host, id, desired, recorded, adopted, reason, unseen);
  }
}

/**
 * Goes back to what was seen first, as far as the host allows: an undo gives back what a step changed, not what the kernel
 * took along with it.
 */
async function restore(host: Host, desired: NetkitPairChecked, before: PairView): Promise<void> {
  const { incarnation, owner } = desired;
  const back = declarationOf(before, incarnation, owner);
  try {
    await converge(
      host,
      pairQuery(desired),
      ({ ours }) => (ours ? planUpdate(back, ours) : []),
      () => [],
    );
  } catch {
    // The first error is the one to tell; what is left shows in what is read back.
  }
}

/** A failure as the engine must hear it: with the state of what is left of ours, if the undo could not take all back. */
async function settle(
  host: Host,
  id: string,
  desired: NetkitPairChecked,
  recorded: PairState | undefined,
  adopted: boolean,
  reason: NetkitError,
  unseen: Error,
): Promise<Error> {
  try {
    const { ours } = await host.observe(pairQuery(desired));
    if (!ours) return reason;
    const state = await stateOf(host, desired, ours, { adopted, changes: [] });
    const asBefore = recorded && diffPair({ ...recorded, inputsDigest: '' }, observedInputs(state));
    return asBefore?.changes === false ? reason : new PartialError(id, state, reason);
  } catch {
    return unseen;
  }
}

async function stateOf(
  host: Host,
  desired: NetkitPairChecked,
  view: PairView,
  history: { readonly adopted: boolean; readonly changes: readonly string[] },
): Promise<PairState> {
  return pairState(desired, view, await host.facts(), history);
}

function answerOf(
  id: string,
  state: PairState,
): { readonly id: string; readonly state: Json; readonly inputs: Json } {
  return { id, state: { ...state }, inputs: { ...observedInputs(state) } };
}

async function again(host: Host, id: string): ReturnType<Resource['read']> {
  const { name, netns } = parsePairId(id);
  try {
    return answerOf(id, (await lookUpPair(host, name, netns)).state);
  } catch (error) {
    const { code } = asNetkitError(error);
    if (['does-not-exist', 'device-is-peer', 'device-not-netkit'].includes(code)) return undefined;
    throw error;
  }
}
