/** The steps that change one end in place, each with its undo. Pure. */
import {
  canonicalAddress,
  canonicalDestination,
  canonicalRoute,
  type DeviceRef,
  type DeviceView,
  type LinkSetting,
  type LinkSettings,
  type NetkitPairChecked,
  type Op,
  type PairView,
  routeKey,
  type RouteSetting,
  SIZES,
  type Step,
} from '@pulumi-netkit/contract';

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

const SETTINGS = [
  'name',
  'mtu',
  'mac',
  'group',
  'alias',
  'txQueueLength',
  ...SIZES,
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
    // Those that need an address are for the next round, which sees the addresses that are left.
    routes: losesAddresses(desired, observed)
      ? routes.missing.filter(({ op }) => !needsAddress(op))
      : routes.missing,
  };
}

function needsAddress(op: Op): boolean {
  return op.op === 'route.add' && (op.route.gateway ?? op.route.source) !== undefined;
}

/**
 * Whether the kernel may remove addresses that are wanted: with the first IPv4 address of a subnet go all others of it, unless
 * promote_secondaries is set. kernel-facts.md#addresses
 */
function losesAddresses({ addresses }: EndDesired, observed: DeviceView): boolean {
  const wanted = new Set(addresses.map(canonicalAddress));
  const subnets = new Set([...wanted].map((address) => canonicalDestination(address)));
  return observed.addresses.some(
    (address) =>
      !wanted.has(address) && !address.includes(':') && subnets.has(canonicalDestination(address)),
  );
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
  const [isWanted, isThere] = [new Set(wanted), new Set(observed.addresses)];
  const missing = wanted.filter((address) => !isThere.has(address));
  const extra = observed.addresses.filter((address) => !isWanted.has(address));
  const ip = (address: string): string => address.split('/')[0] ?? '';
  // IPv6 holds an address once, whatever its prefix length: that one must go before it comes anew.
  const coming = new Set(missing.map(ip));
  const first = extra.filter((old) => coming.has(ip(old)));
  const step = (op: 'address.add' | 'address.delete', address: string): Step => ({
    op: { op, device, address },
    undo: { op: op === 'address.add' ? 'address.delete' : 'address.add', device, address },
    path: `${prefix}addresses`,
  });
  return [
    ...first.map((address) => step('address.delete', address)),
    ...missing.map((address) => step('address.add', address)),
    ...extra
      .filter((old) => !coming.has(ip(old)))
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
  const [isWanted, isThere] = [
    new Set(wanted.map(routeIdentity)),
    new Set(observed.routes.map(routeIdentity)),
  ];
  const missing = wanted.filter((route) => !isThere.has(routeIdentity(route)));
  const extra = observed.routes.filter((route) => !isWanted.has(routeIdentity(route)));
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

/** A canonical route as one text: two of the same text are one to the kernel, and lead the same way. */
export function routeIdentity(route: RouteSetting): string {
  const { gateway, source, onLink } = route;
  return JSON.stringify([routeKey(route), gateway, source, onLink]);
}
