/** What makes a program the one that was declared: its object's content, function, variables and maps. Pure. */
import type { BpfAttachmentChecked, ObjectLoad, ProgramChecked } from '@pulumi-netkit/contract';
import { hashJson } from '../../common/state.js';

/** The SHA-256 of a program's object, as the engine computed it. */
export function hashOf({ object }: Pick<ProgramChecked, 'object'>): string {
  return object.hash;
}

/**
 * The objects of an attachment, each with the programs that come from it. They are loaded together: programs from one object
 * share its maps and variables, and what several of them say about those adds up (`check` refuses contradictions).
 */
export function groupsOf(
  declared: Pick<BpfAttachmentChecked, 'programs'>,
): Omit<ObjectLoad, 'beside' | 'apart'>[] {
  const hashes = [...new Set(declared.programs.map(hashOf))];
  return hashes.map((hash) => {
    const members = declared.programs.filter((program) => hashOf(program) === hash);
    return {
      hash,
      programs: members.map((member) => ({
        name: member.name,
        ...(member.program === undefined ? {} : { program: member.program }),
        config: configOf(declared, member),
      })),
      globals: merged(members, 'globals'),
      maps: merged(members, 'maps') as ObjectLoad['maps'],
    };
  });
}

/** The digest of all that a loaded program depends on; not its path, name or place. */
export function configOf(
  declared: Pick<BpfAttachmentChecked, 'programs'>,
  program: ProgramChecked,
): string {
  const hash = hashOf(program);
  const members = declared.programs.filter((other) => hashOf(other) === hash);
  return hashJson({
    hash,
    program: program.program ?? '',
    globals: merged(members, 'globals'),
    maps: merged(members, 'maps'),
  });
}

function merged(
  members: readonly ProgramChecked[],
  key: 'globals' | 'maps',
): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...members.map((member) => member[key] ?? {})) as Record<
    string,
    unknown
  >;
}
