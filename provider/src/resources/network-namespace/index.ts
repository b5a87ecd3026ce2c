/** NetworkNamespace: the six verbs, small enough to hold its plan and state. README.md in this folder tells its life. */
import {
  derivedNetnsIncarnation,
  type Host,
  type HostFacts,
  NetkitError,
  type NetnsAnswer,
  type NetnsQuery,
  type NetworkNamespaceChecked,
  type NetworkNamespaceOutputs,
  type OwnerRecord,
  type Plan,
  type Step,
  VALUE_FORMATS,
} from '@pulumi-netkit/contract';
import { converge } from '../common/converge.js';
import { diffByKeys } from '../common/diff.js';
import { assertImportable, assertNotTaken, ownerIs, tookOver } from '../common/owner.js';
import { previewOutputs } from '../common/preview.js';
import type { Json, Resource } from '../common/resource.js';
import {
  assertReadable,
  isLookUp,
  digest,
  omit,
  STATE_VERSION,
  type Stored,
} from '../common/state.js';
import { checkNetworkNamespace } from './inputs.js';

type State = Stored<NetworkNamespaceOutputs> & {
  /** The boot in which `inode` means something. */
  readonly bootId: string;
};

const room: Resource<Host, NetworkNamespaceChecked, State> = {
  kind: 'NetworkNamespace',
  check: checkNetworkNamespace,

  claims: (inputs) => [{ property: 'name', what: `network namespace ${inputs.name}` }],

  diff(recorded, desired) {
    assertReadable(recorded);
    const isSame = (_path: string, is: unknown, want: unknown): boolean => is === want;
    return diffByKeys('NetworkNamespace', ['name', 'adopt', 'force'], recorded, desired, isSame);
  },

  preview: (recorded, desired) => previewOutputs('NetworkNamespace', recorded, desired, []),

  async create(host, desired, run) {
    const { bootId } = await host.facts();
    let adopted = false;
    const plan = (answer: NetnsAnswer): Plan => {
      if (isReplaced(answer, run?.standing, desired, bootId)) return replaceNetns(desired, answer);
      adopted ||= isStranger(answer, desired);
      return planNetns(desired, answer);
    };
    // What is in it counts when it is to be replaced.
    const contents = run?.standing === undefined ? {} : { contents: true };
    const query = { ...netnsQuery(desired, desired.owner), ...contents };
    const { answer, done } = await converge(host, query, plan, undoSteps, {}, (planned) => ({
      key: desired.incarnation,
      undo: undoSteps(planned),
    }));
    const state = netnsState(desired, answer, await host.facts(), adopted);
    const isNew = done.some(({ op }) => op.op === 'netns.bind');
    const isTakenOver = !isNew && state['adopted'] === false;
    return {
      id: desired.name,
      state,
      ...(isTakenOver ? { said: tookOver(`network namespace "${desired.name}"`) } : {}),
    };
  },

  async read(host, id, recorded) {
    assertReadable(recorded);
    if (isLookUp(recorded)) return lookUp(host, id, recorded);
    const state = recorded;
    const [answer, facts] = [await host.observe(netnsQuery(state)), await host.facts()];
    if (!isStill(state, answer, facts)) {
      // The engine forgets it, and so do we.
      await host.run([{ op: { op: 'record.remove', incarnation: state.incarnation } }]);
      return undefined;
    }
    const seen = netnsState(state, answer, facts, state.adopted);
    return {
      id,
      state: { ...seen, inputsDigest: state.inputsDigest },
      inputs: observedInputs(state),
    };
  },

  // Nothing of a namespace changes in place but what we are allowed to do with it.
  async update(host, _id, before, inputs) {
    assertReadable(before);
    const facts = await host.facts();
    const { incarnation, adopted } = before;
    const desired = { ...inputs, incarnation };
    const { answer } = await converge(
      host,
      netnsQuery(desired),
      // One that was imported has no record yet, and is no stranger's for that.
      (seen) => {
        assertNotTaken('netns-not-ours', before, seen.record, desired.owner, desired.adopt);
        return planNetns(
          { ...desired, adopt: desired.adopt || isStill(before, seen, facts) },
          seen,
        );
      },
      () => [],
    );
    return { state: netnsState(desired, answer, facts, adopted) };
  },

  async delete(host, _id, state, owner) {
    assertReadable(state);
    const answer = await host.observe({ ...netnsQuery(state), contents: true });
    const forget: Step = { op: { op: 'record.remove', incarnation: state.incarnation } };
    // A delete that was killed between unmount and unlink left the bare file.
    if (answer.state === 'file' && answer.record?.incarnation === state.incarnation)
      return host.run([{ op: { op: 'netns.delete', name: state.name } }, forget]);
    // Somebody deleted ours and made one of the same name, or took it over. Ours is gone; theirs stays.
    if (!isStill(state, answer, await host.facts())) return host.run([forget]);
    assertNotTaken('netns-not-ours', state, answer.record, owner);
    if (!state.force) assertDeletable(state, answer);
    // The helper deletes what a record speaks of. One that was imported and not changed since has none yet.
    const adopt: Step[] = answer.record
      ? []
      : [{ op: { op: 'record.write', record: recordOf(state, 'made') } }];
    await host.run([...adopt, { op: { op: 'netns.delete', name: state.name } }, forget]);
  },
};

