import {
  afterLink,
  afterProgram,
  beforeLink,
  beforeProgram,
  describeAnchor,
  head,
  positionOf,
  tail,
  type Anchor,
} from './anchor';
import type { LinkId, ProgramId } from '../ids';

const link = 41 as LinkId;
const program = 42 as ProgramId;
const fd = { number: 7 };

test.each<{ anchor: Anchor; flags: number; relative: number; words: string }>([
  { anchor: head(), flags: 8, relative: 0, words: 'head' },
  { anchor: tail(), flags: 16, relative: 0, words: 'tail' },
  { anchor: beforeLink(link), flags: 8 | 32 | 8192, relative: 41, words: 'before link 41' },
  { anchor: afterLink(link), flags: 16 | 32 | 8192, relative: 41, words: 'after link 41' },
  { anchor: beforeLink(fd), flags: 8 | 8192, relative: 7, words: 'before a given link' },
  { anchor: afterLink(fd), flags: 16 | 8192, relative: 7, words: 'after a given link' },
  { anchor: beforeProgram(program), flags: 8 | 32, relative: 42, words: 'before program 42' },
  { anchor: afterProgram(program), flags: 16 | 32, relative: 42, words: 'after program 42' },
  { anchor: beforeProgram(fd), flags: 8, relative: 7, words: 'before a given program' },
  { anchor: afterProgram(fd), flags: 16, relative: 7, words: 'after a given program' },
])('positionOf() $words', ({ anchor, flags, relative, words }) => {
  expect(positionOf(anchor)).toEqual({ flags, relative });
  expect(describeAnchor(anchor)).toBe(words);
});
