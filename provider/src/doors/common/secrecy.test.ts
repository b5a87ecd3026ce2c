/** No message of either door holds a secret, or a piece of it. */
import fc from 'fast-check';
import { ERROR_CODES, type ErrorCode, FAILURE_CODES, NetkitError } from '@pulumi-netkit/contract';
import { bpfAttachment } from '../../resources/bpf-attachment/index.js';
import { netkitPair } from '../../resources/netkit-pair/index.js';
import { onHost } from '../../resources/common/on-host.js';
import { SCHEMA } from '../../generated/schema.js';
import { checkInputs } from './checking.js';
import { dynamicProvider } from '../dynamic.js';
import { RunMemory } from './run-memory.js';
import { Secrecy, type SecretPath } from './secrecy.js';

const OWNER = 'urn:pulumi:s::p::t::web';

/** The pieces of a secret that a text must not hold: any four characters of it, or all of a shorter one where it stands alone. */
function holds(text: string, secret: string): boolean {
  const pieces = Array.from({ length: Math.max(secret.length - 3, 0) }, (_, at) =>
    secret.slice(at, at + 4),
  );
  // What has none of these letters, `pid:`, may be a word of ours.
  const telling = pieces.filter((piece) => /[ЖЩЫЮЯ]/.test(piece));
  return telling.some((piece) => text.includes(piece)) || text.includes(`"${secret}"`);
}

// Letters that no message of ours has, so that a piece of it cannot be there by chance.
const secretText = fc
  .string({ unit: fc.constantFrom('Ж', 'Щ', 'Ы', 'Ю', 'Я'), minLength: 1, maxLength: 400 })
  .chain((core) =>
    fc.constantFrom(core, `${core}/33`, `${core}:${core}`, ` ${core}`, `-${core}`, `pid:${core}`),
  );

const END = Object.keys(SCHEMA.types['netkit:index:Peer']?.properties ?? {});
const PAIR = Object.keys(SCHEMA.resources['netkit:index:NetkitPair']?.inputProperties ?? {});
const PLACES: readonly SecretPath[] = [
  ...PAIR.map((key) => [key]),
  ...END.map((key) => ['peer', key]),
  ...['addresses', 'routes'].map((key) => [key, 0]),
  ...['destination', 'gateway', 'source', 'metric', 'table', 'onLink', 'typo'].map((key) => [
    'routes',
    0,
    key,
  ]),
];

function put(path: SecretPath, value: unknown): Record<string, unknown> {
  const [key = '', ...rest] = path;
  const inner: unknown = rest.length === 0 ? value : put(rest, value);
  return (typeof key === 'number' ? [inner] : { [key]: inner }) as Record<string, unknown>;
}

const BASE = { name: 'web0', owner: OWNER, routes: [], peer: { name: 'eth0' } };

function withSecret(path: SecretPath, value: unknown): Record<string, unknown> {
  const made = put(path, value);
  const { peer } = made;
  return {
    ...BASE,
    ...made,
    ...(path[0] === 'peer' && path.length > 1
      ? { peer: { ...BASE.peer, ...(peer as object) } }
      : {}),
  };
}

const values = (text: string): unknown[] => [text, [text], { [text]: text }, [{ [text]: [text] }]];

