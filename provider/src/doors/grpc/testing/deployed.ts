/** A plugin on a fake host, and a pair that it deployed. */
import type * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import { FakeHost } from '../../../../test/fakes/fake-host.js';
import { FakeKernel } from '../../../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../../../test/plugin-client.js';
import { type Host } from '@pulumi-netkit/contract';

export const WEB = urnOf('NetkitPair', 'web');
export const NEWS: Json = {
  name: 'web0',
  mtu: 9000,
  addresses: ['10.0.0.1/24'],
  peer: { name: 'eth0', netns: 'blue', addresses: ['10.0.0.2/24'] },
};
export const secret = (value: unknown): Json => ({
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  value,
});

export let client: PluginClient;
afterEach(() => client[Symbol.asyncDispose]());

export async function start(host: Host = new FakeHost(new FakeKernel())): Promise<PluginClient> {
  return use(await PluginClient.start({ at: () => host }));
}

/** Makes this the client that ends with the test. */
export function use(started: PluginClient): PluginClient {
  return (client = started);
}

export interface Deployed {
  readonly id: string;
  readonly inputs: Json;
  readonly outputs: Json;
}

/** Check and create, as the engine does them. */
export async function deploy(news: Json = NEWS, urn = WEB): Promise<Deployed> {
  const { inputs, failures } = await client.check(urn, {}, news);
  expect(failures).toEqual([]);
  const { id, outputs } = await client.create(urn, inputs);
  return { id, inputs, outputs };
}

/** Check and diff of another program for what was deployed. */
export async function change(
  { id, inputs, outputs }: Deployed,
  news: Json,
): Promise<{ readonly inputs: Json; readonly diff: wire.DiffResponse.AsObject }> {
  const checked = await client.check(WEB, inputs, news);
  expect(checked.failures).toEqual([]);
  const diff = await client.diff(WEB, id, outputs, checked.inputs);
  return { inputs: checked.inputs, diff: diff.toObject() };
}

export const DIFF = { UNKNOWN: 0, NONE: 1, SOME: 2 };
export const KIND = {
  ADD: 0,
  ADD_REPLACE: 1,
  DELETE: 2,
  DELETE_REPLACE: 3,
  UPDATE: 4,
  UPDATE_REPLACE: 5,
};
