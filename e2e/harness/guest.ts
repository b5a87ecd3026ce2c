/** The guest that the helper and the oracles run in. Everything else of a test runs on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LAB = join(__dirname, '../../lab');

// lab/client.cjs is plain Node, so that it serves a shell as well.
interface LabClient {
  socketPath(name: string): string;
  cacheDir(): string;
  exec(
    socket: string,
    argv: readonly string[],
    options?: { readonly input?: string; readonly env?: Record<string, string> },
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports -- a CommonJS script without types
const lab = require('../../lab/client.cjs') as LabClient;

/** The kernel under test, as lab/lab names it. */
export const KERNEL = process.env['LAB_KERNEL'] ?? 'uml-7.3';

/** `[6, 12]` of the kernel under test. */
export const VERSION = KERNEL.replace('uml-', '').split('.').map(Number) as [number, number];

/** The command that runs another one in the guest, with both pipes. */
export const GUEST_COMMAND: readonly string[] = [join(LAB, 'lab'), 'exec', KERNEL, '--'];

/** Starts the guest unless it runs. */
export function startGuest(): void {
  execFileSync(join(LAB, 'lab'), ['up', KERNEL], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Runs a command in the guest, whatever it answers. */
export function inGuest(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return lab.exec(lab.socketPath(KERNEL), argv);
}

/** Runs a command in the guest. @returns its output. @throws when it fails */
export async function run(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await inGuest(...argv);
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code}: ${stderr}${stdout}`);
  return stdout;
}

/** Runs a line of shell in the guest. */
export function sh(line: string): Promise<string> {
  return run('bash', '--norc', '-c', line);
}

// Bookworm's own ip prints no netkit data; scripts/setup unpacks a newer one beside it.
const NEW_IP = join(lab.cacheDir(), 'tools/iproute2/sbin/ip');
const IP = existsSync(NEW_IP) ? NEW_IP : 'ip';

/** What `ip -j` prints, parsed: the independent oracle. */
export async function ip<T = Record<string, unknown>>(...args: readonly string[]): Promise<T[]> {
  const text = await run(IP, '-d', '-j', ...args);
  return text.trim() === '' ? [] : (JSON.parse(text) as T[]);
}

/** Whether one packet gets through from a namespace (null: the host) to an address. */
export async function pings(netns: string | null, address: string): Promise<boolean> {
  const ping = ['ping', '-c1', '-W2', address];
  return (await inGuest(...(netns === null ? ping : ['ip', 'netns', 'exec', netns, ...ping]))).code === 0;
}

/** What is on the guest that a test must not leave: devices, namespaces, records, helpers. */
export async function residue(): Promise<string[]> {
  const text = await sh(
    'ls /sys/class/net | grep -vxE "lo|tunl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|sit0|ip6tnl0|ip6gre0|bonding_masters|dummy0" | sed "s/^/device /";' +
      'ls /run/netns 2>/dev/null | sed "s/^/netns /";' +
      'ls /run/pulumi-netkit/records 2>/dev/null | sed "s/^/record /"; true',
  );
  return text.split('\n').filter((line) => line !== '');
}

/** Waits until a claim holds. @throws with `what` when it does not within ten seconds */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not so after 10 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
