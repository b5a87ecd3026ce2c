import { died, diedBefore, isAllHeard, wasNotBegun } from './helper-death.js';

const REMOTE = { name: 'edge1', address: 'edge1.example' };
const CRASH = 'The object may be broken in a way that crashes libbpf: build it again. ';
const KILL =
  'Something killed it: the kernel when memory ran out (see dmesg), or another process. ';
const STOP = 'Something asked it to end, such as a shutdown of the machine. ';
const LOAD = 'load guard from a.o';
const ADD = 'ip netns add blue';

test.each([
  { what: LOAD, why: 'it was ended by SIGSEGV', hint: CRASH },
  { what: LOAD, why: 'it was ended by SIGABRT', hint: CRASH },
  { what: LOAD, why: 'it ended with code 139', hint: CRASH },
  { what: LOAD, why: 'it ended with code 134; it said: free(): invalid pointer', hint: CRASH },
  { what: ADD, why: 'it was ended by SIGSEGV', hint: '' },
  { what: LOAD, why: 'it was ended by SIGKILL', hint: KILL },
  { what: LOAD, why: 'it ended with code 137', hint: KILL },
  { what: ADD, why: 'it was ended by SIGKILL', hint: KILL },
  { what: LOAD, why: 'it was ended by SIGTERM', hint: STOP },
  { what: LOAD, why: 'it ended with code 1', hint: '' },
  { what: LOAD, why: 'no word from it in 300 s', hint: '' },
])('a helper that died at "$what" as $why', ({ what, why, hint }) => {
  for (const connection of [{}, REMOTE])
    expect(died(connection, what, why).details.advice).toBe(
      `${hint}Run up again: it finishes or clears what was half-made`,
    );
});

test.each([
  { connection: {}, why: 'it was ended by SIGKILL', code: 'helper-died', says: 'the helper died' },
  {
    connection: REMOTE,
    why: 'it ended with code 255',
    code: 'connection-lost',
    says: 'the connection broke',
  },
  {
    connection: REMOTE,
    why: 'no word from it in 9 s',
    code: 'host-silent',
    says: 'it fell silent',
  },
])('$code', ({ connection, why, code, says }) => {
  expect(died(connection, ADD, why)).toMatchObject({
    code,
    summary: `${says} at "${ADD}": ${why}`,
  });
  expect(diedBefore(connection, ADD, why)).toMatchObject({
    code,
    summary: `${says} before "${ADD}" was begun: ${why}`,
  });
});

test('only what was not begun may be asked again', () => {
  expect(wasNotBegun(diedBefore({}, ADD, 'why'))).toBe(true);
  expect(wasNotBegun(died({}, ADD, 'why'))).toBe(false);
  expect(wasNotBegun(undefined)).toBe(false);
});

test.each([
  { connection: {}, code: 1, heard: true },
  { connection: {}, code: null, heard: true },
  { connection: REMOTE, code: 139, heard: true },
  { connection: REMOTE, code: 255, heard: false },
  { connection: REMOTE, code: null, heard: false },
])('answers may be lost on the way, when ssh itself ends: %j', ({ connection, code, heard }) => {
  expect(isAllHeard(connection, code)).toBe(heard);
});
