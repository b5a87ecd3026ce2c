import { helperCommand, parseConnection } from './connection.js';

test.each([
  {
    name: 'here',
    connection: {},
    words: [process.execPath, expect.stringMatching(/\/helper\.js$/)],
  },
  {
    name: 'through sudo, which must not ask for a password',
    connection: { sudo: true, helper: '/opt/helper.js' },
    words: ['sudo', '-n', process.execPath, '/opt/helper.js'],
  },
  {
    name: 'elsewhere, with the Node of that place',
    connection: { command: ['nsenter', '--target', '1', '--all'], helper: '/opt/helper.js' },
    words: ['nsenter', '--target', '1', '--all', 'node', '/opt/helper.js'],
  },
  {
    name: 'elsewhere through sudo there',
    connection: { command: ['ssh', 'host'], sudo: true, node: '/usr/bin/node', helper: '/h.js' },
    words: ['ssh', 'host', 'sudo', '-n', '/usr/bin/node', '/h.js'],
  },
])('helperCommand() starts a helper $name', ({ connection, words }) => {
  expect(helperCommand(connection)).toEqual(words);
});

test.each([undefined, '', '  '])('parseConnection() of %j is the host itself', (text) => {
  expect(parseConnection(text)).toEqual({});
});

test('parseConnection() reads every key', () => {
  const connection = { sudo: true, command: ['ssh', 'host'], node: '/n', helper: '/h' };
  expect(parseConnection(JSON.stringify(connection))).toEqual(connection);
});

test.each([
  { text: 'sudo', says: 'netkit:connection is not JSON: sudo' },
  { text: '[]', says: 'netkit:connection is not a JSON object' },
  { text: 'null', says: 'netkit:connection is not a JSON object' },
  { text: '{"sudo":"yes"}', says: 'has no key "sudo" that can be "yes"' },
  { text: '{"command":"ssh"}', says: 'has no key "command" that can be "ssh"' },
  { text: '{"command":[]}', says: 'has no key "command" that can be []' },
  { text: '{"command":[1]}', says: 'has no key "command" that can be [1]' },
  { text: '{"node":""}', says: 'has no key "node" that can be ""' },
  { text: '{"host":"x"}', says: 'has no key "host" that can be "x"; there are sudo' },
])('parseConnection() refuses $text', ({ text, says }) => {
  expect(() => parseConnection(text)).toThrow(says);
  expect(() => parseConnection(text)).toThrow('[bad-connection]');
});
