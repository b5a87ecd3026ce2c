/** What makes a program the one that was declared: its object's content, function, variables and maps. Pure. */
import type { BpfAttachmentChecked, ObjectLoad, ProgramChecked } from '@pulumi-netkit/contract';
import { digestJson } from '../../common/state.js';

/** The SHA-256 of a program's object, as the engine computed it. */
export function digestOf({ object }: Pick<ProgramChecked, 'object'>): string {
  return object.hash;
}

/**
 * The objects of an attachment, each with the programs that come from it. They are loaded together: programs from one object
 * share its maps and variables, and what several of them say about those adds up (`check` refuses contradictions).
 */
export function groupsOf(
  declared: Pick<BpfAttachmentChecked, 'programs'>,
): Omit<ObjectLoad, 'beside' | 'apart'>[] {
  const digests = [...new Set(declared.programs.map(digestOf))];
  return digests.map((digest) => {
    const members = declared.programs.filter((program) => digestOf(program) === digest);
    return {
      digest,
      programs: members.map((member) => ({
        name: member.name,
        ...(member.program === undefined ? {} : { program: member.program }),
        config: configOf(declared, member),
      })),
      globals: merged(members, 'globals'),
      maps: merged(members, 'maps'),
    };
  });
}

/** The digest of all that a loaded program depends on; not its path, name or place. */
export function configOf(
  declared: Pick<BpfAttachmentChecked, 'programs'>,
  program: ProgramChecked,
): string {
  const digest = digestOf(program);
  const members = declared.programs.filter((other) => digestOf(other) === digest);
  return digestJson({
    hash: digest, // The key of the first release: another one would make every program look changed.
    program: program.program ?? '',
    globals: merged(members, 'globals'),
    maps: merged(members, 'maps'),
  });
}

function merged<K extends 'globals' | 'maps'>(
  members: readonly ProgramChecked[],
  key: K,
): NonNullable<ProgramChecked[K]> {
  return Object.assign({}, ...members.map((member) => member[key])) as NonNullable<
    ProgramChecked[K]
  >;
}
