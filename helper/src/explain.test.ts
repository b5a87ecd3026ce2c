import { BpfError } from '@pulumi-netkit/libbpf-ts';
import { NetnsError, SyscallError, UntrustedError } from '@pulumi-netkit/linux-ffi';
import type { Op } from '@pulumi-netkit/contract';
import { explain } from './explain.js';

const attachment = {
  target: { name: 'web0', netns: null },
  attachType: 'netkit/peer',
  name: 'egress',
} as const;

test('of several programs that are loaded together, the one at fault is named by its property', () => {
  const program = (name: string, at: number) => {
    return { name, program: `f_${name}`, config: 'ab', path: `programs[${at}].program` };
  };
  const programs = [program('a', 0), program('b', 1), program('c', 2)];
  const load = { digest: '', beside: [], apart: [], programs, globals: {}, maps: {} };
  const op: Op = { op: 'object.load', attachment, owner: '', load };
  const rejected = new BpfError('program-rejected', 'no', { program: 'f_c' });
  expect(explain(rejected, op).details.path).toBe('programs[2].program');
  // A function that only a slot names: the step has the property of the object.
  const inSlot = new BpfError('program-rejected', 'no', { program: 'f_d' });
  expect(explain(inSlot, op).details.path).toBeUndefined();
});

describe('a link whose device is gone', () => {
  const gone = new BpfError('link-defunct', 'update link 2: its device is gone');

  test.each(['chain.detach', 'gate.close', 'gate.open'] as const)(
    'is a chain that moved, for %s: whoever looks again sees why',
    (op) => {
      const step: Op = { op, attachment, name: 'guard', expect: '3' };
      expect(explain(gone, step).code).toBe('chain-moved');
    },
  );

  test('is a refusal outside of a chain', () => {
    expect(explain(gone).code).toBe('bpf-refused');
  });
});

test('what another user could change is named, with what to do', () => {
  const error = explain(
    new UntrustedError('/run/pulumi-netkit', 'belongs to uid 1500, not to root'),
  );
  expect(error.message).toBe(
    `the helper does not use /run/pulumi-netkit: it belongs to uid 1500, not to root. Remove it, or give it to uid ${process.geteuid?.()} ` +
      'alone (chown -h, chmod go-w), or run the helper as its owner. [untrusted-path]',
  );
});

test.each([
  { code: 'EROFS', words: 'its file system is mounted read-only', advice: 'remount' },
  { code: 'ENOSPC', words: 'its file system is full', advice: 'Free space' },
  { code: 'EDQUOT', words: 'its file system is full', advice: 'Free space' },
])('a file that cannot be written says why: $code', ({ code, words, advice }) => {
  const error = explain(
    Object.assign(new Error(code), { code, syscall: 'open', path: '/run/pulumi-netkit/records' }),
  );
  expect(error.code).toBe('kernel-refused');
  expect(error.summary).toBe(`cannot write /run/pulumi-netkit/records: ${words}`);
  expect(error.details).toMatchObject({
    errno: code,
    advice: expect.stringContaining(advice) as string,
  });
});

test('a lock that another helper keeps is named', () => {
  const error = explain(new SyscallError('flock', 110, '/run/pulumi-netkit/lock'));
  expect(error.code).toBe('host-busy');
  expect(error.message).toContain('/run/pulumi-netkit/lock');
});

test('whether a file exists that is no namespace is not said', () => {
  const words = (['netns-missing', 'netns-not-a-namespace'] as const).map(
    (code) => explain(new NetnsError(code, '/root/secret')).message,
  );
  expect(words[0]).toContain('there is no network namespace at "/root/secret"');
  expect(words[1]).toBe(words[0]);
});