test('a failed check of a pair shows no piece of a secret, by the plugin or as a dynamic resource', async () => {
  const provider = dynamicProvider(onHost(netkitPair), () => {
    throw new Error('no host');
  });
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PLACES),
      secretText,
      fc.nat(3),
      async (path, text, shape) => {
        const inputs = withSecret(path, values(text)[shape]);
        const secrecy = new Secrecy([path]);
        const own = await checkInputs(onHost(netkitPair), inputs, undefined, new RunMemory(), {
          secrecy,
        });
        const news = { ...inputs, secretPaths: [path], __provider: 'x' };
        const { failures } = await provider.check({}, news);
        failed += failures.length;
        for (const { property, reason } of [...own.failures, ...failures]) {
          expect([property, reason, holds(`${property} ${reason}`, text)]).toEqual([
            property,
            reason,
            false,
          ]);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(failed).toBeGreaterThan(100);
});

test.each<{ name: string; path: SecretPath; value: unknown; shown: RegExp }>([
  {
    name: 'an alias of 310 characters',
    path: ['alias'],
    value: 'ж'.repeat(310),
    shown:
      /^An alias has more than 255 bytes\. The value is secret, so it is not shown \[alias-too-long\]$/,
  },
  {
    name: 'an address that is written otherwise',
    path: ['addresses', 0],
    value: 'FD00:0::DEAD',
    shown: /\[prefix-missing\]$/,
  },
  {
    name: 'a route whose network is suggested',
    path: ['routes', 0, 'destination'],
    value: '10.77.66.55/24',
    shown: /\[host-bits-set\]$/,
  },
  {
    name: 'a value of one character',
    path: ['peer', 'addresses', 0],
    value: '7',
    shown: /\[bad-address\]$/,
  },
])('$name is not shown', async ({ path, value, shown }) => {
  const secrecy = new Secrecy([path]);
  const { failures } = await checkInputs(
    netkitPair,
    withSecret(path, value),
    undefined,
    new RunMemory(),
    { secrecy },
  );
  expect(failures).toHaveLength(1);
  expect(failures[0]?.reason).toMatch(shown);
  expect(failures[0]?.reason).not.toMatch(/dead|10\.77|"7"|жж/i);
});

test('what is not secret is shown as ever beside it', async () => {
  const secrecy = new Secrecy([['alias']]);
  const inputs = { ...BASE, alias: 'ж'.repeat(310), mtu: 5 };
  const { failures } = await checkInputs(netkitPair, inputs, undefined, new RunMemory(), {
    secrecy,
  });
  expect(failures.map(({ reason }) => reason)).toContain(
    '5 is below 68, the least that Linux allows [out-of-range]',
  );
});

test('a key below a secret is not shown', async () => {
  const path = ['programs', 0, 'globals'];
  const inputs = {
    owner: OWNER,
    name: 'a',
    target: { name: 'web0' },
    attachType: 'tcx/ingress',
    programs: [{ name: 'p', object: 'x', globals: { hunter2: 2 ** 60 } }],
  };
  const { failures } = await checkInputs(bpfAttachment, inputs, undefined, new RunMemory(), {
    secrecy: new Secrecy([path]),
  });
  expect(failures.map(({ property }) => property)).toContain('programs[0].globals');
  expect(JSON.stringify(failures)).not.toContain('hunter2');
});

test('no error shows a piece of a secret, whatever its code and parts', () => {
  const codes = Object.keys(ERROR_CODES) as ErrorCode[];
  fc.assert(
    fc.property(fc.constantFrom(...codes), secretText, (code, text) => {
      const details = { path: `alias.${text}`, advice: text, log: text, extack: text };
      const error = new NetkitError(code, `"${text}" failed`, details);
      const { message } = new Secrecy([['alias'], ['host', 'address']]).error(error);
      expect(holds(message, text)).toBe(false);
    }),
  );
});

test('an error about the way to the host is shown where the host is not secret', () => {
  const error = new NetkitError('host-unreachable', 'edge1 cannot be reached', {});
  expect(new Secrecy([['alias']]).error(error).message).toBe(
    'edge1 cannot be reached. [host-unreachable]',
  );
  expect(new Secrecy([['host']]).error(error).message).not.toContain('edge1');
});

test('what is thrown without being an error of ours is not shown', () => {
  expect(new Secrecy([['alias']]).error(new TypeError('hunter2')).message).toBe(
    'A defect of this provider. Inputs of this resource are secret (alias), so the details are not shown. docs/errors.md explains the code. [internal]',
  );
});

test('every code has a sentence that stands in for a hidden text', () => {
  for (const cause of [...Object.values(FAILURE_CODES), ...Object.values(ERROR_CODES)])
    expect(cause).toMatch(/\.$/);
});
