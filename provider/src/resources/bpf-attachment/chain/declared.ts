/** What is kept on the host of what was declared, and inputs made of it again. Pure. */
import {
  type Anchor,
  ASSET_SIGNATURE,
  type AttachmentRef,
  type BpfAttachmentChecked,
  type DeclaredChain,
  DEFAULT_PRIORITY,
  SIGNATURE_KEY,
} from '@pulumi-netkit/contract';
import { digestJson } from '../../common/state.js';

/** A declaration, with where its secrets are. */
type Declaration = Pick<BpfAttachmentChecked, 'placement' | 'programs'> &
  Partial<Pick<BpfAttachmentChecked, 'incarnation' | 'priority' | 'before' | 'after'>> & {
    readonly secretPaths?: readonly (readonly (string | number)[])[];
  };

/** What an import will need and the chain does not show; of a secret value a digest. */
export function declaredOf({
  incarnation,
  placement,
  priority,
  before,
  after,
  programs,
  secretPaths = [],
}: Declaration): DeclaredChain {
  const isSecret = (at: number, ...keys: readonly string[]): boolean =>
    secretPaths.some((path) =>
      path.every((key, depth) => {
        const here = ['programs', at, ...keys][depth];
        return here === undefined || String(here) === String(key);
      }),
    );
  return {
    ...(incarnation === undefined ? {} : { incarnation }),
    placement,
    ...(priority === undefined ? {} : { priority }),
    ...anchorsOf({ before, after }),
    programs: programs.map(({ object, globals, maps, ...program }, at) => {
      const kept = { globals, maps, path: object.path };
      const [secret, plain] = split(Object.entries(kept), ([key, value]) => {
        if (value === undefined) return false;
        return isSecret(at, key === 'path' ? 'object' : key);
      });
      return {
        ...program,
        digest: object.hash,
        ...Object.fromEntries(plain.filter(([, value]) => value !== undefined)),
        ...(secret.length === 0
          ? {}
          : {
              secret: Object.fromEntries(secret.map(([key, value]) => [key, digestJson(value)])),
            }),
      };
    }),
  };
}

/** Anchors without empty lists. */
export function anchorsOf(lists: {
  readonly before?: readonly Anchor[] | undefined;
  readonly after?: readonly Anchor[] | undefined;
}): Pick<DeclaredChain, 'before' | 'after'> {
  return Object.fromEntries(
    Object.entries(lists).filter(([, list]) => list !== undefined && list.length > 0),
  );
}

function split<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Where an attachment was declared to be in its chain, as inputs. */
export function inputOrder({
  placement,
  priority = DEFAULT_PRIORITY,
  before = [],
  after = [],
}: DeclaredChain): Pick<BpfAttachmentChecked, 'placement' | 'priority' | 'before' | 'after'> {
  return { placement, priority, before, after };
}

/** The inputs that were declared. */
export function inputsOf(
  { name, attachType, target }: AttachmentRef,
  declared: DeclaredChain,
  owner: string,
): BpfAttachmentChecked {
  const { incarnation = '', programs } = declared;
  const { netns, ...device } = target;
  return {
    name,
    attachType,
    target: { ...device, ...(netns === null ? {} : { netns }) },
    ...inputOrder(declared),
    adopt: false,
    programs: programs.map(({ digest, path, secret: _secret, ...program }) => ({
      ...program,
      object: {
        [SIGNATURE_KEY]: ASSET_SIGNATURE,
        hash: digest,
        ...(path === undefined ? {} : { path }),
      },
    })),
    chain: programs.map((program) => program.name),
    incarnation,
    owner,
  };
}
