/** What the attachment benchmarks work on: a pair, its hook, and attachments as a program might declare them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openNetns } from '@pulumi-netkit/linux-ffi';
import { isBpffs } from '@pulumi-netkit/libbpf-ts';
import { Rtnl } from '@pulumi-netkit/rtnetlink';
import {
  ASSET_SIGNATURE,
  type BpfAttachmentChecked,
  type Host,
  SIGNATURE_KEY,
} from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../provider/src/resources/bpf-attachment/index.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { checkedPair, declaration, KIND, NETNS } from '../lib/sample';

/** Where the programs hang: what the pod sends passes there. A veth has no peer's hook; there it is the ingress here. */
export const HOOK = KIND === 'veth' ? 'tcx/ingress' : 'netkit/peer';
/** The kernel's number of it. */
export const HOOK_NUMBER = HOOK === 'netkit/peer' ? 55 : 46;

/** The compiled bpf.c, beside this file's bundle. */
export const BPF = join(__dirname, 'bpf');

const DEVICE = 'bench1';

/** An attachment as it is recorded. */
export type State = Readonly<Record<string, unknown>>;

/** Mounts a bpffs where none is. */
export function mountBpffs(): void {
  const root = '/sys/fs/bpf';
  if (isBpffs(root)) return;
  mkdirSync(root, { recursive: true });
  execFileSync('mount', ['-t', 'bpf', 'bpf', root]);
}

/** Makes the pair, its peer in the namespace, with addresses on both ends; answers the primary's ifindex. */
export async function makePair(host: Host): Promise<number> {
  if (KIND === 'netkit') await netkitPair.create(host, { ...checkedPair(1), mode: 'l3' });
  else makeVeth();
  using rtnl = Rtnl.open();
  return rtnl.links.get({ name: DEVICE })?.index ?? 0;
}

function makeVeth(): void {
  const { addresses, peer } = declaration(1) as unknown as Declared & { peer: Declared };
  using netns = openNetns(NETNS);
  using here = Rtnl.open();
  using there = Rtnl.open({ netns });
  here.links.create({ kind: 'veth', name: DEVICE, veth: { peer: { name: 'peer1', netns } } });
  for (const [rtnl, name, own] of [
    [here, DEVICE, addresses],
    [there, 'peer1', peer.addresses],
  ] as const) {
    const index = rtnl.links.get({ name })?.index ?? 0;
    rtnl.links.set(index, { up: true });
    for (const address of own) rtnl.addresses.add(index, { address });
  }
}

interface Declared {
  readonly addresses: readonly string[];
}

/** Creates it. */
export async function create(host: Host, declared: BpfAttachmentChecked): Promise<State> {
  return (await bpfAttachment.create(host, { ...declared })).state;
}

/** Changes it. */
export async function update(
  host: Host,
  state: State,
  declared: BpfAttachmentChecked,
): Promise<State> {
  return (await bpfAttachment.update(host, '', state, { ...declared })).state;
}

/** An attachment of some programs of filter.bpf.c to the first pair, checked. */
export function declare(
  hash: string,
  names: readonly string[],
  globals: Readonly<Record<string, number>> = {},
): BpfAttachmentChecked {
  const object = { [SIGNATURE_KEY]: ASSET_SIGNATURE, hash, path: join(__dirname, 'filter.o') };
  const { inputs, failures } = bpfAttachment.check(
    {
      name: 'bench',
      target: { name: DEVICE },
      attachType: HOOK,
      owner: 'urn:pulumi:bench::bench::netkit:index:BpfAttachment::bench',
      programs: names.map((name) => ({
        name,
        object,
        program: name,
        ...(name === 'filter' ? { globals } : {}),
      })),
    },
    undefined,
    () => '',
  );
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return inputs as unknown as BpfAttachmentChecked;
}
