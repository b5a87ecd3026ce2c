/**
 * Hosts behind a real ssh and a real sshd: rooms of the guest, made by lab/ssh-hosts. What is looked at in one is looked at
 * from within, past ssh.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredHost } from '../../../provider/src/transport/way/connection.js';
import { HostPool } from '../../../provider/src/transport/process/pool.js';
import type { Declared, Program } from '../drivers/doors.js';
import { CACHE, eventually, GUEST, inGuest, LAB, run, sh, TOOLS_PATH } from './guest.js';

type Json = Record<string, unknown>;

/** Keys and configuration: where the guest sees them. */
export const ROOMS = join(CACHE, 'ssh', GUEST);

/** The ssh configuration that reaches every room by its name. */
export const SSH_CONFIG = join(ROOMS, 'ssh_config');

// As long as a machine that does much else may take to start sshd and Node in a guest.
const PATIENCE_S = 60;

/** Makes hosts, or makes them anew. */
export function makeRooms(...names: readonly string[]): void {
  execFileSync(join(__dirname, '../../../lab/ssh-hosts'), [GUEST, ROOMS, ...names], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What a program says of a room. */
export function room(name: string, more: Partial<DeclaredHost> = {}): DeclaredHost {
  const { address = name, configFile = SSH_CONFIG } = more;
  return { name, address, configFile, connectTimeout: PATIENCE_S, ...more };
}

/** How today's setting reaches a room: a command, and a helper that is there. */
export function byCommand(name: string, helper: string): DeclaredHost {
  const command = [LAB, 'exec', GUEST, '-C', '/', '--', join(ROOMS, 'enter'), name];
  return { name, command, helper };
}

/** The same program on a host. */
export function on(host: DeclaredHost, program: Program): Program {
  return Object.fromEntries(
    Object.entries(program).map(([key, { kind, args }]) => [
      key,
      {
        kind,
        args:
          typeof args === 'function'
            ? (outputs: (name: string) => Json) => ({ ...args(outputs), host })
            : { ...args, host },
      } as Declared,
    ]),
  );
}

/** Hosts as one run has them. */
export class Run extends HostPool {
  readonly said: string[] = [];

  constructor(setting: Omit<DeclaredHost, 'name'> = {}) {
    const said: string[] = [];
    super(setting, (what) => said.push(what));
    this.said = said;
  }
}

/** Runs lines of shell in a room; the first one that fails ends them. */
export function within(name: string, lines: string): Promise<string> {
  const bash = ['bash', '--norc', '-e', '-c', `${TOOLS_PATH} ${lines}`];
  return run(join(ROOMS, 'enter'), name, ...bash);
}

/** Whether a line of shell succeeds in a room. */
export async function holdsWithin(name: string, line: string): Promise<boolean> {
  const bash = ['bash', '--norc', '-c', `${TOOLS_PATH} ${line}`];
  return (await inGuest(join(ROOMS, 'enter'), name, ...bash)).code === 0;
}

/** Runs lines of shell in a room: what `expectAgreement` looks with. */
export const lookingAt =
  (name: string) =>
  (lines: string): Promise<string> =>
    within(name, lines);

/** All there is on a room of ours and of the tests', as `ip` and `bpftool` print it, without what is drawn or numbered anew. */
export async function inventory(name: string): Promise<string> {
  const text = await within(
    name,
    'show() { $1 ip -d -j addr; echo; $1 ip -d -j route show table all; echo; $1 bpftool -j net show; echo; };' +
      'show; for n in $(ls /run/netns 2>/dev/null); do echo "netns $n"; show "ip netns exec $n"; done;' +
      'find /sys/fs/bpf/pulumi-netkit 2>/dev/null | sort || true; ls /run/pulumi-netkit/records 2>/dev/null | wc -l',
  );
  return text
    .replace(/[0-9a-f]{24}/g, 'INCARNATION')
    .replace(/"(prog_id|link_id|ifindex|link_index|link_netnsid)":\d+/g, '"$1":0')
    .replace(/"address":"[0-9a-f:]{17}"/g, '"address":"MAC"')
    .replace(/"(local|dst)":"fe80:[0-9a-f:]+"/g, '"$1":"fe80::"');
}

/** What is on a room that a run must not leave: devices, namespaces, records, pins, helpers. */
export async function leftOn(name: string): Promise<string[]> {
  const look = async (): Promise<string[]> => {
    const text = await within(
      name,
      '{ ls /sys/class/net | grep -E "^(web|pod|nk|eth|mine)" | sed "s/^/device /";' +
        'ls /run/netns 2>/dev/null | sed "s/^/netns /";' +
        'ls /run/pulumi-netkit/records 2>/dev/null | sed "s/^/record /";' +
        'find /sys/fs/bpf -mindepth 1 | sed "s/^/pin /"; } || true',
    );
    const things = text.split('\n').filter((line) => line !== '');
    return [...things, ...(await helpersOn(name)).map((pid) => `process ${pid}`)];
  };
  const end = Date.now() + 15_000;
  let found = await look();
  while (found.length > 0 && Date.now() < end) found = await look();
  return found;
}

/** The processes of helpers in a room: Node, whatever it was told to run. */
export async function helpersOn(name: string): Promise<number[]> {
  const text = await sh(
    `read -r pid < /run/ssh-hosts/${name}/pid; ns=$(readlink /proc/$pid/ns/mnt);` +
      'for p in $(pgrep -x node || true); do [ "$(readlink /proc/$p/ns/mnt)" != "$ns" ] || echo $p; done',
  );
  return text.split('\n').filter(Boolean).map(Number);
}

/** Processes that this one started, by a word of their command line; with the ones those started. */
export function children(word: string): number[] {
  const all = new Map(
    readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .flatMap((entry): [number, { parent: number; line: string }][] => {
        try {
          const [, parent = ''] =
            /\) \S (\d+)/.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? [];
          const line = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
          return [[Number(entry), { parent: Number(parent), line }]];
        } catch {
          return []; // It ended while we looked.
        }
      }),
  );
  const isOurs = (pid: number): boolean => {
    const parent = all.get(pid)?.parent;
    return parent === process.pid || (parent !== undefined && parent > 1 && isOurs(parent));
  };
  return [...all]
    .filter(([pid, { line }]) => line.includes(word) && isOurs(pid))
    .map(([pid]) => pid);
}

/** Waits until a room has no helper any more: one whose line was cut ends when it next reads. */
export function quietOn(name: string): Promise<void> {
  return eventually(
    `no helper on ${name}`,
    async () => (await helpersOn(name)).length === 0,
    30_000,
  );
}

/** A configuration of a test's own, before the rooms'. @returns its path */
export function config(lines: string): string {
  const file = join(
    ROOMS,
    `config-${createHash('sha256').update(lines).digest('hex').slice(0, 8)}`,
  );
  writeFileSync(file, `${lines}\nHost *\n  Include ${SSH_CONFIG}\n`);
  return file;
}

/** The private key, line by line but for its frame and a short rest: what must be nowhere else. */
export function keyMaterial(): string[] {
  return readFileSync(join(ROOMS, 'user'), 'utf8')
    .split('\n')
    .filter((line) => line.length >= 32 && !line.startsWith('-----'));
}

/** The line of an ssh configuration that leads to a room. */
export function proxy(name: string): string {
  return `ProxyCommand ${LAB} exec ${GUEST} -C / -- ${join(ROOMS, 'enter')} ${name} /usr/sbin/sshd -i`;
}
