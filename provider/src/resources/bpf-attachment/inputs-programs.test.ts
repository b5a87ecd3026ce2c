import { UNKNOWN } from '../../check/shape.js';
import { asset, guard, count, complaints, manyPrograms } from './testing/good-attachment.js';

describe('programs of one attachment', () => {
  const second = { name: 'b', object: asset('b') };

  test.each<{ name: string; programs: object[]; says: string }>([
    {
      name: 'have two names',
      programs: [guard, { ...count, name: 'guard' }],
      says: '[1].name: "guard" is the name of programs[0] too. Choose another [name-twice]',
    },
    {
      name: 'are two functions',
      programs: [guard, { ...guard, name: 'again', object: asset('a', './copy.o') }],
      says: '[1].program: "guard" is in the chain already, as programs[0]. Remove one, or name another function [duplicate-program]',
    },
    {
      name: 'are two functions, of an object with one',
      programs: [second, { ...second, name: 'again' }],
      says: '[1].program: the function of this object is in the chain already, as programs[0]. Remove one, or name another function [duplicate-program]',
    },
    {
      name: 'agree on a variable of their object',
      programs: [
        { ...guard, globals: { max_rate: 1000, other: 1 } },
        { ...count, globals: { max_rate: 2000 } },
      ],
      says: '[1].globals.max_rate: 2000 is not what programs[0].globals.max_rate says, 1000, and programs of one object share its variables. Say the same, or say it once [globals-conflict]',
    },
    {
      name: 'agree on a map of their object',
      programs: [
        { ...guard, maps: { seen: { maxEntries: 10 } } },
        { ...count, maps: { seen: { maxEntries: 10, keep: true } } },
      ],
      says: '[1].maps.seen: {"maxEntries":10,"keep":true} is not what programs[0].maps.seen says, {"maxEntries":10}, and programs of one object share its maps. Say the same, or say it once [maps-conflict]',
    },
    {
      name: 'leave a map alone that is pinned elsewhere',
      programs: [{ ...guard, maps: { seen: { pinned: '/sys/fs/bpf/seen', keep: false } } }],
      says: '[0].maps.seen.keep: false is said of a map that is pinned elsewhere, which stays whatever happens here. Drop keep, or pinned [keep-of-pinned]',
    },
    {
      name: 'share a map by its name or by its path, and not by both',
      programs: [{ ...guard, maps: { seen: { pinned: '/sys/fs/bpf/seen', shared: true } } }],
      says: '[0].maps.seen.shared: a map with pinned is already shared by everyone who names its path. Remove shared or pinned [shared-of-pinned]',
    },
  ])('$name', ({ programs, says }) => {
    expect(complaints({ programs })).toEqual([`programs${says}`]);
  });

  test.each<{ name: string; programs: object[] }>([
    {
      name: 'say the same of one object',
      programs: [
        { ...guard, globals: { a: { x: 1, y: 2 } }, maps: { m: { maxEntries: 1, keep: true } } },
        { ...count, globals: { a: { y: 2, x: 1 } }, maps: { m: { keep: true, maxEntries: 1 } } },
      ],
    },
    {
      name: 'say different things of two objects',
      programs: [
        { ...guard, globals: { a: 1 } },
        { ...second, globals: { a: 2 } },
      ],
    },
    {
      name: 'may be of one object, as it is unknown',
      programs: [
        { name: 'a', object: UNKNOWN, globals: { a: 1 } },
        { name: 'b', object: UNKNOWN, globals: { a: 2 } },
      ],
    },
    {
      name: 'may have one value, as it is unknown',
      programs: [
        { ...guard, globals: { a: 1, b: [1] }, maps: { m: { keep: true } } },
        { ...count, globals: { a: UNKNOWN, b: [UNKNOWN] }, maps: { m: { keep: UNKNOWN } } },
      ],
    },
    {
      name: 'have names that are not known yet',
      programs: [
        { ...guard, name: UNKNOWN },
        { ...count, name: UNKNOWN },
      ],
    },
    {
      name: 'are functions that are not known yet',
      programs: [
        { ...guard, program: UNKNOWN },
        { ...count, program: UNKNOWN },
      ],
    },
  ])('pass when they $name', ({ programs }) => expect(complaints({ programs })).toEqual([]));

  test('63 fit on a hook', () => expect(complaints({ programs: manyPrograms(63) })).toEqual([]));
});
