/** Against a real gRPC server that speaks the engine's own protocol. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import { LogSeverity, type LogRequest } from '@pulumi/pulumi/proto/engine_pb.js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { forResource, sayToEngine, warnOfRun } from './engine-log.js';

const URN = 'urn:pulumi:dev::net::netkit:index:NetkitPair::web';

let server: Server;
const heard: LogRequest.AsObject[] = [];
const argv = [...process.argv];

beforeAll(async () => {
  server = new Server();
  server.addService(EngineService, {
    log: (call: { request: LogRequest }, answer: (error: null, empty: Empty) => void) => {
      heard.push(call.request.toObject());
      answer(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  process.argv.push(`127.0.0.1:${port}`);
});
afterAll(() => {
  process.argv.splice(0, process.argv.length, ...argv);
  server.forceShutdown();
});

beforeEach(() => {
  heard.length = 0;
});

const STATUS = { urn: URN, severity: LogSeverity.INFO, ephemeral: true };
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('what a resource waits for is its status, which is empty again when the call ends', async () => {
  await forResource(URN, () => sayToEngine('connecting to edge1 (1 s)'));
  expect(heard).toMatchObject([
    { ...STATUS, message: 'connecting to edge1 (1 s)' },
    { ...STATUS, message: '' },
  ]);
});

test('a call that fails leaves no status either', async () => {
  const failing = forResource(URN, async () => {
    sayToEngine('connecting to edge1 (1 s)');
    await Promise.reject(new Error('no route'));
  });
  await expect(failing).rejects.toThrow('no route');
  expect(heard.at(-1)).toMatchObject({ ...STATUS, message: '' });
});

test('a timer that the work started reports of the same resource', async () => {
  await forResource(
    URN,
    () =>
      new Promise<void>((resolve) =>
        setTimeout(() => {
          sayToEngine('later');
          resolve();
        }, 5),
      ),
  );
  expect(heard).toMatchObject([{ urn: URN, message: 'later' }, { message: '' }]);
});

test('a timer that outlives the call reports nothing of a finished resource', async () => {
  let late = Promise.resolve();
  await forResource(URN, () => {
    late = soon().then(() => sayToEngine('connecting to edge1 (3 s)'));
  });
  await late;
  await forResource(URN, () => sayToEngine('the next call'));
  expect(heard.map(({ message }) => message)).toEqual(['the next call', '']);
});

test('a warning stays, and needs no clearing', async () => {
  await forResource(URN, () => sayToEngine('beware', 'warning'));
  await forResource(URN, () => sayToEngine('the next call'));
  expect(heard[0]).toMatchObject({ severity: LogSeverity.WARNING, ephemeral: false });
  expect(heard.map(({ message }) => message)).toEqual(['beware', 'the next call', '']);
});

test('a warning is reported once for a resource, and once of a run', async () => {
  for (const urn of [URN, URN, `${URN}2`])
    await forResource(urn, () => sayToEngine('gone', 'warning'));
  for (const urn of [URN, `${URN}2`]) await forResource(urn, () => warnOfRun('offline'));
  warnOfRun('offline');
  // A status is cleared when the engine has taken it, and with it what was sent before.
  await forResource(URN, () => sayToEngine('last'));
  expect(heard.slice(0, 3).map(({ message, urn }) => [message, urn])).toEqual([
    ['gone', URN],
    ['gone', `${URN}2`],
    ['offline', ''],
  ]);
});

test('a call that waits for nothing reports nothing, and neither does work for no resource', async () => {
  sayToEngine('of no resource');
  await forResource(URN, () => 7);
  await forResource(URN, () => sayToEngine('of a resource'));
  expect(heard.map(({ message }) => message)).toEqual(['of a resource', '']);
});
