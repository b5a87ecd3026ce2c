/** The hosts of a run that must contact none. Pure. */
import { type Host, type Hosts, NetkitError } from '@pulumi-netkit/contract';

const refuse = (): Promise<never> =>
  Promise.reject(
    new NetkitError('offline', 'no host is contacted: the setting netkit:offline is true', {
      advice:
        'Remove it to run up, refresh or destroy ("pulumi config rm netkit:offline"); "pulumi preview --config" writes it there',
    }),
  );

const host: Host = { facts: refuse, observe: refuse, run: refuse };

/** The same hosts, each of which refuses whatever it is asked. */
export function offline(hosts: Hosts): Hosts {
  return { at: () => host, isHere: (declared) => hosts.isHere?.(declared) ?? false };
}
