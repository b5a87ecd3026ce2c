/** Which groups of benchmarks can run where. Pure. */

/** What this machine can do. */
export interface Abilities {
  readonly netkit: boolean;
  /** The hooks tcx/ingress and tcx/egress. */
  readonly tcx: boolean;
  readonly pulumi: boolean;
}

const IN_GUEST = ['request', 'pair', 'attachment', 'read', 'check', 'process', 'hosts'];
/** What needs no netkit: requests on veth pairs. */
const WITHOUT_NETKIT = ['request', 'check', 'process'];
/** What the engine runs. */
const OF_ENGINE = ['up', 'plugin'];

export function groupsInGuest(): string {
  return IN_GUEST.join(',');
}

export function groupsHere({ netkit, tcx, pulumi }: Abilities): string {
  const groups = netkit ? IN_GUEST : [...WITHOUT_NETKIT, ...(tcx ? ['attachment'] : [])];
  return [...groups, ...(pulumi ? OF_ENGINE : [])].join(',');
}

/** Whether one of the groups that are asked for needs the engine. */
export function needEngine(only: string | undefined): boolean {
  return only?.split(',').some((group) => OF_ENGINE.includes(group)) ?? false;
}
