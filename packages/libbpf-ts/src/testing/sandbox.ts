/** Rooms for kernel tests: a namespace with devices, a bpffs; what is left behind is an error. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createNamedNetns,
  MNT_DETACH,
  mount,
  openFds,
  openNetns,
  removeNetns,
  umount2,
  withNetns,
  type Fd,
} from '@pulumi-netkit/linux-ffi';
import { Rtnl } from '@pulumi-netkit/rtnetlink';
import { BpfError, PROGRAM_TYPE } from '@pulumi-netkit/bpf-object';
import { probeHook } from '../features';
import { ATTACH_TYPES, type AttachType } from '../links/hook';
import { openObjects } from '../objects/native-object';
import { progLoad } from '../sys/programs';

/** Where a test acts. */
export interface Room {
  readonly netns: Fd;
  readonly rtnl: Rtnl;
  /** A directory on a bpffs of its own. */
  readonly pins: string;
  /** Runs `fn` with the thread in the room's namespace. */
  readonly inside: <T>(fn: () => T) => T;
}

let counter = 0;

/** Makes a room, runs `fn`, takes it down; checks descriptors and objects. Pins go with their bpffs. */
export function inRoom<T>(fn: (room: Room) => T): T {
  const fds = openFds().length;
  const name = `libbpf-${process.pid}-${counter++}`;
  const pins = mkdtempSync(join(tmpdir(), 'libbpf-ts-'));
  createNamedNetns(name);
  mount('bpf', pins, 'bpf', 0);
  try {
    using netns = openNetns(name);
    using rtnl = Rtnl.open({ netns });
    return fn({ netns, rtnl, pins, inside: (inner) => withNetns(netns, inner) });
  } finally {
    umount2(pins, MNT_DETACH);
    rmdirSync(pins);
    removeNetns(name);
    expect(openFds()).toHaveLength(fds);
    expect(openObjects()).toEqual([]);
  }
}

/** Waits for the kernel, at most five seconds. */
export function poll(holds: () => boolean, what: string): void {
  const end = Date.now() + 5000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
}

/** A device with a hook: what attaches there, and what must be named in netkit's case. */
export interface Hook {
  readonly attachType: AttachType;
  readonly ifindex: number;
}

/** The hooks this kernel has; the others are told so by a test each. */
export const HOOKS: readonly AttachType[] = ATTACH_TYPES.filter(
  (attachType) => probeHook(attachType).state === 'present',
);
export const HAS_NETKIT = HOOKS.includes('netkit/primary');

/** Makes the device a hook needs: a pair for netkit, else a dummy-like one end of a veth. */
export function makeHook({ rtnl }: Room, attachType: AttachType, name = 'dev0'): Hook {
  const peer = { name: `${name}p` };
  const link = attachType.startsWith('netkit/')
    ? rtnl.links.create({ kind: 'netkit', name, netkit: { peer } })
    : rtnl.links.create({ kind: 'veth', name, veth: { peer } });
  return { attachType, ifindex: link.index };
}

/** Loads `return verdict`; each call makes another program, though the code is the same. */
export function returning(verdict: number, name = 'returns'): Fd {
  const code = Buffer.alloc(16);
  code.writeUInt8(0xb7, 0); // r0 = verdict
  code.writeInt32LE(verdict, 4);
  code.writeUInt8(0x95, 8); // exit
  return progLoad(PROGRAM_TYPE.sched_cls, code, name);
}

/** The error a function threw; fails the test when there was none, or no BpfError. */
export function refusal(fn: () => unknown): BpfError {
  let answer: unknown;
  try {
    answer = fn();
  } catch (error) {
    if (error instanceof BpfError) return error;
    throw error;
  }
  (answer as Partial<Disposable> | undefined)?.[Symbol.dispose]?.();
  throw new Error('it was not refused');
}

const TOOLS = join(
  process.env['PULUMI_NETKIT_CACHE'] ?? join(homedir(), '.cache/pulumi-netkit'),
  'lab/tools',
);
/** bpftool 7.5, which knows tcx and netkit; scripts/setup fetches it where the machine's tools are older. */
const BPFTOOL = [join(TOOLS, 'bin/bpftool'), '/usr/sbin/bpftool'].find((path) => existsSync(path));
/** A libbpf newer than bookworm's; scripts/setup fetches it. */
export const NEWER_LIBBPF = join(TOOLS, 'root/usr/lib/x86_64-linux-gnu/libbpf.so.1');

/** bpftool's answer, as a second opinion; undefined on a machine without it. */
export function bpftool(...args: string[]): unknown {
  if (BPFTOOL === undefined) return undefined;
  return JSON.parse(execFileSync(BPFTOOL, ['-j', ...args], { encoding: 'utf8' }));
}

/** Sends packets from the calling thread's namespace; answers how many came back. */
export function ping(address: string, count = 3): number {
  const args = ['-c', String(count), '-i', '0.01', '-W', '1', '-q', address];
  const { stdout } = spawnSync('ping', args, { encoding: 'utf8' });
  return Number(/(\d+) (?:packets )?received/.exec(stdout)?.[1] ?? -1);
}

/** Names in a directory of pins, without those a kernel with bpf_preload puts into every bpffs. */
export const pinsIn = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => !name.endsWith('.debug'))
    .sort();
