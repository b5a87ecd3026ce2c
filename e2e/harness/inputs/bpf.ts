/** Programs to declare, and what `bpftool` says of them: nothing here is shared with the provider's own reading. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AttachType } from '../../../sdk/src/index.js';
import type { Declared } from '../drivers/doors.js';
import { eventually, run, sh, succeeds } from '../guests/guest.js';
import { within } from '../oracles/oracle.js';

type Json = Record<string, unknown>;

const CACHE = join(tmpdir(), 'netkit-e2e-objects');
const ROOT = join(__dirname, '../../..');

/** The guard and the counter of the examples. */
export const POLICY = join(ROOT, 'examples/bpf/policy.bpf.c');
/** Programs `a` to `f` that tell the order they ran in. */
export const PROBES = join(__dirname, '../oracles/bpf-probes.bpf.c');

/** Compiles a source, changed before by `edit`. @returns the object's path */
export function compile(
  source: string,
  edit: (text: string) => string = (text) => text,
  flags: readonly string[] = ['-g'],
): string {
  return compileText(basename(source, '.bpf.c'), edit(readFileSync(source, 'utf8')), flags);
}

/** Compiles a text. @returns the object's path */
export function compileText(name: string, text: string, flags: readonly string[] = ['-g']): string {
  const digest = createHash('sha256').update(text).update(flags.join(' ')).digest('hex');
  const object = join(CACHE, `${name}-${digest.slice(0, 12)}.o`);
  if (!existsSync(object)) {
    mkdirSync(CACHE, { recursive: true });
    // Beside and renamed: another worker may want the same object now.
    const mine = `${object}.${process.pid}`;
    writeFileSync(`${mine}.c`, text);
    const include = `-I/usr/include/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
    const fixed = ['-O2', '-target', 'bpf', include];
    execFileSync('clang', [...fixed, ...flags, '-c', `${mine}.c`, '-o', mine]);
    renameSync(mine, object);
  }
  return object;
}

/** A file as the engine hands it on: with the digest of what it read. */
export function asset(path: string): Json {
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
  return {
    '4dabf18193072939515e22adb298388d': 'c44067f5952c0a294b673a41bacd8c17',
    hash,
    path,
  };
}

/** Helper for programs of the mini engine. */
export const attachment = (args: Json | ((outputs: (name: string) => Json) => Json)): Declared => ({
  kind: 'BpfAttachment',
  args,
});

/** One program of a chain, as `bpftool net show` prints it. */
export interface Entry {
  /** The function's whole name where the object has BTF, else the kernel's 15 bytes. */
  readonly name: string;
  readonly programId: number;
  /** 0: attached by the older call. */
  readonly linkId: number;
}

/** What runs on a hook, in order. */
export async function chain(
  device: string,
  attachType: AttachType,
  netns?: string | null,
): Promise<Entry[]> {
  const text = await sh(`${within(netns)}bpftool -j net show`);
  const [{ tc }] = JSON.parse(text) as [
    {
      tc: {
        devname: string;
        kind: string;
        name: string;
        prog_id: number;
        link_id?: number;
      }[];
    },
  ];
  return tc
    .filter(({ devname, kind }) => devname === device && kind === attachType)
    .map(({ name, prog_id, link_id = 0 }) => ({ name, programId: prog_id, linkId: link_id }));
}

/** The names of what runs on a hook, in order. */
export async function names(
  device: string,
  attachType: AttachType,
  netns?: string | null,
): Promise<string[]> {
  return (await chain(device, attachType, netns)).map(({ name }) => name);
}

/** A link of tcx or netkit, as `bpftool link show` prints it. */
export interface LinkEntry {
  readonly id: number;
  readonly prog_id: number;
  readonly devname?: string;
  readonly ifindex?: number;
  readonly pinned?: readonly string[];
}

/** All links on the hooks of the guest, with their pins. */
export async function links(): Promise<LinkEntry[]> {
  const all = JSON.parse(await sh('bpftool -f -j link show')) as (LinkEntry & { type: string })[];
  return all.filter(({ type }) => type === 'tcx' || type === 'netkit');
}

/** The whole of an array map of 64-bit values. */
export async function counters(mapId: number): Promise<number[]> {
  const dump = JSON.parse(await sh(`bpftool -j map dump id ${mapId}`)) as {
    value: readonly string[];
  }[];
  return dump.map(({ value }) =>
    Number(Buffer.from(value.map((byte) => parseInt(byte, 16))).readBigUInt64LE()),
  );
}

/** The id of the map of a name that a program uses. */
export async function mapOf(programId: number, name: string): Promise<number> {
  const { map_ids = [] } = JSON.parse(await sh(`bpftool -j prog show id ${programId}`)) as {
    map_ids?: number[];
  };
  for (const id of map_ids) {
    const map = JSON.parse(await sh(`bpftool -j map show id ${id}`)) as { name?: string };
    if (map.name === name) return id;
  }
  throw new Error(`program ${programId} uses no map ${name}`);
}

/** Pins of ours, links on hooks, loaded programs and maps: what a test must not leave. */
export async function bpfThings(): Promise<string[]> {
  const text = await sh(
    'find /sys/fs/bpf/pulumi-netkit 2>/dev/null | sed "s/^/pin /" || true;' +
      'for kind in link prog map; do bpftool $kind show | grep -E "^[0-9]" | sed "s/^/$kind /" || true; done',
  );
  return text.split('\n').filter((line) => line !== '');
}

/** The same, once the kernel has let go of what it was told to. */
export async function bpfResidue(limit = 5_000): Promise<string[]> {
  const end = Date.now() + limit;
  let found = await bpfThings();
  while (found.length > 0 && Date.now() < end) found = await bpfThings();
  return found;
}

/** Somebody else on the same hooks: see bpf-stranger.cjs. */
export function stranger(...args: readonly string[]): Promise<string> {
  return run('node', join(__dirname, '../oracles/bpf-stranger.cjs'), ...args);
}

/** The folder that holds an attachment's pins. */
export function pinsOf(device: string, hook: AttachType, name: string, netns = '%host'): string {
  return `/sys/fs/bpf/pulumi-netkit/${netns}/${device}/${hook}/${name}`;
}

/** Stops the packets that devices send by themselves (IPv6's), so that counters count what a test sends. */
export async function quiet(netns: string): Promise<void> {
  const keys = ['all', 'default'].map((key) => `net.ipv6.conf.${key}.disable_ipv6=1`);
  await sh(`ip netns exec ${netns} sysctl -qw ${keys.join(' ')}`);
}

/** Packets from a namespace to addresses in turn, as fast as they go, until it is stopped. */
export class Flood {
  readonly #file: string;
  readonly #done: Promise<string>;

  private constructor(file: string, done: Promise<string>) {
    this.#file = file;
    this.#done = done;
  }

  static async start(netns: string, addresses: readonly string[]): Promise<Flood> {
    const file = `/run/flood-${netns}`;
    await sh(`touch ${file}`);
    const script = join(__dirname, '../oracles/bpf-flood.pl');
    const exec = ['ip', 'netns', 'exec', netns];
    const flood = new Flood(file, run(...exec, 'perl', script, file, ...addresses));
    await eventually('the flood is on', () => succeeds(`pgrep -f ${basename(script)}`));
    return flood;
  }

  /** How many packets were sent to each address. */
  async stop(): Promise<number[]> {
    await sh(`rm -f ${this.#file}`);
    return (await this.#done).trim().split(',').map(Number);
  }
}

/** Packets that a device received, by the kernel's own count. */
export async function received(device: string): Promise<number> {
  return Number(await sh(`cat /sys/class/net/${device}/statistics/rx_packets`));
}
