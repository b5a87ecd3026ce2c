import { attachment, ATTACHMENT_OWNER } from '../../../test/desired.js';
import { cancelledAfter, FakeHost, noHost } from '../../../test/fakes/fake-host.js';
import type { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import {
  create,
  HOOK,
  json,
  kernelWithPair,
  remove,
  shown,
  update,
  web0,
} from '../../../test/hooks.js';
import { bpfAttachment } from './index.js';
import { abc, failure, kernelWithObjects, read } from './testing/attached.js';

test('create attaches in order and answers what was read back', async () => {
  const kernel = kernelWithPair('drop');
  const { id, state } = await bpfAttachment.create(new FakeHost(kernel), json(abc));
  expect(id).toBe('web0/netkit/peer/web-egress');
  expect(shown(kernel)).toEqual(['a', 'b', 'c']);
  const { entries, revision } = kernel.chains.hook(web0(kernel), HOOK);
  expect(state).toMatchObject({
    chain: ['a', 'b', 'c'],
    programs: abc.programs,
    revision: String(revision),
    changes: [],
    kernel: '7.3.4',
    attached: entries.map(({ linkId, programId, label }, position) => ({
      name: label,
      id: programId,
      linkId,
      position,
      digest: abc.programs[0]?.object.hash,
    })),
  });
});

test('create opens the gate last, so that nothing passes a part of the chain', async () => {
  const kernel = kernelWithPair('drop');
  await create(kernel, abc);
  expect(kernel.chains.history).toEqual([
    ['gate'],
    ['gate', 'b'],
    ['gate', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});

test('delete shuts in place, even a hook that is full, so that nothing passes a part of the chain', async () => {
  const kernel = kernelWithPair('drop');
  const names = Array.from({ length: 63 }, (_, at) => `p${at}`);
  const state = await create(kernel, attachment(names.join(' ')));
  expect(shown(kernel)).toEqual(names);
  kernel.chains.history = [];
  await remove(kernel, state);
  expect(kernel.chains.history).toEqual([
    ...names.map((_, at) => ['gate', ...names.slice(1, 63 - at)]),
    [],
  ]);
});

test('a delete killed half-way shows a program that is not ours, and the next up puts it right', async () => {
  const kernel = kernelWithPair('drop');
  const state = await create(kernel, abc);
  kernel.killAfter(2);
  await expect(remove(kernel, state)).rejects.toThrow();
  kernel.revive();
  const seen = await read(kernel, state);
  expect(seen).toMatchObject({ chain: ['a', 'b'], attached: [{ digest: '' }, {}] });
  const after = await update(kernel, seen!, abc);
  expect(after).toMatchObject({ chain: ['a', 'b', 'c'], programs: abc.programs });
});

test('create takes what it finds of its own for a killed create', async () => {
  const kernel = kernelWithPair();
  await create(kernel, abc);
  const ops = kernel.ops.length;
  await create(kernel, abc);
  expect(kernel.ops).toHaveLength(ops);
});

test('create leaves what another resource attached', async () => {
  const kernel = kernelWithPair();
  await create(kernel, attachment('a', { owner: 'urn:other' }));
  const error = await failure(create(kernel, abc));
  expect(error.message).toBe(
    'name: attachment "web0/netkit/peer/web-egress" exists and belongs to urn:other; it was left untouched. Choose another name, or set adopt: true to take it over. [attachment-taken]',
  );
  expect(shown(kernel)).toEqual(['a']);
});

test('create that fails takes back everything, folder and record too', async () => {
  const kernel = kernelWithObjects('drop');
  const calm = kernelWithObjects('drop');
  await create(calm, attachment('a b@b'));
  expect(calm.ops).toHaveLength(7);
  for (let n = 0; n < calm.ops.length; n++) {
    kernel.refuseAfter(n);
    const error = await failure(create(kernel, attachment('a b@b')));
    expect(error.code).toBe('kernel-refused');
    expect([shown(kernel), kernel.chains.everyPin(), kernel.records]).toEqual([[], [], []]);
  }
});

test('create that is refused by the verifier says at which object', async () => {
  const kernel = kernelWithObjects();
  kernel.chains.rejected.add(attachment('b@b').programs[0]?.object.hash ?? '');
  const error = await failure(create(kernel, attachment('a b@b')));
  expect([error.code, error.details.path]).toEqual(['program-rejected', 'programs[1].object']);
  expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
});

describe('maps of one name', () => {
  const mapOf = (kernel: FakeKernel, name: string): number | undefined =>
    kernel.chains.mapsOf(
      kernel.chains.hook(web0(kernel), HOOK).entries.find(({ label }) => label === name),
    )['seen'];
  const maps = (kernel: FakeKernel, names: string): (number | undefined)[] =>
    Array.from(names, (name) => mapOf(kernel, name));
  const pinned = (kernel: FakeKernel): Record<string, number> =>
    Object.fromEntries([...kernel.chains.mapPins.values()].flatMap((pins) => [...pins]));

  test('are shared by programs of one object and not by those of two', async () => {
    const kernel = kernelWithPair();
    await create(kernel, attachment('a b c@b d@b'));
    const [a, b, c, d] = maps(kernel, 'abcd');
    expect([a, c]).toEqual([b, d]);
    expect(a).not.toBe(c);
    expect(pinned(kernel)).toEqual({ seen: a, 'seen%-2': c });
  });

  test('stay with their programs when the objects change, in whatever order these are loaded', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, attachment('a c@b'));
    const before = maps(kernel, 'ac');
    const after = await update(kernel, state, attachment('c@d a@c'));
    expect(maps(kernel, 'ac')).toEqual(before);
    await update(kernel, after, attachment('c@d x@e a@c'));
    expect(maps(kernel, 'ac')).toEqual(before);
    expect(before).not.toContain(mapOf(kernel, 'x'));
  });

  test('go with the first of two objects that one becomes, and the other starts anew', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, attachment('a b'));
    const [before] = maps(kernel, 'a');
    await update(kernel, state, attachment('a@b b@c'));
    const [a, b] = maps(kernel, 'ab');
    expect(a).toBe(before);
    expect(b).not.toBe(before);
    expect(pinned(kernel)).toEqual({ seen: a, 'seen%-2': b });
  });

  test('stay with the programs that stay, when one of an object becomes another object', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, attachment('a b'));
    const [before] = maps(kernel, 'b');
    const after = await update(kernel, state, attachment('a@b b'));
    const [a, b] = maps(kernel, 'ab');
    expect(b).toBe(before);
    expect(a).not.toBe(before);
    // And back: what nobody uses any more is not kept.
    await update(kernel, after, attachment('a b'));
    expect(maps(kernel, 'ab')).toEqual([before, before]);
    expect(pinned(kernel)).toEqual({ seen: before });
  });
});

