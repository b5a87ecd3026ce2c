/** Attachments to the device that the run itself goes over. */
import { attachment } from '../../../test/desired.js';
import { FakeHost } from '../../../test/fakes/fake-host.js';
import { json, kernelWithPair, shown } from '../../../test/hooks.js';
import { asNetkitError, type Host, type Hosts, UNKNOWN } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../bpf-attachment/index.js';
import { onHost } from './on-host.js';
import type { Json } from './resource.js';

const resource = onHost(bpfAttachment);
const declared = json(attachment('a b'));

describe('at preview', () => {
  const at = (isHere: boolean): Hosts => ({ at: () => ({}) as Host, isHere: () => isHere });
  const LO = { ...declared, target: { name: 'lo' }, attachType: 'tcx/egress' };

  test.each<{ name: string; inputs: Json; isHere?: boolean; says: string[] }>([
    { name: 'lo here', inputs: LO, says: ['target.name carries-connection'] },
    {
      name: 'lo here, ingress',
      inputs: { ...LO, attachType: 'tcx/ingress' },
      says: ['target.name carries-connection'],
    },
    { name: 'lo elsewhere', inputs: LO, isHere: false, says: [] },
    {
      name: 'lo of a namespace',
      inputs: { ...LO, target: { name: 'lo', netns: 'blue' } },
      says: [],
    },
    { name: 'another device', inputs: { ...LO, target: { name: 'eth0' } }, says: [] },
    { name: 'lo with the override', inputs: { ...LO, mayDisconnect: true }, says: [] },
    {
      name: 'lo with the override off',
      inputs: { ...LO, mayDisconnect: false },
      says: ['target.name carries-connection'],
    },
    { name: 'lo with an override to come', inputs: { ...LO, mayDisconnect: UNKNOWN }, says: [] },
    { name: 'a target to come', inputs: { ...LO, target: UNKNOWN }, says: [] },
    { name: 'a name to come', inputs: { ...LO, target: { name: UNKNOWN } }, says: [] },
  ])('$name', ({ inputs, isHere = true, says }) => {
    const failures = resource.severs?.(inputs, at(isHere)) ?? [];
    expect(failures.map(({ property, code }) => `${property} ${code}`)).toEqual(says);
  });
});

describe('at up', () => {
  function hostWith(carriers: readonly string[]): {
    hosts: Hosts;
    kernel: ReturnType<typeof kernelWithPair>;
  } {
    const kernel = kernelWithPair();
    const fake = new FakeHost(kernel);
    const host: Host = {
      facts: async () => ({ ...(await fake.facts()), carriers }),
      observe: (query) => fake.observe(query),
      run: (plan, objects) => fake.run(plan, objects),
    };
    return { hosts: { at: () => host }, kernel };
  }

  test('the device of the connection is refused, and nothing is changed', async () => {
    const { hosts, kernel } = hostWith(['web0']);
    const error = await resource.create(hosts, declared).then(() => undefined, asNetkitError);
    expect(error).toMatchObject({ code: 'carries-connection', details: { path: 'target.name' } });
    expect(error?.message).toContain('"web0" carries the connection');
    expect(error?.message).toContain('mayDisconnect: true');
    expect(kernel.ops).toEqual([]);
  });

  test('an update is refused as well: another program may drop', async () => {
    const { id, state } = await resource.create(hostWith([]).hosts, declared);
    const { hosts, kernel } = hostWith(['web0']);
    const error = await resource
      .update(hosts, id, state, json(attachment('a c')))
      .then(() => undefined, asNetkitError);
    expect(error?.code).toBe('carries-connection');
    expect(kernel.ops).toEqual([]);
  });

  test('the override attaches, and stays in the inputs that a refresh reads', async () => {
    const { hosts, kernel } = hostWith(['web0']);
    const inputs = { ...declared, mayDisconnect: true };
    const { id, state } = await resource.create(hosts, inputs);
    expect(shown(kernel)).toEqual(['a', 'b']);
    const read = await resource.read(hosts, id, state);
    expect(read?.inputs).toMatchObject({ mayDisconnect: true });
    expect(resource.diff(read!.state, inputs).changes).toBe(false);
    expect(resource.diff(read!.state, declared).changes).toBe(false);
    await resource.delete(hosts, id, state);
    expect(shown(kernel)).toEqual([]);
  });

  test('another device is none of its business', async () => {
    const { hosts, kernel } = hostWith(['lo', 'eth0']);
    await resource.create(hosts, declared);
    expect(shown(kernel)).toEqual(['a', 'b']);
  });
});