/** The resource `netkit:index:NetworkNamespace`. */
export const networkNamespace: Resource = room;

/** Finds a namespace by its name alone. One without a record of ours is known by its inode from then on. */
async function lookUp(host: Host, name: string, given: Json): ReturnType<Resource['read']> {
  const isName = VALUE_FORMATS['netns-name'](name) === undefined;
  const answer = isName && (await host.observe(netnsQuery({ name, incarnation: '' })));
  if (!answer || answer.state === 'absent') {
    throw new NetkitError('does-not-exist', `there is no network namespace "${name}"`, {
      advice:
        'Give its name under /run/netns as the id, with HOST: in front when it is on another host',
    });
  }
  if (answer.state === 'file') {
    throw new NetkitError(
      'netns-not-a-namespace',
      `/run/netns/${name} is a plain file, and no namespace is mounted on it`,
      { advice: 'Remove the file, or declare the namespace: what a killed run left is finished' },
    );
  }
  const [{ record, inode = '' }, facts] = [answer, await host.facts()];
  const declared = {
    name,
    adopt: false,
    force: false,
    incarnation: record?.incarnation ?? derivedNetnsIncarnation(facts.bootId, inode),
    owner: record?.owner ?? '',
  };
  const state = netnsState(declared, answer, facts, record === undefined);
  assertImportable('netns-not-ours', declared, given);
  return { id: name, state: { ...state }, inputs: declared };
}

function observedInputs({ name, adopt, force, incarnation, owner }: State): Json {
  return { name, adopt, force, incarnation, owner };
}

function netnsQuery(
  { name, incarnation }: { readonly name: string; readonly incarnation: string },
  owner?: string,
): NetnsQuery {
  return { kind: 'netns', name, incarnation, ...(owner === undefined ? {} : { owner }) };
}

/** Whether what is there is what the state tells of. Inodes are only told apart within one boot. */
function isStill(
  state: State,
  { state: kind, inode, record }: NetnsAnswer,
  facts: HostFacts,
): boolean {
  const isTakenOver = record !== undefined && record.incarnation !== state.incarnation;
  return (
    kind === 'namespace' &&
    inode === state.inode &&
    facts.bootId === state.bootId &&
    (!isTakenOver || state.incarnation === '')
  );
}

/**
 * Whether the namespace that stands is the one that this create replaces: a forced replacement, as with `--replace`, is made
 * before the engine deletes the old one.
 */
function isReplaced(
  { record, state, inode = '' }: NetnsAnswer,
  standing: string | undefined,
  desired: NetworkNamespaceChecked,
  bootId: string,
): boolean {
  if (standing === undefined || standing === desired.incarnation || state !== 'namespace')
    return false;
  return (record?.incarnation ?? derivedNetnsIncarnation(bootId, inode)) === standing;
}

/** Deletes the old namespace and makes the new one in one plan. @throws NetkitError when anything is in the old one */
function replaceNetns(desired: NetworkNamespaceChecked, answer: NetnsAnswer): Plan {
  const { ownContents = [], foreignDevices, processes, record } = answer;
  const inside = [...ownContents, ...(desired.force ? [] : [...foreignDevices, ...processes])];
  if (inside.length > 0) {
    throw new NetkitError(
      'netns-busy',
      `network namespace "${desired.name}" cannot be replaced while ${some(inside)} ${inside.length === 1 ? 'is' : 'are'} in it; nothing was changed`,
      {
        path: 'name',
        advice:
          'Set the resource option deleteBeforeReplace: true on the namespace; then Pulumi deletes what depends on it first and makes all of it again',
      },
    );
  }
  const old = record ? [record.incarnation] : [];
  return [
    { op: { op: 'netns.delete', name: desired.name } },
    ...old.map((incarnation): Step => ({ op: { op: 'record.remove', incarnation } })),
    ...planNetns(desired, {
      ...omit(answer, ['record']),
      state: 'absent',
      leftovers: [],
      loUp: false,
    }),
  ];
}

