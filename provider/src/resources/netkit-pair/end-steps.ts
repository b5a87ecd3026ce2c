/** The steps that change one end in place, each with its undo. Pure. */
import { canonicalAddress, canonicalRoute, routeKey } from '../../check/ip.js';
import type { NetkitPairChecked } from '../../generated/types.js';
import type { DeviceView, PairView } from '../../host/host.js';
import type { DeviceRef, LinkSetting, LinkSettings, RouteSetting, Step } from '../../plan/op.js';

/** What an end is told to be: the top level of a pair, or its `peer`. */
export type EndDesired = Pick<
  NetkitPairChecked['peer'],
  Exclude<keyof LinkSettings, 'mac'> | 'mac' | 'addresses' | 'routes'
>;

/** Steps by the phase they belong to, so that a pair's two ends can be interleaved. */
export interface EndSteps {
  readonly down: readonly Step[];
  readonly settings: readonly Step[];
  readonly addresses: readonly Step[];
  readonly up: readonly Step[];
  readonly routes: readonly Step[];
}

// gso_max_size up to 65536 drags gso_ipv4_max_size along (and gro likewise), so the IPv4 ones follow.
// kernel-facts.md#gso
const SETTINGS = [
  'name',
  'mtu',
  'mac',
  'group',
  'alias',
  'txQueueLength',
  'gsoMaxSize',
  'gsoIpv4MaxSize',
  'groMaxSize',
  'groIpv4MaxSize',
] as const satisfies readonly (keyof LinkSettings)[];

/** The steps from what is observed of one end to what is desired. `prefix` is `peer.` or empty, for property paths. */
export function endSteps(
  prefix: string,
  desired: EndDesired,
  observed: DeviceView,
  device: DeviceRef,
): EndSteps {
  const settings = SETTINGS.flatMap((key): Step[] => {
    const to = desired[key];
    const from = observed[key];
    if (to === undefined || isSameSetting(key, to, from)) return [];
    return [
      {
        op: { op: 'link.set', device, set: { [key]: to } as LinkSetting },
        path: prefix + key,
        ...(from === undefined
          ? {}
          : { undo: { op: 'link.set', device, set: { [key]: from } as LinkSetting } }),
      },
    ];
  });
  const admin = (up: boolean): Step[] =>
    desired.up === up && observed.up !== up
      ? [
          {
            op: { op: 'link.set', device, set: { up } },
            undo: { op: 'link.set', device, set: { up: !up } },
            path: `${prefix}up`,
          },
        ]
      : [];
  const routes = routeSteps(prefix, desired, observed, device);
  const down = admin(false);
  return {
    // Routes first, while they are there: their undo needs a device that is up.
    down: down.length > 0 ? [...routes.stale, ...down] : [],
    settings,
    addresses: [
      ...(down.length > 0 ? [] : routes.stale),
      ...addressSteps(prefix, desired, observed, device),
    ],
    up: admin(true),
    routes: routes.missing,
  };
}

/** Policy changes, through the primary: those that close and those that open. */
export function setPolicySteps(
  desired: NetkitPairChecked,
  observed: PairView,
  device: DeviceRef,
): { readonly close: readonly Step[]; readonly open: readonly Step[] } {
  const steps = (['policy', 'peerPolicy'] as const)
    .filter((key) => desired[key] !== observed[key])
    .map((key) => ({
      to: desired[key],
      step: {
        op: { op: 'policy.set', device, set: setPolicy(key, desired[key]) },
        undo: { op: 'policy.set', device, set: setPolicy(key, observed[key]) },
        path: key,
      } satisfies Step,
    }));
  return {
    close: steps.filter(({ to }) => to === 'drop').map(({ step }) => step),
    open: steps.filter(({ to }) => to === 'pass').map(({ step }) => step),
  };
}

function setPolicy(
  key: 'policy' | 'peerPolicy',
  to: NetkitPairChecked['policy'],
): { policy: typeof to } | { peerPolicy: typeof to } {
  return key === 'policy' ? { policy: to } : { peerPolicy: to };
}

function isSameSetting(
  key: string,
  desired: string | number,
  observed: string | number | undefined,
): boolean {
  return key === 'mac'
    ? String(desired).toLowerCase() === String(observed).toLowerCase()
    : desired === observed;
}

function addressSteps(
  prefix: string,
  desired: EndDesired,
  observed: DeviceView,
  device: DeviceRef,
): Step[] {
  const wanted = desired.addresses.map(canonicalAddress);
  const missing = wanted.filter((address) => !observed.addresses.includes(address));
  const extra = observed.addresses.filter((address) => !wanted.includes(address));
  const ip = (address: string): string => address.split('/')[0] ?? '';
  // IPv6 holds an address once, whatever its prefix length: that one must go before it comes anew.
  const first = extra.filter((old) => missing.some((address) => ip(address) === ip(old)));
  const step = (op: 'address.add' | 'address.delete', address: string): Step => ({
    op: { op, device, address },
    undo: { op: op === 'address.add' ? 'address.delete' : 'address.add', device, address },
    path: `${prefix}addresses`,
  });
  return [
    ...first.map((address) => step('address.delete', address)),
    ...missing.map((address) => step('address.add', address)),
    ...extra
      .filter((address) => !first.includes(address))
      .map((address) => step('address.delete', address)),
  ];
}

function routeSteps(
  prefix: string,
  desired: EndDesired,
  observed: DeviceView,
  device: DeviceRef,
): { stale: Step[]; missing: Step[] } {
  const wanted = desired.routes.map(canonicalRoute);
  const missing = wanted.filter(
    (route) => !observed.routes.some((other) => isSameRoute(route, other)),
  );
  const extra = observed.routes.filter(
    (route) => !wanted.some((other) => isSameRoute(route, other)),
  );
  const step = (op: 'route.add' | 'route.delete', route: RouteSetting): Step => ({
    op: { op, device, route },
    undo: { op: op === 'route.add' ? 'route.delete' : 'route.add', device, route },
    path: `${prefix}routes`,
  });
  // A gateway must be reachable by a route that is there already, so routes on the link go first and leave last.
  const viaGateway = (route: RouteSetting): number => (route.gateway === undefined ? 0 : 1);
  return {
    stale: extra
      .toSorted((a, b) => viaGateway(b) - viaGateway(a))
      .map((route) => step('route.delete', route)),
    missing: missing
      .toSorted((a, b) => viaGateway(a) - viaGateway(b))
      .map((route) => step('route.add', route)),
  };
}

/** Whether two canonical routes are one to the kernel and lead the same way. */
export function isSameRoute(a: RouteSetting, b: RouteSetting): boolean {
  return (
    routeKey(a) === routeKey(b) &&
    a.gateway === b.gateway &&
    a.source === b.source &&
    a.onLink === b.onLink
  );
}
