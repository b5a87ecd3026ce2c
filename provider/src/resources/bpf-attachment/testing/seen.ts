/** What is planned for a chain that is written as text. */
import { attachment } from '../../../../test/desired.js';
import {
  type AttachmentAnswer,
  type BpfAttachmentChecked,
  type ChainView,
  describePlan,
  type Op,
  type PinView,
  type Plan,
} from '@pulumi-netkit/contract';
import { planAttachment } from '../plan.js';
import { configOf } from '../chain/programs.js';

export interface Seen {
  /** Ours as they are loaded now; absent: as declared. */
  readonly as?: BpfAttachmentChecked;
  readonly drops?: boolean;
  /** Which of ours runs the gate. */
  readonly gate?: string;
  readonly pins?: readonly Partial<PinView>[];
  readonly more?: Partial<AttachmentAnswer>;
}

/** What is seen of a chain, as text: upper case is foreign, `O` without a link. */
export function seen(
  declared: BpfAttachmentChecked,
  chain: string,
  told: Seen = {},
): AttachmentAnswer {
  const { as = declared, drops = false, gate, pins = [], more = {} } = told;
  const entries = Array.from(chain, (letter, at): ChainView => {
    const isOurs = letter === letter.toLowerCase();
    const linkId = letter === 'O' ? 0 : 200 + at;
    return {
      programId: 100 + at,
      linkId,
      programName: `prog_${letter}`,
      tag: '',
      ...(isOurs ? { name: letter } : {}),
    };
  });
  const own = entries.flatMap(({ name, linkId, programId }): PinView[] => {
    if (name === undefined) return [];
    const program = as.programs.find((one) => one.name === name);
    const isGate = name === gate;
    const config = program && !isGate && { config: configOf(as, program) };
    return [pinView({ pin: name, name, linkId, programId, isGate, ...config })];
  });
  return {
    kind: 'attachment',
    revision: chain === '' ? '0' : '7',
    chain: entries,
    neighbours: [],
    isClosedWhenEmpty: drops,
    pins: [...own, ...pins.map(pinView)],
    hasFreshMaps: false,
    ...more,
  };
}

export function pinView(pin: Partial<PinView>): PinView {
  return {
    pin: 'x',
    name: 'x',
    role: 'program',
    linkId: 900,
    programId: 900,
    tag: 't',
    mapIds: [],
    isGate: false,
    ...pin,
  };
}

export const lines = (declared: BpfAttachmentChecked, chain: string, told?: Seen): string[] =>
  describePlan(planAttachment(declared, seen(declared, chain, told)));
export const opsOf = <K extends Op['op']>(plan: Plan, kind: K): Extract<Op, { op: K }>[] =>
  plan.flatMap(({ op }) => (op.op === kind ? [op as Extract<Op, { op: K }>] : []));

export const abc = attachment('a b c');