function undoSteps(done: Plan): Plan {
  return done.flatMap(({ undo }) => (undo ? [{ op: undo }] : [])).reverse();
}

/** Somebody else's: there, and recorded neither for this resource, whatever its URN was, nor for an earlier try of it. */
function isStranger({ state, record }: NetnsAnswer, desired: NetworkNamespaceChecked): boolean {
  const isOurs = record?.owner === desired.owner || record?.incarnation === desired.incarnation;
  return state !== 'absent' && !isOurs;
}

function planNetns(desired: NetworkNamespaceChecked, answer: NetnsAnswer): Plan {
  const { name } = desired;
  const steps: Step[] = answer.leftovers
    .filter(({ incarnation }) => incarnation !== answer.record?.incarnation)
    .map(({ incarnation }) => ({ op: { op: 'record.remove', incarnation } }));
  if (isStranger(answer, desired) && !(desired.adopt && answer.state === 'namespace')) {
    const { words, advice } = answer.record
      ? ownerIs(answer.record.owner, desired.owner)
      : { words: 'was not made by this resource', advice: 'Choose another name' };
    throw new NetkitError(
      'netns-not-ours',
      answer.state === 'file'
        ? `/run/netns/${name} exists and is a plain file, no namespace`
        : `network namespace "${name}" exists and ${words}; it was left untouched`,
      {
        path: 'name',
        errno: 'EEXIST',
        advice:
          answer.state === 'file'
            ? 'Remove the file, or choose another name'
            : `${advice}, or set adopt: true to take it over`,
      },
    );
  }
  const record = (phase: OwnerRecord['phase']): OwnerRecord => recordOf(desired, phase);
  const isNew = answer.state !== 'namespace';
  if (answer.record?.incarnation === desired.incarnation) {
    // Imported from another resource, which it belonged to.
    if (answer.record.owner !== desired.owner) {
      steps.push({
        op: { op: 'record.write', record: record(answer.record.phase) },
        undo: { op: 'record.write', record: answer.record },
      });
    }
  } else {
    steps.push({
      op: { op: 'record.write', record: record(isNew ? 'creating' : 'made') },
      undo: { op: 'record.remove', incarnation: desired.incarnation },
    });
    if (answer.record) {
      steps.push({
        op: { op: 'record.remove', incarnation: answer.record.incarnation },
        undo: { op: 'record.write', record: answer.record },
      });
    }
  }
  if (answer.state === 'absent') {
    steps.push({
      op: { op: 'netns.touch', name },
      undo: { op: 'netns.delete', name },
      path: 'name',
    });
  }
  if (isNew) steps.push({ op: { op: 'netns.bind', name }, path: 'name' });
  if (!answer.loUp) steps.push({ op: { op: 'netns.loUp', name } });
  if (isNew || answer.record?.phase === 'creating') {
    steps.push({ op: { op: 'record.write', record: record('made') } });
  }
  return steps;
}

function recordOf(
  { incarnation, owner, name }: Pick<State, 'incarnation' | 'owner' | 'name'>,
  phase: OwnerRecord['phase'],
): OwnerRecord {
  return { kind: 'netns', incarnation, owner, phase, name };
}

function assertDeletable(state: State, answer: NetnsAnswer): void {
  const refuse = (code: 'netns-not-ours' | 'netns-busy', why: string): never => {
    throw new NetkitError(code, `network namespace "${state.name}" is kept: ${why}`, {
      path: 'force',
      advice:
        'Set force: true and run up, then delete it all the same; or let Pulumi forget it with retainOnDelete',
    });
  };
  if (state.adopted) refuse('netns-not-ours', 'it was adopted, not made by this resource');
  const { foreignDevices, processes } = answer;
  if (foreignDevices.length > 0)
    refuse('netns-busy', `it holds devices of others: ${some(foreignDevices)}`);
  if (processes.length > 0) refuse('netns-busy', `processes run in it: ${some(processes)}`);
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function netnsState(
  declared: Pick<State, 'name' | 'adopt' | 'force' | 'incarnation' | 'owner'>,
  answer: NetnsAnswer,
  facts: HostFacts,
  adopted: boolean,
): Json {
  const { name, adopt, force, incarnation, owner } = declared;
  const state: State = {
    name,
    adopt,
    force,
    path: `/run/netns/${name}`,
    inode: answer.inode ?? '',
    adopted,
    incarnation,
    kernel: facts.kernel,
    owner,
    stateVersion: STATE_VERSION,
    inputsDigest: digest({ name, adopt, force }),
    bootId: facts.bootId,
  };
  return state;
}
