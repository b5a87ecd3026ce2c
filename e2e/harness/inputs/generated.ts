/**
 * Pairs that the schema admits, with the values that a kernel is likely to refuse: a value of each property is drawn by its
 * type, its bounds and its format. What is drawn for a format stands here in tables. Everything else comes from schema.json, so
 * a new property is drawn without a change of this file.
 */
import fc from 'fast-check';
import schema from '../../../schema.json';

/** What of a property decides about its values. */
interface Property {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly minimum?: number;
  readonly maximum?: number;
}
interface ObjectType {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}
type Family = 4 | 6;

// What belongs together is drawn from few, so that routes and addresses meet.
const NEAR = {
  4: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.0', '10.0.0.255'],
  6: ['fd00::1', 'fd00::2', 'fd00::', 'fe80::1'],
} as const;
const FAR = {
  4: [
    ...['0.0.0.0', '0.0.0.1', '1.2.3.4', '100.64.0.1', '127.0.0.1', '127.255.255.255'],
    ...['169.254.1.1', '192.0.2.7', '224.0.0.1', '240.0.0.1', '255.255.255.254'],
    '255.255.255.255',
  ],
  6: [
    ...['::', '::1', '::2', '::10.0.0.1', '::ffff:10.0.0.1', '64:ff9b::1', '2001:db8::1'],
    ...['2002::1', 'FD00:0::DEAD', 'fe80::', 'fec0::1', 'ff02::1'],
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
} as const;
const LENGTHS = { 4: [0, 1, 8, 24, 30, 31, 32], 6: [0, 3, 10, 64, 127, 128] } as const;

/** Namespaces that must exist. */
export const NAMESPACES = ['hostile-a', 'hostile-b'] as const;

/** Values by format, for an object whose addresses are of one family. Every format of a pair's properties is here. */
function values(family: Family): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const address = fc.oneof(fc.constantFrom(...NEAR[family]), fc.constantFrom(...FAR[family]));
  const lengths = fc.constantFrom<number>(...LENGTHS[family]);
  const prefix = fc.tuple(address, lengths).map(([one, length]) => `${one}/${length}`);
  return {
    'new-device-name': fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('web0', 'eth0', 'nk0', 'a', '0', 'a.b', 'x@y') },
      fc.constantFrom('all', 'default', 'lo', 'bonding_masters', 'All', 'DEFAULT', '.', '..'),
      fc.constantFrom(
        'à',
        'web\u00a0',
        '\u0085',
        'ü',
        '🙂',
        'if%d',
        'a:b',
        'a b',
        '-',
        '12345678901234é',
      ),
      fc.constantFrom('15-bytes-long--', '\\', '"', "'", '$x', '*', '#', '~', 'name'),
      fc.string({ minLength: 1, maxLength: 15 }),
      fc.string({ minLength: 1, maxLength: 4, unit: 'binary' }),
    ),
    netns: fc.constantFrom(...NAMESPACES),
    mac: fc.constantFrom(
      ...['02:00:00:00:00:01', 'fe:ff:ff:ff:ff:ff', '00:00:00:00:00:01', '02:AA:BB:cc:dd:ee'],
      ...['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '01:80:c2:00:00:00'],
    ),
    'interface-address': prefix,
    'ip-address': address,
    'route-destination': fc.oneof(prefix, address, fc.constant('default')),
    alias: fc.oneof(fc.string({ maxLength: 255 }), fc.constantFrom('x'.repeat(255), '\n', ' ')),
  };
}

function valueOf(property: Property, family: Family): fc.Arbitrary<unknown> {
  const { type, format, $ref, items } = property;
  if ($ref) return valueOfType($ref.replace('#/types/', ''));
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return integer(property);
  if (type === 'array') {
    const item = fc.constantFrom<Family>(4, 6).chain((one) => valueOf(items!, one));
    return fc.array(item, { maxLength: 3 });
  }
  const drawn = format === undefined ? undefined : values(family)[format];
  if (!drawn) throw new Error(`no values for the format ${format} of the type ${type}`);
  return drawn;
}

// Bounds, and numbers near those that programs compare with.
function integer({ minimum = 0, maximum = 0xffffffff }: Property): fc.Arbitrary<number> {
  const near = [1, 40, 68, 254, 255, 256, 1024, 1279, 1280, 1281, 1500, 65535, 65536];
  const edges = [minimum, minimum + 1, maximum - 1, maximum];
  const fitting = near.filter((one) => one >= minimum && one <= maximum);
  return fc.oneof(
    fc.constantFrom(...edges, ...fitting),
    fc.integer({ min: minimum, max: maximum }),
  );
}

function valueOfType(token: string): fc.Arbitrary<unknown> {
  const type = (schema.types as Record<string, object>)[token]!;
  if ('enum' in type) {
    const allowed = (type.enum as { readonly value: unknown }[]).map(({ value }) => value);
    return fc.constantFrom(...allowed);
  }
  const { properties, required = [] } = type as ObjectType;
  return object(properties, 'name' in properties ? ['name', ...required] : required);
}

// Few at a time, so that one that is refused does not hide all others.
function object(
  properties: ObjectType['properties'],
  required: readonly string[],
): fc.Arbitrary<object> {
  const optional = Object.keys(properties).filter((key) => !required.includes(key));
  return fc
    .tuple(fc.subarray(optional, { maxLength: 4 }), fc.constantFrom<Family>(4, 6))
    .chain(([some, family]) =>
      fc.record(
        Object.fromEntries(
          [...new Set([...required, ...some])].map((key) => [
            key,
            valueOf(properties[key]!, family),
          ]),
        ),
      ),
    );
}

const {
  host: _host,
  adopt: _adopt,
  ...properties
} = schema.resources['netkit:index:NetkitPair'].inputProperties;

/** The inputs of a pair. */
export const pairs = object(properties, ['name', 'peer']);
