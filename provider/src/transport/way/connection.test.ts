import { connectionKey, labelOf, parseConnection } from './connection.js';

test.each([undefined, '', '  '])('parseConnection() of %j is this machine', (text) => {
  expect(parseConnection(text)).toEqual({});
});

test('parseConnection() reads every key', () => {
  const ssh = {
    name: 'edge1',
    address: 'edge1.example',
    user: 'deploy',
    port: 2222,
    identityFile: '~/.ssh/id',
    configFile: './ssh_config',
    options: { ProxyJump: 'bastion' },
    insecureIgnoreHostKey: false,
    sudo: true,
    node: '/n',
    helper: '/h',
    connectTimeout: 5,
    requestTimeout: 60,
  };
  const command = { sudo: true, command: ['nsenter', '--all'], node: '/n', helper: '/h' };
  expect(parseConnection(JSON.stringify(ssh))).toEqual(ssh);
  expect(parseConnection(JSON.stringify(command))).toEqual(command);
});

test.each([
  { text: 'sudo', says: 'netkit:connection: is not JSON: sudo' },
  { text: '[]', says: 'netkit:connection: is not a JSON object' },
  { text: 'null', says: 'netkit:connection: is not a JSON object' },
  { text: '{"sudo":"yes"}', says: 'sudo "yes" is a string; true or false is wanted' },
  { text: '{"command":"ssh"}', says: 'command "ssh" is a string; a list is wanted' },
  { text: '{"command":[]}', says: 'command [] is empty' },
  { text: '{"command":[1]}', says: 'command[0] 1 is a number; a string is wanted' },
  { text: '{"node":""}', says: 'node "" is empty' },
  { text: '{"adress":"x"}', says: 'did you mean "address"?' },
  { text: '{"port":22}', says: 'port is for ssh, and there is no address to connect to' },
  { text: '{"address":"-oProxyCommand=x"}', says: 'is no address that ssh can be given safely' },
  {
    text: '{"address":"a","options":{"batchmode":"no"}}',
    says: 'options.batchmode cannot be set: nothing may be asked in the middle of a run',
  },
])('parseConnection() refuses $text', ({ text, says }) => {
  expect(() => parseConnection(text)).toThrow(says);
  expect(() => parseConnection(text)).toThrow('[bad-connection]');
});

test('connectionKey() is one for one way, whatever it is called and however long one waits', () => {
  const way = { address: 'a', user: 'u' };
  expect(connectionKey({ user: 'u', name: 'x', address: 'a', connectTimeout: 3 })).toBe(
    connectionKey(way),
  );
  expect(connectionKey({ ...way, port: 22 })).not.toBe(connectionKey(way));
});

test('labelOf() prefers the name to the address', () => {
  expect([labelOf({ name: 'x', address: 'a' }), labelOf({ address: 'a' }), labelOf({})]).toEqual([
    'x',
    'a',
    undefined,
  ]);
});
