import { UNKNOWN } from '@pulumi-netkit/contract';
import { netns } from '../../../test/desired.js';
import { networkNamespace } from '../network-namespace/index.js';
import { onHost } from './on-host.js';
import type { Json } from './resource.js';

const resource = onHost(networkNamespace);
const EDGE = { name: 'edge1', address: '192.0.2.1' };
const BLUE: Json = { ...netns(), stateVersion: 1 };

test.each<{ name: string; from?: Json; host: unknown; says: string[] }>([
  {
    name: 'each setting that changed',
    from: { ...EDGE, user: 'root', options: { Compression: 'yes' } },
    host: { ...EDGE, address: '192.0.2.2', sudo: true, options: { Compression: 'no' } },
    says: [
      'update host.address',
      'delete host.user',
      'update host.options.Compression',
      'add host.sudo',
    ],
  },
  {
    name: 'another name as what replaces',
    host: { ...EDGE, name: 'edge2', address: '192.0.2.2' },
    says: ['update host.name, replacing', 'update host.address'],
  },
  { name: 'no host', host: undefined, says: ['delete host, replacing'] },
  { name: 'a host that is not known yet', host: UNKNOWN, says: ['update host, replacing'] },
  {
    name: 'an address that is not known yet',
    host: { ...EDGE, address: UNKNOWN },
    says: ['update host.address'],
  },
])('a diff tells $name', ({ from = EDGE, host, says }) => {
  const recorded = { ...BLUE, host: from };
  const desired = host === undefined ? BLUE : { ...BLUE, host };
  const { details } = resource.diff(recorded, desired);
  expect(
    details.map(({ path, kind, replaces }) => `${kind} ${path}${replaces ? ', replacing' : ''}`),
  ).toEqual(says);
});

test('a diff replaces for a host that is not known yet, where none was', () => {
  expect(resource.diff(BLUE, { ...BLUE, host: UNKNOWN })).toMatchObject({
    replaces: ['host'],
    details: [{ path: 'host', kind: 'add', replaces: true }],
  });
});

test('a diff tells what differs in the resource beside what differs in its host', () => {
  const { replaces, details } = resource.diff(
    { ...BLUE, host: EDGE },
    { ...BLUE, name: 'red', host: { ...EDGE, user: 'root' } },
  );
  expect(replaces).toEqual(['name']);
  expect(details).toEqual([
    { path: 'name', kind: 'update', replaces: true },
    { path: 'host.user', kind: 'add', replaces: false },
  ]);
});
