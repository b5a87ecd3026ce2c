/** What is kept on the host of what was declared, and inputs made of it again. Pure. */
import { ASSET_SIGNATURE, SIGNATURE_KEY } from '../../check/object-asset.js';
import type { BpfAttachmentChecked } from '../../generated/types.js';
import type { AttachmentRef, DeclaredChain } from '../../plan/op.js';
import { hashOf } from './programs.js';

/** What an import will need and the chain does not show. */
export function declaredOf({
  incarnation,
  placement,
  programs,
}: Pick<BpfAttachmentChecked, 'placement' | 'programs'> &
  Partial<Pick<BpfAttachmentChecked, 'incarnation'>>): DeclaredChain {
  return {
    ...(incarnation === undefined ? {} : { incarnation }),
    placement,
    programs: programs.map(({ object, ...program }) => ({
      ...program,
      hash: hashOf({ object }),
      ...(object.path === undefined ? {} : { path: object.path }),
    })),
  };
}

/** The inputs that were declared. */
export function inputsOf(
  { name, attachType, target }: AttachmentRef,
  { incarnation = '', placement, programs }: DeclaredChain,
  owner: string,
): BpfAttachmentChecked {
  const { netns, ...device } = target;
  return {
    name,
    attachType,
    target: { ...device, ...(netns === null ? {} : { netns }) },
    placement,
    programs: programs.map(({ hash, path, ...program }) => ({
      ...program,
      object: {
        [SIGNATURE_KEY]: ASSET_SIGNATURE,
        hash,
        ...(path === undefined ? {} : { path }),
      },
    })),
    chain: programs.map((program) => program.name),
    incarnation,
    owner,
  };
}
