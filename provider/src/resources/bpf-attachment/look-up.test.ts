import { attachment, ATTACHMENT_OWNER, object } from '../../../test/desired.js';
import { FakeHost, noHost } from '../../../test/fakes/fake-host.js';
import type { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { create, HOOK, json, kernelWithPair, update, web0 } from '../../../test/hooks.js';
import { type BpfAttachmentChecked } from '@pulumi-netkit/contract';
import type { Json } from '../common/resource.js';
import { bpfAttachment } from './index.js';
import { parseAttachmentId } from './look-up.js';
import { refusal } from '../../../test/refusal.js';

const ID = 'web0/netkit/peer/web-egress';

type Read = NonNullable<Awaited<ReturnType<typeof bpfAttachment.read>>>;
const lookUp = async (kernel: FakeKernel, id = ID): Promise<Read> =>
  (await bpfAttachment.read(new FakeHost(kernel), id, {}))!;

test.each([
  { id: 'web0/netkit/peer/egress', netns: null, name: 'web0', attachType: 'netkit/peer' },
  { id: 'blue/eth0/tcx/ingress/egress', netns: 'blue', name: 'eth0', attachType: 'tcx/ingress' },
  { id: '/run/x/eth0/tcx/egress/egress', netns: '/run/x', name: 'eth0', attachType: 'tcx/egress' },
  { id: 'pid:7/w/netkit/primary/egress', netns: 'pid:7', name: 'w', attachType: 'netkit/primary' },
])('parseAttachmentId() reads $id', ({ id, netns, name, attachType }) => {
  expect(parseAttachmentId(id)).toEqual({ name: 'egress', attachType, target: { name, netns } });
});

test.each(['', 'web0', 'web0/egress', 'web0/netkit/egress', 'web0/xdp/ingress/x', 'netkit/peer/x'])(
  'parseAttachmentId() takes "%s" for no address, and a read says how one looks',
  async (id) => {
    expect(parseAttachmentId(id)).toBeUndefined();
    const error = await refusal(bpfAttachment.read(noHost, id, {}));
    expect(error).toMatchObject({ code: 'does-not-exist' });
    expect(error.message).toContain('web0/netkit/peer/egress');
  },
);

describe('an import', () => {
  const full = attachment(
    [
      {
        name: 'guard',
        object: object('a', './policy.o'),
        program: 'guard_fn',
        globals: { limit: 7, deep: { list: ['1', true] } },
        maps: { seen: { maxEntries: 9, keep: true } },
      },
      { name: 'count', object: object('a', './policy.o'), program: 'count' },
      { name: 'last', object: object('b') },
    ],
    { placement: 'after-foreign' },
  );

  test.each<{ name: string; declared: BpfAttachmentChecked }>([
    { name: 'of one program', declared: attachment('a') },
    { name: 'of programs of several objects', declared: attachment('a b@b c') },
    { name: 'with every setting', declared: full },
  ])('$name gives code whose next preview is empty', async ({ declared }) => {
    const kernel = kernelWithPair();
    await create(kernel, declared);
    const before = [kernel.ops.length, kernel.snapshot()];
    const { id, inputs, state } = await lookUp(kernel);
    expect([kernel.ops.length, kernel.snapshot()]).toEqual(before);
    expect(id).toBe(ID);
    expect(inputs).toEqual(json(declared));

    const { chain: _chain, owner, ...program } = inputs;
    const checked = bpfAttachment.check({ ...program, owner }, inputs, () => '');
    expect(checked).toEqual({ inputs, failures: [] });
    expect(bpfAttachment.diff(state, checked.inputs)).toMatchObject({ changes: false });
    const { state: after } = await bpfAttachment.update(
      new FakeHost(kernel),
      id,
      state,
      checked.inputs,
    );
    expect(after).toEqual(state);
    expect(kernel.ops).toHaveLength(before[0] as number);
  });

  test('tells what the last update declared, whatever it changed', async () => {
    const kernel = kernelWithPair();
    let state = await create(kernel, attachment('a b@b c'));
    for (const next of [
      attachment('c b@b a'),
      attachment('c b@b'),
      attachment('c b@b', { placement: 'after-foreign' }),
      attachment([
        { name: 'c', object: object('a', '/elsewhere/c.o'), program: 'c' },
        { name: 'b', object: object('b'), program: 'b', globals: { limit: 1 } },
      ]),
    ]) {
      state = await update(kernel, state, next);
      expect((await lookUp(kernel)).inputs).toEqual(json(next));
    }
  });

  test('tells the order as it is', async () => {
    const kernel = kernelWithPair();
    await create(kernel, attachment('a b c'));
    kernel.chains.removeEntry(web0(kernel), HOOK, 'a');
    kernel.chains.pins.get(ID.replace('web0', '%host/web0'))?.delete('a');
    expect((await lookUp(kernel)).inputs).toMatchObject({ chain: ['b', 'c'] });
  });

  test('keeps the owner that it has, and the pair that it is for', async () => {
    const kernel = kernelWithPair();
    const id = 'c'.repeat(24);
    web0(kernel).altNames.push(`netkit-${id}-primary`);
    const target = { name: 'web0', incarnation: id };
    await create(kernel, attachment('a', { target }));
    const { inputs } = await lookUp(kernel);
    expect(inputs).toMatchObject({ target, owner: ATTACHMENT_OWNER });
  });

  test.each<{ name: string; id?: string; behind?: (kernel: FakeKernel) => void; says: string }>([
    { name: 'nothing of that name', id: 'web0/netkit/peer/other', says: `no attachment "web0/` },
    { name: 'no such device', id: 'nope/tcx/ingress/x', says: 'there is no device "nope"' },
    { name: 'no such namespace', id: 'red/w/tcx/ingress/x', says: 'no network namespace "red"' },
    {
      name: 'the device is gone',
      behind: (kernel) => {
        kernel.remove(web0(kernel));
      },
      says: 'there is no device "web0"',
    },
    {
      name: 'programs of others alone',
      id: 'web0/netkit/primary/x',
      behind: (kernel) => kernel.chains.addForeign(web0(kernel), 'netkit/primary', 'X'),
      says: 'the hook holds programs of others: "X". What others attached is not imported',
    },
  ])('of what is not there says so: $name', async ({ id, behind, says }) => {
    const kernel = kernelWithPair();
    await create(kernel, attachment('a b'));
    behind?.(kernel);
    const error = await refusal(lookUp(kernel, id));
    expect(error.code).toBe('does-not-exist');
    expect(error.message).toContain(says);
  });

  test.each<{ name: string; behind: (kernel: FakeKernel) => void; says: string }>([
    {
      name: 'the record of an older release',
      behind: (kernel) => {
        kernel.records = kernel.records.map(({ ...record }) => {
          if (record.kind === 'attachment') Reflect.deleteProperty(record, 'declared');
          return record;
        });
      },
      says: 'kept no record of what was declared',
    },
    {
      name: 'no record',
      behind: (kernel) => (kernel.records = []),
      says: 'kept no record of what was declared',
    },
    {
      name: 'a program that somebody exchanged',
      behind: (kernel) => kernel.chains.exchange(web0(kernel), HOOK, 'b'),
      says: '"b" runs something else than was declared',
    },
  ])('of $name is refused, and says what to do', async ({ behind, says }) => {
    const kernel = kernelWithPair();
    await create(kernel, attachment('a b'));
    behind(kernel);
    const error = await refusal(lookUp(kernel));
    expect(error.code).toBe('not-importable');
    expect(error.message).toContain(says);
    expect(error.message).toContain('declare it under the URN that made it');
  });

  test('of an older release’s can be had after the next update', async () => {
    const kernel = kernelWithPair();
    const state: Json = await create(kernel, attachment('a b'));
    kernel.records = kernel.records.map(({ ...record }) => {
      if (record.kind === 'attachment') Reflect.deleteProperty(record, 'declared');
      return record;
    });
    await update(kernel, state, attachment('a b'));
    expect((await lookUp(kernel)).inputs).toMatchObject({ chain: ['a', 'b'] });
  });
});
