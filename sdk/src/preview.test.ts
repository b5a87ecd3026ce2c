import * as pulumi from '@pulumi/pulumi';
import type { DeviceHandle } from './resources/device-handle.js';
import { BpfAttachment, NetkitPair } from './index.js';
import type { NetkitPairArgs } from './index.js';
import { mock, args, guard, attachmentArgs, known, registrationOf } from './testing/mocks.js';

describe('in a preview', () => {
  beforeEach(() => mock(true));

  test.each<{ name: string; netns: Partial<NetkitPairArgs>; handle: DeviceHandle }>([
    { name: 'on the host', netns: {}, handle: { name: 'web0', incarnation: 'i-1' } },
    {
      name: 'in a namespace',
      netns: { netns: 'red' },
      handle: { name: 'web0', netns: 'red', incarnation: 'i-1' },
    },
  ])('the handle of a primary $name is known', async ({ netns, handle }) => {
    const pair = new NetkitPair('web', { ...args, ...netns });
    expect(await known(pair.primary)).toEqual(handle);
  });

  test('the peer is known, and is a handle too', async () => {
    const pair = new NetkitPair('web', args);
    const handle: pulumi.Output<DeviceHandle> = pair.peer;
    expect(await known(handle)).toEqual({ name: 'eth0', netns: 'blue', incarnation: 'i-1' });
  });

  test('a target is known with its pair, whatever of the pair is not', async () => {
    const pair = new NetkitPair('web', args);
    const mtu = pair.ifindex; // any number that a preview does not know
    const other = new NetkitPair('other', { name: 'x0', peer: { name: 'eth0', mtu } });
    const primary = new BpfAttachment('a', { ...attachmentArgs, target: pair.primary });
    expect((await registrationOf(primary)).inputs['target']).toEqual({
      name: 'web0',
      incarnation: 'i-1',
    });
    const peer = new BpfAttachment('b', { ...attachmentArgs, target: other.peer });
    expect((await registrationOf(peer)).inputs['target']).toEqual({
      name: 'eth0',
      incarnation: 'i-1',
    });
  });

  test('a part of a target or of a program that is not known hides no other', async () => {
    const later = new NetkitPair('web', args).operstate;
    const attachment = new BpfAttachment('a', {
      ...attachmentArgs,
      target: { name: 'eth0', netns: later },
      programs: [guard, { ...guard, name: 'count', globals: { mark: later } }],
    });
    expect((await registrationOf(attachment)).inputs).toMatchObject({
      target: { name: 'eth0' },
      programs: [
        { name: 'guard', object: expect.any(pulumi.asset.FileAsset) as unknown },
        { name: 'count', object: expect.any(pulumi.asset.FileAsset) as unknown },
      ],
    });
  });

  test('what the kernel decides is not known', async () => {
    expect(await known(new NetkitPair('web', args).ifindex)).toBe('unknown');
  });
});
