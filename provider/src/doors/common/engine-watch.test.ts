import { createServer, type AddressInfo, type Server } from 'node:net';

import type * as Watching from './engine-watch.js';

type Watch = typeof Watching.exitWithEngine;

/** The module keeps that it watches; each test gets its own. */
function fresh(): Watch {
  let watch: Watch | undefined;
  jest.isolateModules(() => {
    watch = jest.requireActual<{ exitWithEngine: Watch }>('./engine-watch.js').exitWithEngine;
  });
  return watch!;
}

async function engine(): Promise<{ server: Server; port: number; connections: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count++;
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port, connections: () => count };
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let n = 0; n < 500 && !isTrue(); n++) {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => process.nextTick(resolve));
  }
  expect(isTrue()).toBe(true);
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
afterEach(() => jest.useRealTimers());

test('exitWithEngine() stays while the engine answers and ends with it', async () => {
  const { server, port, connections } = await engine();
  const exit = jest.fn();
  fresh()(['node', 'index.js', `127.0.0.1:${port}`], exit);
  jest.advanceTimersByTime(1_000);
  await until(() => connections() === 1);
  expect(exit).not.toHaveBeenCalled();
  await new Promise((resolve) => server.close(resolve));
  jest.advanceTimersByTime(1_000);
  await until(() => exit.mock.calls.length > 0);
  expect(exit).toHaveBeenCalledWith(1);
});

test('exitWithEngine() watches once, however often it is asked', async () => {
  const { server, port, connections } = await engine();
  const exit = jest.fn();
  const watch = fresh();
  for (let n = 0; n < 3; n++) watch(['node', `127.0.0.1:${port}`], exit);
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(1_000);
  await until(() => connections() === 1);
  await new Promise((resolve) => server.close(resolve));
});

test.each([
  { argv: ['node', 'index.js'] },
  { argv: ['node', '127.0.0.1:'] },
  { argv: ['node', 'x127.0.0.1:80'] },
  { argv: ['node', 'host.example:80'] },
])('exitWithEngine() watches nothing when $argv names no engine', ({ argv }) => {
  fresh()(argv, jest.fn());
  expect(jest.getTimerCount()).toBe(0);
});

test('assertEngine() passes while the engine answers, and says when it is gone', async () => {
  jest.useRealTimers();
  const { server, port } = await engine();
  await jest.isolateModulesAsync(async () => {
    const watch = jest.requireActual<typeof Watching>('./engine-watch.js');
    await watch.assertEngine();
    watch.watchEngine(`127.0.0.1:${port}`);
    await watch.assertEngine();
    await new Promise((resolve) => server.close(resolve));
    await expect(watch.assertEngine()).rejects.toMatchObject({ code: 'cancelled' });
  });
});
