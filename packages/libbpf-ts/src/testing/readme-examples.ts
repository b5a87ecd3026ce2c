/** The README's examples, as they stand there: readme.test.ts compares, examples.kernel.ts runs them. */
import { withNetns, type Fd } from '@pulumi-netkit/linux-ffi';
import {
  beforeLink,
  encodePinName,
  ensurePinDirectory,
  features,
  inspectObject,
  Link,
  openObject,
  queryChain,
  readObjectFile,
  renamePin,
  tail,
  unpin,
  type BpfError,
  type LoadedObject,
} from '../index';

export function load(path: string): LoadedObject {
  // [ load
  using object = openObject(readObjectFile(path), { name: 'guard' });
  object.setGlobal('limit', 128);
  object.map('counts').setMaxEntries(16);
  object.choosePrograms(['guard'], { type: 'sched_cls' });
  const loaded = object.load();
  // ]
  return loaded;
}

export function dispatch(path: string): LoadedObject {
  // [ slots
  using object = openObject(readObjectFile(path), { name: 'parser' });
  object.choosePrograms(['dispatch'], { type: 'sched_cls' });
  object.map('table').setSlots({ 1: 'one', 2: 'two' });
  const loaded = object.load();
  // ]
  return loaded;
}

export function contents(path: string): readonly string[] {
  // [ inspect
  const { programs, maps } = inspectObject(readObjectFile(path), 'parser');
  const tables = [...maps].filter(([, { type }]) => type === 'prog_array').map(([name]) => name);
  // ]
  return [...programs.map(({ name }) => name), ...tables];
}

export async function loadAsync(path: string): Promise<LoadedObject> {
  // [ async
  using object = openObject(readObjectFile(path), { name: 'guard' });
  object.choosePrograms(['guard'], { type: 'sched_cls' });
  const loaded = await object.loadAsync();
  // ]
  return loaded;
}

export function attach(loaded: LoadedObject, ifindex: number, pins: string): Link {
  // [ attach
  const hook = { ifindex, attachType: 'tcx/ingress' } as const;
  const { revision, entries } = queryChain(ifindex, hook.attachType);
  const [first] = entries;
  const link = Link.create({
    ...hook,
    program: loaded.program('guard').fd,
    anchor: first?.linkId === undefined ? tail() : beforeLink(first.linkId),
    expectedRevision: revision,
  });
  ensurePinDirectory(`${pins}/my-tool`);
  link.pin(`${pins}/my-tool/${encodePinName('eth0.713 guard')}`);
  link.close();
  // ]
  return link;
}

export function exchange(before: LoadedObject, after: LoadedObject, pin: string): void {
  // [ exchange
  using link = Link.open(pin);
  link.update(after.program('guard').fd, { old: before.program('guard').fd });
  // ]
}

export function move(loaded: LoadedObject, ifindex: number, pin: string): void {
  // [ move
  // A copy first, then the old one goes: packets meet the program twice for a moment, and never not.
  using copy = Link.create({
    ifindex,
    attachType: 'tcx/ingress',
    program: loaded.program('guard').fd,
    anchor: tail(),
  });
  copy.pin(`${pin}~moving`);
  renamePin(`${pin}~moving`, pin);
  // ]
}

export function detach(pin: string): void {
  // [ detach
  using link = Link.open(pin);
  link.detach();
  unpin(pin);
  // ]
}

export function count(loaded: LoadedObject): Record<number, bigint> {
  // [ map
  const counts: Record<number, bigint> = {};
  for (const [key, value] of loaded.map('counts').entries())
    counts[key.readUInt32LE()] = value.readBigUInt64LE();
  // ]
  return counts;
}

export function explain(path: string): string[] {
  const said: string[] = [];
  const say = (text: string): number => said.push(text);
  // [ errors
  try {
    using object = openObject(readObjectFile(path), { name: 'guard' });
    object.choosePrograms(['no_null_check'], { type: 'sched_cls' });
    object.load().close();
  } catch (error) {
    const { code, log } = error as BpfError;
    if (code !== 'program-rejected') throw error;
    say(`${log?.reason ?? ''} at ${log?.source ?? ''}`);
    say(log?.text ?? '');
  }
  // ]
  return said;
}

export function inPod(netns: Fd, ifindex: number): number {
  // [ netns
  const chain = withNetns(netns, () => queryChain(ifindex, 'tcx/egress'));
  // ]
  return chain.entries.length;
}

export function canNetkit(): string {
  let answer = '';
  // [ features
  const { hooks } = features();
  const netkit = hooks['netkit/peer'];
  if (netkit.state === 'absent') answer = `needs ${netkit.since}`;
  if (netkit.state === 'unknown') answer = `could not tell: ${netkit.why}`;
  // ]
  return answer;
}
