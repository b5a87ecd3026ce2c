/** All that a fake kernel holds, as JSON. */
import type { Netns } from '@pulumi-netkit/contract';
import type { FakeKernel } from './fake-kernel.js';

/** See the top of this file. */
export function snapshotOf(kernel: FakeKernel): unknown {
  const devices = kernel.devices.map(({ pair, addresses, routes, altNames, ...device }) => ({
    ...device,
    addresses: [...addresses].sort(),
    altNames: [...altNames].sort(),
    routes: routes.map((route) => JSON.stringify(route)).sort(),
    ...(pair && { pair: { ...pair, primary: pair.primary.name, peer: pair.peer.name } }),
  }));
  return JSON.parse(
    JSON.stringify({
      devices: devices.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
      records: kernel.records.toSorted((a, b) => (a.incarnation < b.incarnation ? -1 : 1)),
      namespaces: [...kernel.namespaces].sort(),
    }),
  );
}

function keyOf({ netns, name }: { readonly netns: Netns; readonly name: string }): string {
  return `${netns ?? ''}/${name}`;
}
