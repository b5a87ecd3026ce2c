/** Addresses and routes of a fake kernel. The rules stand at the top of fake-kernel.ts. */
import {
  covers,
  masked,
  type NetkitError,
  type Netns,
  parseAddress,
  parsePrefix,
  routeFamily,
  routeKey,
  type RouteSetting,
} from '@pulumi-netkit/contract';
import type { Device } from './fake-device.js';

/** The kernel's answer to what it does not do. */
export type Refuse = (errno: string, extack?: string) => NetkitError;

/** Sets a device up or down, with what the kernel takes along. */
export function setUp(device: Device, up: boolean): void {
  device.up = up;
  if (up) return;
  device.routes = [];
  device.addresses = device.addresses.filter((address) => !address.includes(':'));
}

/** Gives a device an address. */
export function addAddress(device: Device, address: string, refuse: Refuse): void {
  const isIpv6 = address.includes(':');
  const isHeld = device.addresses.some((other) =>
    isIpv6 ? ipOf(other) === ipOf(address) : other === address,
  );
  if (isHeld) throw refuse('EEXIST');
  device.addresses.push(address);
}

/** Deletes an address, with what the kernel takes along. */
export function deleteAddress(devices: readonly Device[], device: Device, address: string): void {
  const inSubnet = device.addresses.filter((other) => subnetOf(other) === subnetOf(address));
  const goes = address.includes(':') || inSubnet[0] !== address ? [address] : inSubnet;
  device.addresses = device.addresses.filter((other) => !goes.includes(other));
  const ip = ipOf(address);
  const isLocal = localIps(devices, device.netns).has(ip);
  const hasIpv4 = device.addresses.some((other) => !other.includes(':'));
  device.routes = device.routes.flatMap((route) => {
    const { source, ...rest } = route;
    if (routeFamily(route) === 6) return source === ip && !isLocal ? [rest] : [route];
    return hasIpv4 && (source !== ip || isLocal) ? [route] : [];
  });
}

/** Gives a device a route. */
export function addRoute(
  devices: readonly Device[],
  device: Device,
  route: RouteSetting,
  refuse: Refuse,
): void {
  if (!device.up) throw refuse('ENETDOWN');
  const here = devices.filter(({ netns }) => netns === device.netns);
  if (here.some(({ routes }) => routes.some((other) => routeKey(other) === routeKey(route))))
    throw refuse('EEXIST');
  if (route.source !== undefined && !localIps(devices, device.netns).has(route.source))
    throw refuse('EINVAL');
  const gateway = route.gateway === undefined ? undefined : parseAddress(route.gateway);
  if (gateway && !route.onLink) {
    const reaches = [
      ...device.addresses,
      ...device.routes.filter((other) => !other.gateway).map(({ destination }) => destination),
    ];
    const isReached = reaches.some((text) => {
      const prefix = parsePrefix(text);
      return prefix !== undefined && covers(masked(prefix), gateway);
    });
    if (!isReached) throw refuse('ENETUNREACH', 'Nexthop has invalid gateway');
  }
  const { metric, ...rest } = route;
  device.routes.push(metric === 0 || metric === undefined ? rest : { ...rest, metric });
}

function localIps(devices: readonly Device[], netns: Netns): ReadonlySet<string> {
  return new Set(
    devices
      .filter((device) => device.netns === netns)
      .flatMap(({ addresses }) => addresses.map(ipOf)),
  );
}

function subnetOf(address: string): string {
  const prefix = parsePrefix(address);
  return prefix === undefined ? '' : `${masked(prefix).text}/${prefix.length}`;
}

function ipOf(address: string): string {
  return address.split('/')[0] ?? '';
}
