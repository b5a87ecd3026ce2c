import { UNKNOWN } from '@pulumi-netkit/contract';
import { previewOutputs } from './preview.js';

const preview = (recorded: object | undefined, desired: object): unknown =>
  previewOutputs('NetkitPair', recorded as never, desired as never, ['operstate', 'changes']);

test('of a create all that is not declared is unknown, but for inputs that are left out', () => {
  const outputs = preview(undefined, { name: 'web0', incarnation: 'a' });
  expect(outputs).toMatchObject({ name: 'web0', incarnation: 'a', ifindex: UNKNOWN });
  expect(outputs).not.toHaveProperty('netns');
});

test('of an update it knows what stays, and not what changes by itself', () => {
  const recorded = { name: 'web0', mtu: 1500, ifindex: 7, operstate: 'up', changes: ['a'] };
  expect(preview(recorded, { name: 'web0', mtu: 9000 })).toEqual({
    name: 'web0',
    mtu: 9000,
    ifindex: 7,
    operstate: UNKNOWN,
    changes: UNKNOWN,
  });
});

test("of an update what was the kernel's choice stays it, and what was absent stays absent", () => {
  const outputs = preview({ name: 'web0', mac: '02:00:00:00:00:01' }, { name: 'web0' });
  expect(outputs).toMatchObject({ mac: '02:00:00:00:00:01' });
  expect(outputs).not.toHaveProperty('peerMac');
});

test('what only the engine and we keep is no output of a preview', () => {
  expect(preview({ name: 'web0', owner: 'urn:…', machine: 'm' }, { name: 'web0' })).not.toEqual(
    expect.objectContaining({ owner: expect.anything() as unknown }),
  );
});
