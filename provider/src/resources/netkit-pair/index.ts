/** NetkitPair: the six verbs. README.md in this folder tells its life. */
import { asNetkitError, NetkitError } from '../../errors.js';
import type { NetkitPairChecked } from '../../generated/types.js';
import type { Host, PairAnswer, PairView } from '../../host/host.js';
import { describePlan } from '../../plan/describe.js';
import { parseAltName } from '../../plan/identity.js';
import type { Step } from '../../plan/op.js';
import { converge } from '../converge.js';
import { PartialError, type Json, type Resource } from '../resource.js';
import { assertReadable } from '../state.js';
import { diffPair } from './diff.js';
import { checkPair } from './inputs.js';
import { deleteSteps, planPair, undoSteps } from './plan.js';
import {
  observedInputs,
  pairId,
  pairQuery,
  pairState,
  parsePairId,
  type PairState,
} from './state.js';

/** The resource `netkit:index:NetkitPair`. */
export const netkitPair: Resource = {
  check: checkPair,

  claims(inputs) {
    const pair = inputs as unknown as NetkitPairChecked;
    const device = (name: string, netns: string | undefined): string =>
      `device ${name} ${netns === undefined ? 'on the host' : `in ${netns}`}`;
    return [
      { property: 'name', what: device(pair.name, pair.netns) },
      { property: 'peer.name', what: device(pair.peer.name, pair.peer.netns) },
    ];
  },

  diff(recorded, desired) {
    assertReadable(recorded);
    return diffPair(recorded as unknown as PairState, desired as unknown as NetkitPairChecked);
  },

  async create(host, inputs) {
    const desired = inputs as unknown as NetkitPairChecked;
    const id = pairId(desired);
    return { id, ...(await apply(host, id, desired, desired.owner, undefined)) };
  },

  async read(host, id, recorded) {
    assertReadable(recorded);
    if (recorded['stateVersion'] === undefined) return lookUp(host, id);
    const state = recorded as unknown as PairState;
    const [answer, facts] = [await host.observe(pairQuery(state)), await host.facts()];
    if (!answer.ours) return undefined;
    const seen = {
      ...pairState(state, answer.ours, facts, state),
      inputsDigest: state.inputsDigest,
    };
    return { id, state: seen as unknown as Json, inputs: observedInputs(seen) as unknown as Json };
  },

  async update(host, id, recorded, inputs) {
    assertReadable(recorded);
    const state = recorded as unknown as PairState;
    // The devices carry the incarnation that the state knows.
    const declared = inputs as unknown as NetkitPairChecked;
    const { incarnation } = state;
    const desired = { ...declared, incarnation, peer: { ...declared.peer, incarnation } };
    return apply(host, id, desired, undefined, state);
  },

  async delete(host, _id, recorded) {
    assertReadable(recorded);
    const state = recorded as unknown as PairState;
    const { ours } = await host.observe(pairQuery(state));
    await host.run(deleteSteps(state.incarnation, ours));
  },
};

async function apply(
  host: Host,
  id: string,
  desired: NetkitPairChecked,
  owner: string | undefined,
  recorded: PairState | undefined,
): Promise<{ readonly state: Json }> {
  let adopted = recorded?.adopted ?? false;
  const said: string[] = [];
  const plan = (answer: PairAnswer): readonly Step[] => {
    const { steps, adopts } = planPair(desired, answer);
    if (adopts !== undefined) {
      adopted = true;
      said.push(`adopted ${desired.name}, made by ${adopts}`);
    }
    return steps;
  };
  try {
    const { answer, done } = await converge(host, pairQuery(desired, owner), plan, (steps) =>
      undoSteps(steps, desired),
    );
    // A plain create says nothing: what it did is what was declared.
    const changes = recorded || adopted ? [...said, ...describePlan(done)] : [];
    return { state: await stateOf(host, desired, answer.ours as PairView, { adopted, changes }) };
  } catch (error) {
    throw await settle(host, id, desired, recorded, asNetkitError(error));
  }
}

/** A failure as the engine must hear it: with the state of what is left of ours, if the undo could not take all back. */
async function settle(
  host: Host,
  id: string,
  desired: NetkitPairChecked,
  recorded: PairState | undefined,
  reason: NetkitError,
): Promise<Error> {
  try {
    const { ours } = await host.observe(pairQuery(desired));
    if (!ours) return reason;
    const state = await stateOf(host, desired, ours, {
      adopted: recorded?.adopted ?? false,
      changes: [],
    });
    const asBefore =
      recorded &&
      diffPair({ ...recorded, inputsDigest: '' }, observedInputs(state as unknown as PairState));
    return asBefore?.changes === false ? reason : new PartialError(id, state, reason);
  } catch {
    return reason;
  }
}

async function stateOf(
  host: Host,
  desired: NetkitPairChecked,
  view: PairView,
  history: { readonly adopted: boolean; readonly changes: readonly string[] },
): Promise<Json> {
  return pairState(desired, view, await host.facts(), history) as unknown as Json;
}

/** Finds a pair by its id alone: `NetkitPair.get`. */
async function lookUp(host: Host, id: string): ReturnType<Resource['read']> {
  const { name, netns } = parsePairId(id);
  const { occupants } = await host.observe({
    kind: 'pair',
    incarnation: '',
    name,
    netns,
    peer: { name: '', netns },
  });
  const pair = occupants.primary?.pair;
  if (!pair) {
    throw new NetkitError('does-not-exist', `there is no netkit primary "${id}"`, {
      advice: 'Give the id as NAME or NETNS/NAME of the primary device',
    });
  }
  const incarnation =
    pair.primary.altNames.map(parseAltName).find((mark) => mark !== undefined)?.incarnation ?? '';
  const declared = {
    incarnation,
    owner: occupants.primary?.record?.owner ?? '',
    adopt: false,
    ...endOf(pair.primary),
    mode: pair.mode,
    policy: pair.policy,
    peerPolicy: pair.peerPolicy,
    scrub: pair.scrub ?? 'default',
    peerScrub: pair.peerScrub ?? 'default',
    headroom: pair.headroom ?? 0,
    tailroom: pair.tailroom ?? 0,
    peer: { ...endOf(pair.peer), incarnation },
  } as NetkitPairChecked;
  const state = pairState(declared, pair, await host.facts(), { adopted: false, changes: [] });
  return { id, state: state as unknown as Json, inputs: observedInputs(state) as unknown as Json };
}

function endOf(device: PairView['primary']): Json {
  const { netns, ifindex, kind, operstate, altNames, mac, ...settings } = device;
  return { ...settings, ...(netns === null ? {} : { netns }) };
}
