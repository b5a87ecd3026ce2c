/** Pairs that were created on a fake host. */
import { incarnation, pair } from '../../../../test/desired.js';
import { FakeHost } from '../../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../../test/fakes/fake-kernel.js';
import type { Json } from '../../common/resource.js';
import { netkitPair } from '../index.js';

export const A = incarnation('a');
export const json = (value: object): Json => value as Json;

export const ROUTED: Json = {
  policy: 'pass',
  addresses: ['10.0.0.1/24', '10.1.0.1/24'],
  routes: [{ destination: '10.9.0.0/16' }, { destination: '10.8.0.0/16', gateway: '10.0.0.2' }],
  alias: 'pod',
  peer: { addresses: ['10.0.0.2/24'], routes: [{ destination: 'default', gateway: '10.0.0.1' }] },
};

export const VIA = { destination: 'default', gateway: '10.0.0.1', metric: 71 };

export async function created(
  changes: Json = ROUTED,
): Promise<{ kernel: FakeKernel; host: FakeHost; state: Json; id: string }> {
  const kernel = new FakeKernel();
  const host = new FakeHost(kernel);
  return { kernel, host, ...(await netkitPair.create(host, json(pair(changes)))) };
}

/** Paths of the keys in which two meanings differ. */
export function changedKeys(is: Json, other: Json): string[] {
  const differing = (a: Json, b: Json): string[] =>
    [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
      (key) => key !== 'peer' && JSON.stringify(a[key]) !== JSON.stringify(b[key]),
    );
  const inPeer = differing(is['peer'] as Json, other['peer'] as Json);
  return [...differing(is, other), ...inPeer.map((key) => `peer.${key}`)].sort();
}