test('update tells its steps and keeps links that need not go', async () => {
  const kernel = kernelWithObjects();
  const state = await create(kernel, abc);
  const [a] = kernel.chains.hook(web0(kernel), HOOK).entries;
  const after = await update(kernel, state, attachment('a c b@b'));
  expect(after).toMatchObject({
    chain: ['a', 'c', 'b'],
    changes: ['load b', 'move b on web0 netkit/peer after c'],
    attached: [{ name: 'a', linkId: a?.linkId }, { name: 'c' }, { name: 'b' }],
  });
});

test('a second update does nothing and leaves the revision', async () => {
  const kernel = kernelWithPair();
  const state = await create(kernel, abc);
  const after = await update(kernel, state, attachment('c b a'));
  const again = await update(kernel, after, attachment('c b a'));
  expect(again['revision']).toBe(after['revision']);
  expect(again['changes']).toEqual([]);
});

test('update that fails takes swaps back and keeps the state', async () => {
  const kernel = kernelWithObjects();
  const state = await create(kernel, abc);
  const before = kernel.chains.hook(web0(kernel), HOOK).entries.map((entry) => ({ ...entry }));
  kernel.refuseAfter(3);
  const error = await failure(update(kernel, state, attachment('a b@b c n')));
  expect([error.name, error.code]).toEqual(['NetkitError', 'kernel-refused']);
  expect(kernel.chains.hook(web0(kernel), HOOK).entries).toEqual(before);
  expect(kernel.chains.everyPin().filter((pin) => pin.includes('%new'))).toEqual([]);
});

test('create that is cancelled in its plan, with nobody left to look, is kept as declared', async () => {
  const kernel = kernelWithPair();
  const host = cancelledAfter(new FakeHost(kernel));
  const error = await failure(bpfAttachment.create(host, json(abc)));
  expect([error.name, error.reason.code]).toEqual(['PartialError', 'cancelled']);
  expect(bpfAttachment.diff(error.state, json(abc)).replaces).toEqual([]);
  // The next run sees what there is, and finds nothing to do.
  const read = (await bpfAttachment.read(
    new FakeHost(kernel),
    'web0/netkit/peer/web',
    error.state,
  ))!;
  expect(read.state['chain']).toEqual(['a', 'b', 'c']);
  await remove(kernel, error.state);
  expect(kernel.chains.everyPin()).toEqual([]);
});

test('update that fails half-way hands over what is there now', async () => {
  const kernel = kernelWithPair();
  const state = await create(kernel, abc);
  kernel.refuseAfter(2);
  const error = await failure(update(kernel, state, attachment('c b a')));
  expect(error.name).toBe('PartialError');
  expect(error.state['chain']).toEqual(['c', 'b', 'a']);
  expect(error.reason.code).toBe('kernel-refused');
  const after = await update(kernel, error.state, attachment('c b a'));
  expect(after['chain']).toEqual(['c', 'b', 'a']);
});

