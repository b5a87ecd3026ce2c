/** Answers what is on a hook, whoever attached it, and whose it is. Changes nothing. */
import { withNetns } from '@pulumi-netkit/linux-ffi';
import { queryChain } from '@pulumi-netkit/libbpf-ts';
import type { HookAnswer, HookQuery } from '@pulumi-netkit/contract';
import type { Registry } from '../../store/registry.js';
import type { Sockets } from '../../sockets.js';
import { findHook } from '../hook.js';
import { neighboursOf } from './neighbours.js';
import { viewChain } from './observe.js';

/** Looks at a hook. @throws NetkitError `hook-missing` or one of the namespace's */
export function observeHook(sockets: Sockets, registry: Registry, query: HookQuery): HookAnswer {
  const { link, isClosedWhenEmpty } = findHook(sockets, query);
  const { revision, entries } = withNetns(sockets.fd(query.target.netns), () =>
    queryChain(link.index, query.attachType),
  );
  const { views: neighbours, byLink } = neighboursOf(registry, query, entries);
  return {
    kind: 'hook',
    revision: String(revision),
    isClosedWhenEmpty,
    chain: viewChain(entries, byLink),
    neighbours,
  };
}
