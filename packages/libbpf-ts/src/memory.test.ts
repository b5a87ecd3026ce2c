import { errnoNumber, SyscallError } from '@pulumi-netkit/linux-ffi';
import { withMemory } from './memory';

/** Fails so many times with an error, then answers 'done'. */
function failing(times: number, errno: number): { act: () => string; tries: () => number } {
  let tries = 0;
  const act = (): string => {
    if (++tries <= times) throw new SyscallError('BPF_MAP_UPDATE_ELEM', errno);
    return 'done';
  };
  return { act, tries: () => tries };
}

test('what had no memory for a moment is done', () => {
  const { act, tries } = failing(2, errnoNumber('ENOMEM')!);
  expect([withMemory(act), tries()]).toEqual(['done', 3]);
});

test('what has no memory for good is refused after a quarter of a second', () => {
  const { act, tries } = failing(Infinity, errnoNumber('ENOMEM')!);
  let waited = 0;
  expect(() => withMemory(act, (ms) => (waited += ms))).toThrow('ENOMEM');
  expect([tries(), waited]).toEqual([9, 255]);
});

test('any other error is told at once', () => {
  const { act, tries } = failing(1, errnoNumber('EINVAL')!);
  expect(() => withMemory(act)).toThrow('EINVAL');
  expect(tries()).toBe(1);
});
