import fc from 'fast-check';
import { UNKNOWN } from '../../check/shape.js';
import { checkAttachment } from './inputs.js';
import {
  asset,
  guard,
  count,
  attachment,
  complaints,
  manyPrograms,
} from './testing/good-attachment.js';

test('checkAttachment() fills in the placement and the chain, and keeps the rest', () => {
  const owner = 'urn:…';
  const inputs = { ...attachment, owner };
  expect(checkAttachment(inputs, undefined, () => 'new')).toEqual({
    inputs: {
      ...inputs,
      placement: 'before-foreign',
      priority: 500,
      before: [],
      after: [],
      adopt: false,
      chain: ['guard', 'count'],
      incarnation: 'new',
    },
    failures: [],
  });
});

test('a good attachment with all that can be said of it passes', () => {
  const settings = {
    globals: {
      max_rate: 1000,
      allowed: '18446744073709551615',
      strict: true,
      ports: [80, 443],
      limits: { burst: 10, names: ['a'] },
      delta: -1.5,
    },
    maps: {
      seen: { maxEntries: 4096, keep: true },
      '.rodata.cold': { keep: false },
      shared: { pinned: '/sys/fs/bpf/fleet/shared' },
    },
  };
  expect(complaints({ programs: [{ ...guard, ...settings }, count] })).toEqual([]);
});

test('a chain comes from the programs, whatever was said of it', () => {
  const { inputs, failures } = checkAttachment({ ...attachment, chain: ['other'] });
  expect([inputs['chain'], failures]).toEqual([['guard', 'count'], []]);
});

test.each<{ name: string; changed: object; inputs: object }>([
  { name: 'a target', changed: { target: UNKNOWN }, inputs: { target: UNKNOWN } },
  {
    name: 'part of a target',
    changed: { target: { name: 'web0', incarnation: UNKNOWN } },
    inputs: { target: { name: 'web0', incarnation: UNKNOWN } },
  },
  { name: 'a list of programs', changed: { programs: UNKNOWN }, inputs: { chain: UNKNOWN } },
  {
    name: 'a program',
    changed: { programs: [guard, UNKNOWN] },
    inputs: { chain: ['guard', UNKNOWN] },
  },
  {
    name: 'a program’s name',
    changed: { programs: [{ ...guard, name: UNKNOWN }] },
    inputs: { chain: [UNKNOWN] },
  },
  {
    name: 'an object',
    changed: { programs: [{ ...guard, object: UNKNOWN }] },
    inputs: { chain: ['guard'] },
  },
  {
    name: 'a digest',
    changed: { programs: [{ ...guard, object: { ...asset('a'), hash: UNKNOWN } }] },
    inputs: { chain: ['guard'] },
  },
  { name: 'a hook', changed: { attachType: UNKNOWN }, inputs: { attachType: UNKNOWN } },
])('$name that is not known yet passes', ({ changed, inputs }) => {
  const checked = checkAttachment({ ...attachment, ...changed });
  expect(checked.failures).toEqual([]);
  expect(checked.inputs).toMatchObject(inputs);
});

describe('what is not of its shape', () => {
  test.each<{ name: string; changed: object; says: string }>([
    {
      name: 'no name',
      changed: { name: undefined },
      says: 'name: is missing, and names are not to be generated. Write one, or allow it by pulumi:autonaming [missing]',
    },
    {
      name: 'a name with a slash',
      changed: { name: 'web/egress' },
      says: 'name: "web/egress" has "/", which the name of an attachment cannot have. Remove it [name-bad-character]',
    },
    {
      name: 'no target',
      changed: { target: null },
      says: 'target: is missing: the device that holds the hook [missing]',
    },
    {
      name: 'a target by its name alone',
      changed: { target: 'web0' },
      says: 'target: "web0" is a string; an object is wanted, { name: "web0" } [wrong-type]',
    },
    {
      name: 'a target with more than a handle has',
      changed: { target: { name: 'web0', ifindex: 7 } },
      says: 'target.ifindex: "ifindex" is not a property of a Target [unknown-property]',
    },
    {
      name: 'a hook in part',
      changed: { attachType: 'ingress' },
      says: 'attachType: "ingress" is not "netkit/primary" or "netkit/peer" or "tcx/ingress" or "tcx/egress" [unknown-value]',
    },
    {
      name: 'an unknown placement',
      changed: { placement: 'first' },
      says: 'placement: "first" is not "before-foreign" or "after-foreign" [unknown-value]',
    },
    {
      name: 'no programs',
      changed: { programs: undefined },
      says: 'programs: is missing: the programs, in the order in which they run [missing]',
    },
    {
      name: 'an empty list of programs',
      changed: { programs: [] },
      says: 'programs: [] is empty; at least one item is wanted [list-empty]',
    },
    {
      name: 'one program, not in a list',
      changed: { programs: 'guard' },
      says: 'programs: "guard" is a string; a list is wanted [wrong-type]',
    },
    {
      name: '64 programs',
      changed: { programs: manyPrograms(64) },
      says: 'programs: has 64 items; Linux allows 63 on one hook. Remove some [list-too-long]',
    },
    {
      name: 'a program without a name',
      changed: { programs: [{ object: asset('a') }] },
      says: 'programs[0].name: is missing: the name of the program, unique in the attachment [missing]',
    },
    {
      name: 'a program without an object',
      changed: { programs: [{ name: 'guard' }] },
      says: 'programs[0].object: is missing: the ELF object that holds the program: a path, or an asset [missing]',
    },
    {
      name: 'a function without a name',
      changed: { programs: [{ ...guard, program: '' }] },
      says: 'programs[0].program: "" is empty. Omit it, or name it [function-name-empty]',
    },
    {
      name: 'an unknown key of a program',
      changed: { programs: [{ ...guard, global: {} }] },
      says: 'programs[0].global: "global" is not a property of a Program; did you mean "globals"? [unknown-property]',
    },
    {
      name: 'an unknown key of a map’s settings',
      changed: { programs: [{ ...guard, maps: { seen: { maxEntrys: 1 } } }] },
      says: 'programs[0].maps.seen.maxEntrys: "maxEntrys" is not a property of a MapSettings; did you mean "maxEntries"? [unknown-property]',
    },
    {
      name: 'a map without room, of an odd name',
      changed: { programs: [{ ...guard, maps: { '.maps': { maxEntries: 0 } } }] },
      says: 'programs[0].maps[".maps"].maxEntries: 0 is below 1, the least that Linux allows [out-of-range]',
    },
    {
      name: 'a list of maps',
      changed: { programs: [{ ...guard, maps: [] }] },
      says: 'programs[0].maps: [] is a list; an object is wanted [wrong-type]',
    },
    {
      name: 'a pin by a relative path',
      changed: { programs: [{ ...guard, maps: { seen: { pinned: 'fleet/seen' } } }] },
      says: 'programs[0].maps.seen.pinned: "fleet/seen" is a relative path. Write an absolute one, "/sys/fs/bpf/..." [pin-relative-path]',
    },
  ])('$name', ({ changed, says }) => expect(complaints(changed)).toEqual([says]));
});

