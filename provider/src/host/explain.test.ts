import { BpfError } from '@pulumi-netkit/libbpf-ts';
import type { Op } from '../plan/op.js';
import { explain } from './explain.js';

const attachment = {
  target: { name: 'web0', netns: null },
  attachType: 'netkit/peer',
  name: 'egress',
} as const;

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
