import fc from 'fast-check';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import { decode, encode } from './struct.js';

const KEY = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const secret = (value: unknown): unknown => ({ [KEY]: SECRET, value });
const wire = (value: object): Struct =>
  Struct.fromJavaScript(value as Parameters<typeof Struct.fromJavaScript>[0]);
/** What comes back when the value is read and written again. */
const again = (value: object): unknown => {
  const { value: plain, secrets } = decode(wire(value));
  return encode(plain, secrets).toJavaScript();
};

// google-protobuf's own reader of a Struct loses a key `__proto__`. No property has that name.
const key = fc.string({ minLength: 1 }).filter((one) => one !== '__proto__');
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    tie('value').map(secret),
  ),
})).value;

test('what is read and written again is what came, secrets at any depth too', () => {
  fc.assert(
    fc.property(fc.dictionary(key, json, { noNullPrototype: true }), (value) => {
      expect(unnested(again(value))).toEqual(unnested(value));
    }),
  );
});

test('nothing that came as a secret leaves in plain', () => {
  const { value, secrets } = decode(wire({ list: ['a', secret('hunter2')], top: secret('token') }));
  expect(value).toEqual({ list: ['a', 'hunter2'], top: 'token' });
  const answers = [
    { list: ['hunter2', 'a'], top: 'token' },
    { list: ['hunter2'], top: 'token' },
    { list: [], top: 'token' },
  ];
  for (const answer of answers) {
    const text = JSON.stringify(encode(answer, secrets).toJavaScript(), (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && KEY in inner ? 'hidden' : inner,
    );
    expect(text).not.toMatch(/hunter2|token/);
  }
});

test('an absent message is no properties; an undefined value is none', () => {
  expect(decode(undefined)).toEqual({ value: {}, secrets: [] });
  expect(encode({ one: undefined, two: 2 }).toJavaScript()).toEqual({ two: 2 });
});

// A secret in a secret is one secret.
function unnested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unnested);
  if (typeof value !== 'object' || value === null) return value;
  if (!(KEY in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unnested(item)]));
  }
  return secret(bare((value as { readonly value?: unknown }).value));
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  if (KEY in value) return bare((value as { readonly value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bare(item)]));
}
