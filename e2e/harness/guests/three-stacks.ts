/** Three stacks that share the hooks of one pair. */
import { asset, attachment, bpfResidue, compile, names, POLICY, quiet } from '../inputs/bpf.js';
import { Doors, guestHost, netns, pair, type Program } from '../drivers/doors.js';
import { residue, sh, startGuest } from './guest.js';
import { lastProbes, probes, probing } from '../oracles/probes.js';
import type { HelperHost } from '../../../provider/src/transport/process/client.js';
import { functions } from '../../../provider/src/functions/index.js';
import type { HookEntry } from '@pulumi-netkit/contract';

export type Hook = 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';
/** The project of the owners that the harness gives. */
export const PROJECT = process.env['NETKIT_DOOR'] === 'plugin' ? 'project' : 'doors';
export const policy = asset(compile(POLICY));
export const STACKS = ['one', 'two', 'three'] as const;

export let host: HelperHost;
export let base: Doors;
export let stacks: Record<(typeof STACKS)[number], Doors>;
export let incarnation: unknown;

export const devices: Program = {
  blue: netns('blue'),
  web: pair({
    name: 'web0',
    addresses: ['10.0.0.1/24', '10.0.0.3/24'],
    peer: { name: 'eth0', netns: 'blue', addresses: ['10.0.0.2/24'] },
  }),
};
export const part = (
  hook: Hook,
  programs: string,
  more: object = {},
  name = `of-${programs}`,
): Program => ({
  [name]: attachment({
    name,
    target: { name: 'web0', incarnation },
    attachType: hook,
    programs: probing(programs, /[ef]$/.test(programs) ? lastProbes : probes),
    ...more,
  }),
});
export const order = async (hook: Hook): Promise<string> => (await names('web0', hook)).join(' ');

export async function getHook(): Promise<readonly HookEntry[]> {
  const args = { target: { name: 'web0' }, attachType: 'netkit/peer' };
  const found = await functions['netkit:index:getHook']!.call({ at: () => host }, args);
  return found['chain'] as HookEntry[];
}

beforeAll(async () => {
  startGuest();
  host = guestHost();
  base = new Doors('base', host);
  await base.up(devices);
  await quiet('blue');
  ({ incarnation } = base.outputs('web'));
});
beforeEach(() => {
  stacks = {
    one: new Doors('one', host),
    two: new Doors('two', host),
    three: new Doors('three', host),
  };
});
afterEach(async () => {
  for (const stack of STACKS) await stacks[stack].destroy();
  await sh('rm -rf /sys/fs/bpf/stranger');
  expect(await bpfResidue()).toEqual([]);
});
afterAll(async () => {
  await base[Symbol.asyncDispose]();
  expect(await residue()).toEqual([]);
});