describe('an object', () => {
  const object = (value: unknown): string[] =>
    complaints({ programs: [{ ...guard, object: value }] });

  test.each<{ name: string; value: unknown; says: string }>([
    {
      name: 'that is a text',
      value: { ...asset('a'), path: undefined, text: '\u007fELF' },
      says: 'is the text "\u007fELF"; an ELF file is no text. Give a FileAsset [object-not-a-file]',
    },
    {
      name: 'that would be fetched',
      value: { ...asset('a'), path: undefined, uri: 'https://example.org/policy.o' },
      says: 'is "https://example.org/policy.o", which would be fetched. Give a local file, a FileAsset [object-not-a-file]',
    },
    {
      name: 'that is an archive',
      value: {
        '4dabf18193072939515e22adb298388d': '0def7320c3a5731c473e5ecbe6d01bc7',
        path: './policy.zip',
      },
      says: 'is an archive; one ELF file is wanted. Give a FileAsset [object-not-a-file]',
    },
    {
      name: 'that is an empty file',
      value: {
        ...asset('a'),
        hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
      says: 'is an empty file, no ELF object. Was it compiled? [object-empty]',
    },
    {
      name: 'without a digest',
      value: { ...asset('a'), hash: '' },
      says: 'has no SHA-256 of its content (""), which the engine computes [object-no-digest]',
    },
    {
      name: 'that is a path alone',
      value: './policy.o',
      says: '"./policy.o" is not an asset. Pass a path, or new pulumi.asset.FileAsset("./policy.o") [wrong-type]',
    },
    {
      name: 'that is no asset at all',
      value: { path: './policy.o' },
      says: '{"path":"./policy.o"} is not an asset. Pass a path, or new pulumi.asset.FileAsset("./policy.o") [wrong-type]',
    },
  ])('$name is refused', ({ value, says }) => {
    expect(object(value)).toEqual([`programs[0].object: ${says}`]);
  });
});

describe('a variable', () => {
  const globals = (values: unknown): string[] =>
    complaints({ programs: [{ ...guard, globals: values }] });

  test.each<{ name: string; values: unknown; says: string }>([
    {
      name: 'may be of any shape, but no null',
      values: { ports: [80, null] },
      says: '.ports[1]: null is not a value. Write a number, a text, a boolean, a list or an object [value-not-plain]',
    },
    {
      name: 'may not be an asset',
      values: { table: { rows: asset('a') } },
      says: '.table.rows: is an asset, or something else of Pulumi’s. Write its value [value-not-plain]',
    },
    {
      name: 'of 64 bits is exact, or a text',
      values: { allowed: 2 ** 63 },
      says: '.allowed: 9223372036854776000 is more than a number holds exactly. Write it as a text of digits [number-not-exact]',
    },
    {
      name: 'has a name',
      values: [1],
      says: ': [1] is a list; an object is wanted [wrong-type]',
    },
  ])('$name', ({ values, says }) => {
    expect(globals(values)).toEqual([`programs[0].globals${says}`]);
  });

  test('that is not known yet passes at any depth', () => {
    expect(globals({ a: UNKNOWN, b: [UNKNOWN], c: { d: UNKNOWN } })).toEqual([]);
  });
});

test('checkAttachment() says something about everything and throws at nothing', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (target, programs, object) => {
      checkAttachment(target);
      checkAttachment({ ...attachment, target, programs });
      checkAttachment({
        ...attachment,
        programs: [{ ...guard, object, globals: { a: object }, maps: { a: object } }],
      });
    }),
  );
});
