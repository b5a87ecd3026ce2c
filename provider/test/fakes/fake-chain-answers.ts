/** What a look at the chains of a fake kernel tells. See fake-chain.ts. */
import type { NetkitError } from '@pulumi-netkit/contract';
import {
  type AttachmentAnswer,
  type AttachmentQuery,
  type AttachmentRef,
  type ChainView,
  type HookAnswer,
  type HookQuery,
  type NeighbourView,
  type PinView,
} from '@pulumi-netkit/contract';
import {
  COPY,
  FakeChainState,
  type FakeEntry,
  type FakeHook,
  type FakeLink,
  GATE,
  keyOf,
} from './fake-chain-state.js';

/** `FakeChains`, as far as it answers. */
export class FakeChainAnswers extends FakeChainState {
  /** Answers {@link AttachmentQuery}. */
  answer({ attachment: asked, lookUp, byLinks }: AttachmentQuery): AttachmentAnswer {
    const record = this.recordOf(asked);
    const attachment = lookUp ? (record?.attachment ?? asked) : asked;
    const loaded = record?.loaded ?? {};
    const own = [...this.pinsOf(attachment)];
    const pins = own.map(([pin, link]): PinView => {
      const program = this.programs.get(link.programId);
      const config = loaded[String(link.programId)];
      return {
        pin,
        name: pin.replace(COPY, ''),
        role: pin.endsWith(COPY) ? 'copy' : 'program',
        linkId: link.id,
        programId: link.programId,
        tag: `tag-${program?.name ?? ''}`,
        mapIds: Object.values(program?.maps ?? {}),
        ...(config === undefined ? {} : { config }),
        isGate: program?.name === GATE,
        ...(link.hook ? {} : { isDefunct: true }),
      };
    });
    const hasFreshMaps = this.maps.hasLoose(
      keyOf(attachment),
      this.runningMaps(attachment).values(),
    );
    const linked = own.map(([, { hook }]) => hook).find((hook) => hook && this.isSeen(hook));
    let noHook: AttachmentAnswer['noHook'];
    let hook = byLinks ? linked : undefined;
    try {
      hook ??= this.find(attachment);
    } catch (error) {
      const { code, summary, details } = error as NetkitError;
      noHook = { code, summary, details };
      hook = linked;
    }
    const base = {
      kind: 'attachment',
      pins,
      hasFreshMaps,
      ...(record ? { record } : {}),
      ...(noHook ? { noHook } : {}),
    } as const;
    if (!hook)
      return { ...base, revision: '0', chain: [], neighbours: [], isClosedWhenEmpty: false };
    const { entries, revision, isClosedWhenEmpty } = this.show(hook);
    const { chain, neighbours } = this.viewChain(entries, attachment);
    const { name, netns } = hook.device;
    return { ...base, revision, chain, neighbours, device: { name, netns }, isClosedWhenEmpty };
  }

  /** A chain, with whose each program is: of `own`, or of another attachment. */
  protected viewChain(
    entries: readonly FakeEntry[],
    own?: AttachmentRef,
  ): Pick<HookAnswer, 'chain' | 'neighbours'> {
    const neighbours: NeighbourView[] = [];
    const keys: string[] = [];
    const chain = entries.flatMap(({ linkId, programId, label }): ChainView[] => {
      const tag = `tag-${this.programs.get(programId)?.name ?? ''}`;
      const entry = { programId, linkId, programName: label, tag };
      const [key, pins] = [...this.pins].find(([, all]) =>
        [...all.values()].some(({ id }) => id === linkId),
      ) ?? ['', new Map<string, FakeLink>()];
      const [pin] = [...pins].find(([, { id }]) => id === linkId) ?? [];
      if (pin === undefined) return [entry];
      if (pin.endsWith(COPY)) return [];
      if (own && key === keyOf(own)) return [{ ...entry, name: pin }];
      if (!keys.includes(key)) {
        keys.push(key);
        neighbours.push(this.neighbour(key));
      }
      return [{ ...entry, other: { at: keys.indexOf(key), name: pin } }];
    });
    return { chain, neighbours };
  }

  protected neighbour(key: string): NeighbourView {
    const record = this.kernel.records
      .filter((one) => one.kind === 'attachment')
      .find(({ attachment }) => keyOf(attachment) === key);
    if (!record) throw new Error(`the fake expects a record of ${key}`);
    const { attachment, owner, declared } = record;
    if (!declared) return { attachment, owner };
    const { programs, incarnation: _incarnation, ...wish } = declared;
    return { attachment, owner, declared: { ...wish, programs: programs.map(({ name }) => name) } };
  }

  /** Whether a name leads to the namespace that a device is in. */
  protected isSeen({ device: { netns } }: FakeHook): boolean {
    return netns === null || this.kernel.namespaces.get(netns)?.state === 'namespace';
  }

  protected show({ device, entries, attachType, revision }: FakeHook): {
    readonly entries: readonly FakeEntry[];
    readonly revision: string;
    readonly isClosedWhenEmpty: boolean;
  } {
    const isSilent = attachType.startsWith('netkit/') && entries.length === 0;
    const policy = attachType === 'netkit/peer' ? device.pair?.peer.policy : device.policy;
    return {
      entries,
      revision: isSilent ? '0' : String(revision),
      isClosedWhenEmpty: attachType.startsWith('netkit/') && policy === 'drop',
    };
  }

  /** Answers {@link HookQuery}. */
  answerHook({ attachType, target }: HookQuery): HookAnswer {
    const { entries, revision, isClosedWhenEmpty } = this.show(this.find({ attachType, target }));
    return { kind: 'hook', revision, isClosedWhenEmpty, ...this.viewChain(entries) };
  }
}
