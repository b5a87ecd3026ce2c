import { Ajv } from 'ajv';
import { SCHEMA } from '../generated/schema.js';
import { FORMATS } from './formats.js';
import { inputSchema, knownKeys, replaceKeys } from './schema.js';

test('replaceKeys() are those that the kernel fixes at creation', () => {
  expect(replaceKeys('NetkitPair')).toEqual([
    'name',
    'netns',
    'mode',
    'scrub',
    'peerScrub',
    'headroom',
    'tailroom',
    'peer.netns',
    'host.name',
  ]);
  expect(replaceKeys('NetworkNamespace')).toEqual(['name', 'host.name']);
  expect(replaceKeys('BpfAttachment')).toEqual([
    'name',
    'target.netns',
    'target.incarnation',
    'attachType',
    'host.name',
  ]);
});

test('inputSchema() follows references, and lets no further key in', () => {
  expect(inputSchema('NetkitPair')).toMatchObject({
    additionalProperties: false,
    properties: {
      mode: { type: 'string', enum: ['l3', 'l2'], default: 'l3' },
      mtu: { type: 'integer', minimum: 68, maximum: 65535, default: 1500 },
      addresses: { type: 'array', default: [], items: { format: 'interface-address' } },
      peer: {
        required: [],
        additionalProperties: false,
        properties: { routes: { items: { required: ['destination'] } } },
      },
    },
  });
});

test('inputSchema() has a default only where a value is optional', () => {
  expect(inputSchema('NetkitPair')).not.toHaveProperty('properties.name.default');
  expect(inputSchema('NetkitPair')).not.toHaveProperty('properties.peer.default');
});

test.each([
  'NetkitPair',
  'NetworkNamespace',
  'BpfAttachment',
  'getNetkitPair',
  'getHook',
  'getKernelSupport',
] as const)('inputSchema() of %s is a JSON Schema', (shape) => {
  const ajv = new Ajv();
  void ajv.validateSchema(inputSchema(shape));
  expect(ajv.errors).toBeNull();
});

test('knownKeys() of a nested object are found by its path', () => {
  expect(knownKeys('NetkitPair', ['peer', 'routes'])).toContain('onLink');
  expect(knownKeys('NetkitPair', ['routes'])).toContain('onLink');
  expect(knownKeys('NetworkNamespace')).toEqual(['name', 'adopt', 'force', 'host']);
  expect(knownKeys('BpfAttachment', ['programs', 'maps', 'seen'])).toContain('maxEntries');
});

test('inputSchema() has a keyword of ours where Pulumi has a type of its own', () => {
  expect(inputSchema('BpfAttachment')).toMatchObject({
    properties: {
      programs: {
        minItems: 1,
        maxItems: 63,
        items: {
          properties: {
            object: { object: true },
            globals: { type: 'object', additionalProperties: { value: true } },
            maps: { additionalProperties: { properties: { keep: { type: 'boolean' } } } },
          },
        },
      },
    },
  });
});

test('every format that the schema names is known, and every known one is named', () => {
  const named = [...JSON.stringify(SCHEMA).matchAll(/"format":"([^"]+)"/g)].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual(Object.keys(FORMATS).sort());
});

test('both ends have the same settings, with the same limits and defaults', () => {
  const { inputProperties } = SCHEMA.resources['netkit:index:NetkitPair']!;
  const peer = SCHEMA.types['netkit:index:Peer']!.properties!;
  const differing = Object.keys(peer).filter((key) => {
    const [one, other] = [peer[key], inputProperties[key]].map((property) => ({
      ...property,
      description: '',
    }));
    return JSON.stringify(one) !== JSON.stringify(other);
  });
  // The peer is renamed in place, and takes the primary's mtu when it has none.
  expect(differing).toEqual(['name', 'mtu']);
});

test('every input is an output too, so that drift of it can be seen', () => {
  for (const { inputProperties, properties } of Object.values(SCHEMA.resources)) {
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(inputProperties)));
  }
});
