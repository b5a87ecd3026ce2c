import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import { Doorkeeper, userOf } from './peer.js';

test('userOf() a connection of this process is its user', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  await once(client, 'connect');
  expect(userOf(client.localPort!, port)).toBe(process.getuid?.());
  expect(userOf(port, client.localPort!)).toBe(process.getuid?.());
  expect(userOf(client.localPort!, port + 1)).toBeUndefined();
  client.destroy();
  server.close();
});

test.each([
  { own: 1000, user: 1000, passes: true },
  { own: 1000, user: 0, passes: true },
  { own: 1000, user: 1001, passes: false },
  { own: 0, user: 1001, passes: false },
  { own: 1000, user: undefined, passes: true },
])('a plugin of user $own and a client of user $user', ({ own, user, passes }) => {
  const asked: number[][] = [];
  const keeper = new Doorkeeper(own, (clientPort, ownPort) => {
    asked.push([clientPort, ownPort]);
    return user;
  });
  const enter = (): void => keeper.assertOwn('127.0.0.1:40000', 5000);
  for (let call = 0; call < 2; call++)
    if (passes) expect(enter).not.toThrow();
    else expect(enter).toThrow('[other-user]');
  expect(asked).toEqual([[40000, 5000]]);
});
