/** What a run reports when it takes over what an earlier run of the same resource made. */
import * as messages from '@pulumi/pulumi/proto/engine_pb.js';
import { FakeHost } from '../../test/fakes/fake-host.js';
import { FakeKernel } from '../../test/fakes/fake-kernel.js';
import { PluginClient, urnOf, type Json } from '../../test/plugin-client.js';
import { onHost } from '../resources/common/on-host.js';
import { netkitPair } from '../resources/netkit-pair/index.js';
import { type Engine, speakTo } from './common/engine-log.js';
import { dynamicProvider } from './dynamic.js';

const NEWS: Json = { name: 'web0', peer: { name: 'eth0', netns: 'blue' } };
const REPORT = {
  message: 'took over "web0", which an earlier run of this resource made',
  severity: messages.LogSeverity.INFO,
  ephemeral: false,
};

const heard: messages.LogRequest.AsObject[] = [];
beforeAll(() => {
  const log = (request: messages.LogRequest, taken: () => void): void => {
    heard.push(request.toObject());
    taken();
  };
  speakTo({ client: { log }, messages } as unknown as Engine);
});
beforeEach(() => (heard.length = 0));

/** A create of a run that knows no state, by either door. A process reports a text once for a URN, so each test has its own. */
const doors = {
  async dynamic(kernel: FakeKernel, urn: string, more: Json = {}) {
    const provider = dynamicProvider(onHost(netkitPair), () => ({
      at: () => new FakeHost(kernel),
    }));
    await provider.configure({ config: { get: () => undefined } });
    const { inputs } = await provider.check({}, { ...NEWS, ...more, owner: urn });
    return (await provider.create(inputs)).outs;
  },
  async plugin(kernel: FakeKernel, urn: string) {
    await using client = await PluginClient.start({ at: () => new FakeHost(kernel) });
    const { inputs } = await client.check(urn, {}, NEWS);
    return (await client.create(urn, inputs)).outputs;
  },
};

test.each(['dynamic', 'plugin'] as const)(
  'by the %s door: nothing at the first create, and the take-over at the second',
  async (door) => {
    const [kernel, urn] = [new FakeKernel(), urnOf('NetkitPair', door)];
    const first = await doors[door](kernel, urn);
    expect(heard).toEqual([]);
    const second = await doors[door](kernel, urn);
    expect(second['ifindex']).toBe(first['ifindex']);
    expect(heard).toMatchObject([{ ...REPORT, urn }]);
  },
);

test('names nothing of a resource with secret inputs', async () => {
  const [kernel, urn] = [new FakeKernel(), urnOf('NetkitPair', 'secret')];
  const secret = { secretPaths: [['name']] };
  await doors.dynamic(kernel, urn, secret);
  await doors.dynamic(kernel, urn, secret);
  const message = 'there is a message that is not shown, since inputs of this resource are secret';
  expect(heard).toMatchObject([{ urn, message }]);
});
