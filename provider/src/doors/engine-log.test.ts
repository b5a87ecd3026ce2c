/** Against a real gRPC server that speaks the engine's own protocol. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { EngineService } from '@pulumi/pulumi/proto/engine_grpc_pb.js';
import { LogSeverity, type LogRequest } from '@pulumi/pulumi/proto/engine_pb.js';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb.js';
import { forResource, sayToEngine } from './engine-log.js';

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

async function heardAfter(said: () => void): Promise<LogRequest.AsObject[]> {
  heard.length = 0;
  said();
  const end = Date.now() + 5_000;
  while (heard.length === 0 && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return heard;
}

test('what is waited for is told of the resource it is done for, and only for the moment', async () => {
  const told = await heardAfter(() =>
    forResource(URN, () => sayToEngine('connecting to edge1 (1 s)')),
  );
  expect(told).toMatchObject([
    { message: 'connecting to edge1 (1 s)', urn: URN, severity: LogSeverity.INFO, ephemeral: true },
  ]);
});

test('also when it is said later, by a timer that the work started', async () => {
  const told = await heardAfter(() =>
    forResource(URN, () => setTimeout(() => sayToEngine('later'), 5)),
  );
  expect(told).toMatchObject([{ message: 'later', urn: URN }]);
});

test('a warning stays', async () => {
  const told = await heardAfter(() => forResource(URN, () => sayToEngine('beware', 'warning')));
  expect(told).toMatchObject([{ severity: LogSeverity.WARNING, ephemeral: false }]);
});

test('what is said for no resource is not told', async () => {
  sayToEngine('to nobody');
  const told = await heardAfter(() => forResource(URN, () => sayToEngine('to somebody')));
  expect(told.map(({ message }) => message)).toEqual(['to somebody']);
});
