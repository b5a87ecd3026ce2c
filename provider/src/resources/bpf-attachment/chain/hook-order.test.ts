import { attachment } from '../../../../test/desired.js';
import type { Anchor, BpfAttachmentChecked, NeighbourView } from '@pulumi-netkit/contract';
import { type Entry, type HookView, orderHook } from './hook-order.js';

const urn = (stack: string, name: string): string =>
  `urn:pulumi:${stack}::net::netkit:index:BpfAttachment::${name}`;

const own = (after: Anchor[]): BpfAttachmentChecked =>
  attachment('a', { name: 'own', owner: urn('prod', 'own'), after });

/** Attachments named `other0`, `other1`, …, each with a program of its number, in this order on the hook after `a`. */
function hook(
  ...others: { readonly stack: string; readonly after: readonly Anchor[] }[]
): HookView {
  const neighbours = others.map(({ stack, after }, at): NeighbourView => ({
    attachment: {
      name: `other${at}`,
      attachType: 'netkit/peer',
      target: { name: 'web0', netns: null },
    },
    owner: urn(stack, `other${at}`),
    declared: { placement: 'before-foreign', priority: 500, after, programs: [String(at)] },
  }));
  const entry = { tag: '', programId: 1, linkId: 1 };
  return {
    chain: [
      { ...entry, name: 'a', programName: 'a' },
      ...others.map((_, at) => ({
        ...entry,
        programName: String(at),
        other: { at, name: String(at) },
      })),
    ],
    neighbours,
  };
}

const words = (entries: readonly Entry[]): string =>
  entries
    .map((entry) => ('foreign' in entry ? 'X' : 'own' in entry ? entry.own : entry.name))
    .join(' ');

test('orderHook() follows its own anchor against the recorded one of the same program', () => {
  const { wanted, solved } = orderHook(
    own([{ attachment: 'other0' }]),
    hook({ stack: 'prod', after: [{ attachment: 'own' }] }),
  );
  expect(words(wanted)).toBe('0 a');
  expect(solved.unmet).toEqual([]);
});

test('orderHook() does so through a third attachment of the program, and keeps what closes no cycle', () => {
  const { wanted, solved } = orderHook(
    own([{ attachment: 'other1' }]),
    hook(
      { stack: 'prod', after: [{ attachment: 'own' }] },
      { stack: 'prod', after: [{ attachment: 'other0' }, { attachment: 'other2' }] },
      { stack: 'prod', after: [] },
    ),
  );
  expect(words(wanted)).toMatch(/2 1.* a/);
  expect(solved.unmet).toEqual([]);
});

test('orderHook() reports the cycle with an attachment of another stack', () => {
  const { solved } = orderHook(
    own([{ attachment: 'other0' }]),
    hook({ stack: 'dev', after: [{ attachment: 'own' }] }),
  );
  expect(solved.unmet.map(({ reason }) => reason)).toEqual(['cycle']);
});
