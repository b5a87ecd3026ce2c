/** What an attachment's state holds, made of what was read back. Pure. State of any earlier release stays readable here. */
import {
  type AttachmentAnswer,
  type BpfAttachmentChecked,
  type BpfAttachmentOutputs,
  DEFAULT_PRIORITY,
  type HostFacts,
  type ProgramChecked,
  type ProgramState,
} from '@pulumi-netkit/contract';
import { digest, STATE_VERSION, type Stored } from '../common/state.js';
import { holding } from './chain/holding.js';
import { configOf, digestOf } from './chain/programs.js';

/** An attachment in the state file: the outputs, and what only we read. */
export type AttachmentState = Stored<BpfAttachmentOutputs> & {
  /** Empty: of an older release. */
  readonly incarnation: string;
};

/** The id, enough to find the attachment by: `web0/netkit/peer/web-egress`, `blue/eth0/tcx/ingress/count`. */
export function attachmentId({ name, attachType, target }: BpfAttachmentChecked): string {
  return [
    ...(target.netns === undefined ? [] : [target.netns]),
    target.name,
    attachType,
    name,
  ].join('/');
}

/**
 * The state of an attachment. `declared` lends the words for what was found to be the same; a program that is not there is
 * not told, one that somebody exchanged is told without the digest of an object.
 */
export function attachmentState(
  declared: BpfAttachmentChecked,
  answer: AttachmentAnswer,
  facts: HostFacts,
  changes: readonly string[],
): AttachmentState {
  const seen = inChain(answer);
  const programs = seen.flatMap(({ name, config }) => {
    const program = declared.programs.find((one) => one.name === name);
    if (!program) return [{ name, object: foreignObject(name) }];
    return [
      config === configOf(declared, program)
        ? program
        : { ...program, object: foreignObject(name) },
    ];
  });
  const attached = seen.map(
    ({ name, programId, linkId, position, tag, mapIds, config }): ProgramState => {
      const program = declared.programs.find((one) => one.name === name);
      const isOurs = program !== undefined && config === configOf(declared, program);
      return {
        name,
        id: programId,
        tag,
        linkId,
        digest: isOurs ? digestOf(program) : '',
        position,
        mapIds: [...mapIds],
      };
    },
  );
  return {
    name: declared.name,
    target: declared.target,
    attachType: declared.attachType,
    programs,
    ...holding(declared, answer),
    adopt: adoptOf(declared),
    attached,
    chain: seen.map(({ name }) => name),
    revision: answer.revision,
    changes: [...changes],
    kernel: facts.kernel,
    incarnation: declared.incarnation,
    owner: declared.owner,
    stateVersion: STATE_VERSION,
    inputsDigest: digest(declared),
  };
}

/** What an older release did not write. */
export function orderOf({
  priority = DEFAULT_PRIORITY,
  before = [],
  after = [],
}: Partial<AttachmentState>): Pick<BpfAttachmentChecked, 'priority' | 'before' | 'after'> {
  return { priority, before, after };
}

/** An older release wrote no `adopt`. */
export function adoptOf({ adopt }: Partial<Pick<AttachmentState, 'adopt'>>): boolean {
  return adopt ?? false;
}

/** The inputs that would declare what was observed. */
export function observedInputs(state: AttachmentState): BpfAttachmentChecked {
  const { attached, revision, changes, kernel, stateVersion, inputsDigest, ...inputs } = state;
  return { ...inputs, ...orderOf(inputs) };
}

/** The inputs that a refresh writes. A program that was exchanged has no object that could be loaded again. */
export function readInputs(state: AttachmentState): Readonly<Record<string, unknown>> {
  const programs = state.programs.map(({ object, ...program }) => {
    return { ...program, ...(object.hash === NO_CONTENT ? {} : { object }) };
  });
  return { ...observedInputs(state), programs };
}

/** Ours in the order they run, each with its pin. */
function inChain(answer: AttachmentAnswer): {
  name: string;
  programId: number;
  linkId: number;
  position: number;
  tag: string;
  mapIds: readonly number[];
  config: string | undefined;
}[] {
  return answer.chain.flatMap(({ name, programId, linkId }, position) => {
    const pin = answer.pins.find((one) => one.role === 'program' && one.linkId === linkId);
    if (name === undefined || !pin) return [];
    const { tag, mapIds, config } = pin;
    return [{ name, programId, linkId, position, tag, mapIds, config }];
  });
}

const NO_CONTENT = '0'.repeat(64);

// An asset like any other to the engine, with a digest that no content has.
function foreignObject(name: string): ProgramChecked['object'] {
  return {
    '4dabf18193072939515e22adb298388d': 'c44067f5952c0a294b673a41bacd8c17',
    hash: NO_CONTENT,
    path: `(not loaded by us: ${name})`,
  };
}
