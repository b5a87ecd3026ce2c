import { nameAttachment, nameNetns, namePair, resourceName, unnamed } from './naming.js';

const owner = (name: string, stack = 'dev'): string =>
  `urn:pulumi:${stack}::net::pulumi-nodejs:dynamic/netkit:NetkitPair::${name}`;
const pair = (name: string, stack?: string): { name: string; peer: { name: string } } =>
  namePair({ owner: owner(name, stack), peer: {} }, undefined) as {
    name: string;
    peer: { name: string };
  };

test('namePair() gives both ends names that fit, differ, and depend on the URN alone', () => {
  expect(pair('web')).toEqual(pair('web'));
  const { name, peer } = pair('web');
  expect([name, peer.name]).toEqual([
    expect.stringMatching(/^web-[0-9a-f]{6}$/),
    expect.stringMatching(/^web-[0-9a-f]{6}$/),
  ]);
  expect(name).not.toBe(peer.name);
  expect(pair('web', 'prod').name).not.toBe(name);
});

test.each([
  ['a-very-long-name-of-a-frontend', /^a-very-l-[0-9a-f]{6}$/],
  ['web/blue:1 %', /^web-blue-[0-9a-f]{6}$/],
  ['---', /^netkit-[0-9a-f]{6}$/],
  ['größe', /^gr-e-[0-9a-f]{6}$/],
])('namePair() makes a device name of %s', (name, expected) => {
  expect(pair(name).name).toMatch(expected);
});

test('names that are there, written or recorded, stay', () => {
  const written = { owner: owner('web'), name: 'web0', peer: { name: 'eth0' } };
  expect(namePair(written, undefined)).toEqual(written);
  const recorded = { name: 'old0', peer: { name: 'eth1' } };
  expect(namePair({ owner: owner('web'), name: null, peer: {} }, recorded)).toMatchObject(recorded);
});

test('nameNetns() has room for the whole name', () => {
  const { name } = nameNetns({ owner: owner('a-very-long-name-of-a-frontend') }, undefined) as {
    name: string;
  };
  expect(name).toMatch(/^a-very-long-name-of-a-frontend-[0-9a-f]{6}$/);
});

test("nameAttachment() takes the resource's own name, unless the engine asks for another", () => {
  const inputs = { owner: owner('web-egress') };
  expect(nameAttachment(inputs, undefined)).toMatchObject({ name: 'web-egress' });
  const naming = { mode: 'propose', proposed: 'proposed' } as const;
  expect(nameAttachment(inputs, undefined, naming)).toMatchObject({ name: 'proposed' });
});

test('without an owner, or where it is disabled, no name is made', () => {
  expect(namePair({ peer: {} }, undefined)).toEqual({ peer: {} });
  const disabled = { mode: 'disable', proposed: '' } as const;
  expect(nameNetns({ owner: owner('web') }, undefined, disabled)).not.toHaveProperty('name');
  expect(unnamed({}, 'peer.')).toEqual([
    expect.objectContaining({ property: 'peer.name', code: 'missing' }),
  ]);
});

test('resourceName() is all behind the type, whatever is in it', () => {
  expect(resourceName(owner('a::b'))).toBe('a::b');
});
