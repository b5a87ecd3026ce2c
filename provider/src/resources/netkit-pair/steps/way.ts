/**
 * Who is on the names that a pair wants although the names are about to be free: the pair that it replaces, and pairs of
 * other resources of the same program that give their names up in this run. Pure.
 */
import {
  altNameOf,
  asideName,
  type DeviceView,
  type End,
  ENDS,
  type Hold,
  type NetkitPairChecked,
  type Occupant,
  type OwnerRecord,
  type PairAnswer,
  type PairView,
  parseAltName,
  type Step,
} from '@pulumi-netkit/contract';
import { programOf } from '../../common/owner.js';
import type { Run } from '../../common/resource.js';
import { netnsOf } from '../state.js';

/** An answer without what the plan removes first. */
export interface Replacing {
  readonly answer: PairAnswer;
  /** The pair that has to go before this one can have its names. */
  readonly replaced?: PairView;
}

/**
 * Takes the pair that the state of this run still names out of an answer. A replacement that is forced, as with `--replace`,
 * is made before the old pair is deleted: it must never be taken for what a killed run left.
 */
export function withoutStanding(
  desired: NetkitPairChecked,
  answer: PairAnswer,
  standing: string | undefined,
): Replacing {
  if (standing === undefined || standing === desired.incarnation) return { answer };
  const isStanding = ({ record, pair, unmarked }: Partial<Occupant & Leftover>): boolean =>
    record?.incarnation === standing ||
    unmarked === standing ||
    (pair !== undefined && ENDS.some((end) => marksOf(pair[end]).includes(standing)));
  const found = [...answer.leftovers, ...Object.values(answer.occupants)].find(isStanding);
  const occupants = Object.fromEntries(
    Object.entries(answer.occupants).filter(([, occupant]) => !isStanding(occupant)),
  );
  const leftovers = answer.leftovers.filter((leftover) => !isStanding(leftover));
  const pair = found?.pair;
  return {
    answer: { ...answer, leftovers, occupants },
    // Elsewhere and under other names it is in nobody's way, and the engine deletes it in its own time.
    ...(pair && isInTheWay(pair, found.record, desired) ? { replaced: pair } : {}),
  };
}

type Leftover = PairAnswer['leftovers'][number];

function isInTheWay(
  pair: PairView,
  record: OwnerRecord | undefined,
  desired: NetkitPairChecked,
): boolean {
  const isSamePlace =
    record?.kind === 'pair' &&
    record.name === desired.name &&
    record.netns === netnsOf(desired, 'primary');
  const names = ENDS.map((end) => placeOf(nameOf(desired, end), netnsOf(desired, end)));
  return (
    isSamePlace || ENDS.some((end) => names.includes(placeOf(pair[end].name, pair[end].netns)))
  );
}

/** One round that frees a name, and how it is taken back if the run ends before the other resource gets its own new name. */
export interface Freeing {
  readonly step: Step;
  readonly hold: Hold;
}

/**
 * Frees a name that another resource of the same program holds and gives up in this run: its device gets a name that is made
 * of its mark until its own resource renames or deletes it. So resources exchange names in any order. Undefined: there is no
 * such name, and what is in the way is a stranger's.
 */
export function freeName(
  desired: NetkitPairChecked,
  { ours, occupants }: PairAnswer,
  run: Run | undefined,
): Freeing | undefined {
  if (!run) return undefined;
  for (const end of ENDS) {
    const occupant = occupants[end];
    const name = nameOf(desired, end);
    const record = occupant && givingUp(occupant, name, desired, run, ours !== undefined);
    const mark = occupant?.device.altNames.find((one) => parseAltName(one) !== undefined);
    if (!record || mark === undefined) continue;
    const { netns } = occupant.device;
    const theirs = { netns, name, altName: mark };
    const own = { netns, name, altName: altNameOf(desired.incarnation, end) };
    const back = { op: 'link.set', device: theirs, set: { name } } as const;
    return {
      step: {
        op: { op: 'link.set', device: theirs, set: { name: asideName(mark) } },
        undo: back,
        path: end === 'primary' ? 'name' : 'peer.name',
      },
      hold: {
        key: record.incarnation,
        undo: [
          { op: { op: 'link.set', device: own, set: { name: asideName(own.altName) } } },
          { op: back },
        ],
      },
    };
  }
  return undefined;
}

function givingUp(
  { device, record }: Occupant,
  name: string,
  desired: NetkitPairChecked,
  run: Run,
  isUpdate: boolean,
): OwnerRecord | undefined {
  // An alternative name stays with its device, whatever that is called.
  if (!record || device.name !== name || (desired.adopt && !isUpdate)) return undefined;
  const isSibling =
    record.owner !== desired.owner && programOf(record.owner) === programOf(desired.owner);
  // A name that is new to the program may be wanted by mistake; one of a pair that was there before is an exchange.
  const isExchange = isUpdate || run.hasDeleted || run.standing !== undefined;
  return isSibling && (isExchange || run.hasChecked(record.owner)) ? record : undefined;
}

function nameOf(desired: NetkitPairChecked, end: End): string {
  return end === 'primary' ? desired.name : desired.peer.name;
}

function placeOf(name: string, netns: string | null): string {
  return JSON.stringify([netns, name]);
}

function marksOf({ altNames }: DeviceView): string[] {
  return altNames.flatMap((altName) => parseAltName(altName)?.incarnation ?? []);
}