test('update with an object whose path the engine left out says so before anything is done', async () => {
  const kernel = kernelWithPair();
  const state = await create(kernel, abc);
  kernel.revive();
  const [first, ...rest] = abc.programs.map(({ object: { path: _path, ...object }, ...one }) => ({
    ...one,
    object,
  }));
  const ops = kernel.ops.length;
  const changed = { ...first!, globals: { rate: 5 } };
  const error = await failure(update(kernel, state, attachment([...rest, changed])));
  expect(error.message).toBe(
    'the engine gave an object without its path. Do not let the programs of an attachment be ignored (ignoreChanges) while others change. [object-missing]',
  );
  expect(kernel.ops).toHaveLength(ops);
});

test('an object that takes a program of another finds a place for its map', async () => {
  const kernel = kernelWithPair();
  const state = await create(kernel, attachment('d e@b c f@b'));
  const after = await update(kernel, state, attachment('d f@b b c e@c a'));
  expect(after['chain']).toEqual(['d', 'f', 'b', 'c', 'e', 'a']);
  expect([...kernel.chains.mapPins.values()].flatMap((pins) => [...pins.keys()])).toEqual([
    'seen',
    'seen%-2',
    'seen%-3',
  ]);
});

describe('read', () => {
  test('shows the order as it is, and diff calls it drift', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, abc);
    kernel.chains.removeEntry(web0(kernel), HOOK, 'a');
    const seen = await read(kernel, state);
    expect(seen).toMatchObject({ chain: ['b', 'c'], programs: abc.programs.slice(1) });
    expect(bpfAttachment.diff(seen!, json(abc))).toMatchObject({ changes: true, replaces: [] });
  });

  test('tells a program that somebody put in from ours', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, abc);
    kernel.chains.exchange(web0(kernel), HOOK, 'b');
    const seen = await read(kernel, state);
    expect(seen?.['attached']).toMatchObject([{}, { name: 'b', digest: '' }, {}]);
    expect(bpfAttachment.diff(seen!, json(abc)).changes).toBe(true);
    const after = await update(kernel, seen!, abc);
    expect(bpfAttachment.diff(after, json(abc)).changes).toBe(false);
  });

  test('knows what is gone', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, abc);
    await remove(kernel, state);
    await expect(read(kernel, state)).resolves.toBeUndefined();
  });
});

describe('a device that is gone', () => {
  test('leaves pins that a delete removes, with folder and record', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, abc);
    kernel.remove(web0(kernel));
    await remove(kernel, state);
    expect([kernel.chains.everyPin(), kernel.records]).toEqual([[], []]);
  });

  test('that is made anew gets its programs anew', async () => {
    const kernel = kernelWithPair();
    const state = await create(kernel, abc);
    kernel.remove(web0(kernel));
    const error = await failure(update(kernel, state, abc));
    expect(error.code).toBe('hook-missing');
    const { devices } = kernelWithPair();
    const pair = devices[0]?.pair;
    if (pair) kernel.devices.push(pair.peer, pair.primary);
    const after = await update(kernel, state, abc);
    expect(after).toMatchObject({ chain: ['a', 'b', 'c'] });
    expect(kernel.chains.everyPin().filter((pin) => !pin.includes('%maps'))).toHaveLength(3);
  });

  test('whose name another one took is left, pins and all, for the new one', async () => {
    const kernel = kernelWithPair();
    const old = web0(kernel);
    const state = await create(kernel, abc);
    old.name = 'old0';
    const fresh = kernel.addDevice(null, 'web0', 'netkit');
    await update(kernel, state, abc);
    expect(kernel.chains.labels(old, HOOK)).toEqual([]);
    expect(kernel.chains.labels(fresh, HOOK)).toEqual(['a', 'b', 'c']);
  });
});

test('claims its address, so that two resources of one program cannot share it', () => {
  expect(bpfAttachment.claims(json(abc))).toEqual([
    { property: 'name', what: 'attachment web0/netkit/peer/web-egress' },
  ]);
  expect(abc.owner).toBe(ATTACHMENT_OWNER);
});

test('state of a newer release is refused by every verb', async () => {
  const newer = { stateVersion: 99 };
  expect(() => bpfAttachment.diff(newer, json(abc))).toThrow('state has version 99');
  for (const work of [
    bpfAttachment.read(noHost, '', newer),
    bpfAttachment.update(noHost, '', newer, json(abc)),
    bpfAttachment.delete(noHost, '', newer),
  ])
    expect((await failure(work)).code).toBe('state-version');
});
