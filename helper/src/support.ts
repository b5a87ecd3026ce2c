/** What the kernel can do of what resources need: asked without making anything, never read from a version. */
import { readFileSync } from 'node:fs';
import {
  BpfError,
  isBpffs,
  libbpfVersion,
  probeHook,
  type Feature,
} from '@pulumi-netkit/libbpf-ts';
import {
  probeNetkit,
  probeNetkitAttribute,
  RtnetlinkError,
  type NetkitFeature,
  type Rtnl,
} from '@pulumi-netkit/rtnetlink';
import type { KernelFeature, SupportAnswer } from '@pulumi-netkit/contract';
import type { Sockets } from './sockets.js';

type Told = Pick<KernelFeature, 'state' | 'detail'>;

const BPFFS = '/sys/fs/bpf';
const JIT = '/proc/sys/net/core/bpf_jit_enable';
const NO_RIGHT = 'no right to ask: needs CAP_NET_ADMIN';

/** Asks everything at once. */
export function observeSupport(sockets: Sockets): SupportAnswer {
  const rtnl = sockets.in(null);
  const netkit = netkitDevices(rtnl);
  const library = libbpf();
  const features: KernelFeature[] = [
    { name: 'netkit', since: '6.7', ...netkit },
    { name: 'netkit-scrub', since: '6.13, 6.12 stable', ...attribute(rtnl, netkit, 'scrub') },
    { name: 'netkit-headroom', since: '6.14', ...attribute(rtnl, netkit, 'headroom') },
    { name: 'netkit-programs', since: '6.7', ...told(probeHook('netkit/primary')) },
    { name: 'tcx', since: '6.6', ...told(probeHook('tcx/ingress')) },
    { name: 'bpffs', ...bpffs() },
    { name: 'bpf-jit', ...jit() },
    { name: 'libbpf', ...library.feature },
  ];
  const { version } = library;
  return { kind: 'support', ...(version === undefined ? {} : { libbpf: version }), features };
}

function netkitDevices(rtnl: Rtnl): Told {
  try {
    switch (probeNetkit(rtnl)) {
      case 'present':
        return { state: 'present', detail: 'the kernel knows the device kind' };
      case 'absent':
        return { state: 'absent', detail: 'the kernel knows no such device kind' };
      case 'denied':
        return { state: 'unknown', detail: NO_RIGHT };
    }
  } catch (error) {
    if (!(error instanceof RtnetlinkError)) throw error;
    return { state: 'unknown', detail: error.message };
  }
}

function attribute(rtnl: Rtnl, netkit: Told, name: NetkitFeature): Told {
  if (netkit.state !== 'present') return netkit;
  const state = probeNetkitAttribute(rtnl, name);
  const detail = {
    present: 'netkit knows the attribute',
    absent: 'netkit ignores the attribute',
    unknown: 'the kernel gave an answer of no known meaning',
  }[state];
  return { state, detail };
}

function told(feature: Feature): Told {
  switch (feature.state) {
    case 'present':
      return { state: 'present', detail: feature.detail ?? 'the kernel knows the hook' };
    case 'absent':
      return { state: 'absent', detail: 'the kernel knows no such hook' };
    case 'unknown':
      return { state: 'unknown', detail: feature.why };
  }
}

function bpffs(): Told {
  const isThere = isBpffs(BPFFS);
  if (isThere === undefined) return { state: 'unknown', detail: `cannot look at ${BPFFS}` };
  return isThere
    ? { state: 'present', detail: `mounted at ${BPFFS}` }
    : { state: 'absent', detail: `not mounted at ${BPFFS}; mount -t bpf bpf ${BPFFS}` };
}

function jit(): Told {
  try {
    const value = readFileSync(JIT, 'utf8').trim();
    return { state: value === '0' ? 'absent' : 'present', detail: `${JIT} is ${value}` };
  } catch (error) {
    // Only the first network namespace shows it: where it is missing there may be a JIT all the same.
    return { state: 'unknown', detail: `${JIT}: ${(error as NodeJS.ErrnoException).code ?? ''}` };
  }
}

function libbpf(): { readonly feature: Told; readonly version?: string } {
  try {
    const version = libbpfVersion().replace(/^v/, '');
    return { feature: { state: 'present', detail: `version ${version}` }, version };
  } catch (error) {
    if (!(error instanceof BpfError)) throw error;
    return { feature: { state: 'absent', detail: error.message } };
  }
}
