/** The pod that suites declare: the namespace blue, and a pair into it whose ends reach each other, web0 and eth0. */
import type { AttachType, NetkitPairArgs } from '../../../sdk/src/index.js';
import { netns, pair, type Declared, type Program } from '../drivers/doors.js';
import { attachment } from './bpf.js';

/** Addresses that only routes reach. */
export const WEB = {
  name: 'web0',
  addresses: ['10.0.0.1/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: 'blue',
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
} satisfies NetkitPairArgs;

/** Closed until programs decide: the guard of the examples allows the host's first address. */
export const GUARDED = {
  ...WEB,
  peerPolicy: 'drop',
  addresses: ['10.0.0.1/32', '10.0.0.3/32'],
  peer: {
    ...WEB.peer,
    routes: [{ destination: '10.0.0.1/32' }, { destination: '10.0.0.3/32' }],
  },
} satisfies NetkitPairArgs;

/** Both ends in one subnet. */
export const IN_SUBNET = {
  name: 'web0',
  addresses: ['10.0.0.1/24'],
  peer: { name: 'eth0', netns: 'blue', addresses: ['10.0.0.2/24'] },
} satisfies NetkitPairArgs;

/** The namespace alone. */
export const BLUE: Program = { blue: netns('blue') };

/** The pod, with more about its pair. */
export const pod = (args: NetkitPairArgs = WEB): Program => ({ ...BLUE, web: pair(args) });

/** Programs on a hook of the pod's pair. */
export const onPod = (hook: AttachType, programs: readonly object[], name = 'mine'): Declared =>
  attachment((outputs) => ({
    name,
    target: { name: 'web0', incarnation: outputs('web')['incarnation'] },
    attachType: hook,
    programs,
  }));

/** Lines of shell: a device v0, whose other end answers to pings in the namespace side. */
export const ADD_SIDE =
  'ip netns add side; ip link add v0 type veth peer name v1 netns side; ip addr add 10.8.0.1/24 dev v0; ip link set v0 up;' +
  'ip -n side addr add 10.8.0.2/24 dev v1; ip -n side link set v1 up; ip -n side link set lo up';
/** Lines of shell that undo it. */
export const DELETE_SIDE = 'ip link del v0; ip netns del side';
