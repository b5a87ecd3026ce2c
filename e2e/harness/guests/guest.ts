/**
 * The guest that the helper and the oracles run in. Everything else of a test runs on this machine. Each jest worker has a
 * guest of its own, so that files run side by side and none sees what another leaves.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
/** The lab's command. */
export const LAB = join(ROOT, 'lab/lab');

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
// lab/client.cjs is plain Node, so that it serves a shell as well.
interface LabClient {
  socketPath(name: string): string;
  cacheDir(): string;
  exec(
    socket: string,
    argv: readonly string[],
    options?: {
      readonly input?: string;
      readonly env?: Record<string, string>;
      readonly timeout?: number;
    },
  ): Promise<Answer>;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports -- a CommonJS script without types
const lab = require('../../../lab/client.cjs') as LabClient;

/** The lab's cache: outside of every checkout, and seen by the guests, which have a /tmp of their own. */
export const CACHE = lab.cacheDir();

/** The kernel under test, as lab/lab names it. */
export const KERNEL = process.env['LAB_KERNEL'] ?? 'uml-7.3';

/** `[6, 12]` of the kernel under test; `7.x` is newer than all that matters. */
export const VERSION = KERNEL.replace('uml-', '')
  .split('.')
  .map((part) => (part === 'x' ? 99 : Number(part))) as unknown as readonly [number, number];

/** The guest of this jest worker. LAB_GUESTS begins its name, for two checkouts that test side by side. */
export const GUEST = `${process.env['LAB_GUESTS'] ?? 'e2e'}-${KERNEL}-${process.env['JEST_WORKER_ID'] ?? '1'}`;

/** The command that runs another one in the guest, with both pipes. A guest has a /tmp of its own, so it is told where to be. */
export const GUEST_COMMAND: readonly string[] = [LAB, 'exec', GUEST, '-C', ROOT, '--'];

/** The helper as the package ships it. */
export const HELPER = join(ROOT, 'sdk/dist/helper.js');

// A guest under emulation answers up to twenty times slower.
const SLOWNESS = KERNEL.startsWith('uml-') ? 3 : 10;
jest.setTimeout(60_000 * SLOWNESS);

/** Starts a fresh guest, so that no suite meets what another left. One under emulation is slow to start and kept. */
export function startGuest(): void {
  if (KERNEL.startsWith('uml-')) rebootGuest();
  else up();
}

/** Stops the guest and starts it again: everything volatile is gone. */
export function rebootGuest(): void {
  spawnSync(LAB, ['down', GUEST], { stdio: 'ignore' });
  up();
}

function up(): void {
  execFileSync(LAB, ['up', KERNEL, '--name', GUEST, '--idle', '20'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Runs a command in the guest, whatever it answers. */
export function inGuest(...argv: readonly string[]): Promise<Answer> {
  return lab.exec(lab.socketPath(GUEST), argv, { timeout: 150_000 });
}

/** Runs a command in the guest. @returns its output. @throws when it fails */
export async function run(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await inGuest(...argv);
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code}: ${stderr}${stdout}`);
  return stdout;
}

// Bookworm's own ip prints no netkit data; scripts/setup unpacks a newer one beside it.
const TOOLS = join(lab.cacheDir(), 'tools/bin');
/** The start of lines of shell that use it. */
export const TOOLS_PATH = `export PATH="${TOOLS}":$PATH:/usr/sbin:/sbin;`;

/** Runs lines of shell in the guest; the first one that fails ends them. */
export function sh(lines: string): Promise<string> {
  return run('bash', '--norc', '-e', '-c', `${TOOLS_PATH} ${lines}`);
}

/** Whether a line of shell succeeds in the guest. */
export async function succeeds(line: string): Promise<boolean> {
  return (await inGuest('bash', '--norc', '-c', `${TOOLS_PATH} ${line}`)).code === 0;
}

/** Whether one packet gets through from a namespace (null: the host) to an address and back. */
export function pings(netns: string | null, address: string): Promise<boolean> {
  const exec = netns === null ? '' : `ip netns exec ${netns} `;
  return succeeds(`${exec}ping -n -c1 -W1 ${address} >/dev/null`);
}

// What a fresh guest has: the kernel's own devices.
const KERNELS_OWN =
  'lo|(tunl|gre|gretap|erspan|ip_vti|ip6_vti|sit|ip6tnl|ip6gre|dummy|eth)[0-9]+|bonding_masters';

/** What is on the guest that a test must not leave: devices, namespaces, records, torn files, helpers. */
export async function residue(): Promise<string[]> {
  const look = async (): Promise<string[]> => {
    const text = await sh(
      `{ ls /sys/class/net | grep -vxE "${KERNELS_OWN}" | sed "s/^/device /";` +
        'ls /run/netns 2>/dev/null | sed "s/^/netns /";' +
        'ls /run/pulumi-netkit/records 2>/dev/null | sed "s/^/record /";' +
        'ls /run/pulumi-netkit 2>/dev/null | grep -vxE "records|lock|generation" | sed "s/^/file /";' +
        'pgrep -af "^[^ ]*node .*helper" | sed "s/^/process /"; } || true',
    );
    return text.split('\n').filter((line) => line !== '');
  };
  // A namespace and its devices are torn down in the kernel's own time, and a helper ends just after its provider.
  const end = Date.now() + 5_000 * SLOWNESS;
  let found = await look();
  while (found.length > 0 && Date.now() < end) found = await look();
  return found;
}

/** Waits until a claim holds. @throws with `what` when it does not within the limit */
export async function eventually(
  what: string,
  holds: () => Promise<boolean> | boolean,
  limit = 10_000 * SLOWNESS,
): Promise<void> {
  const end = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not so after ${limit} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Claims that the newer ip is there. */
export function assertOracle(): void {
  if (!existsSync(join(TOOLS, 'ip')))
    throw new Error('the tests need an ip that prints netkit: run scripts/setup');
}
