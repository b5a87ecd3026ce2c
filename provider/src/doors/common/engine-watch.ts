/** Ends this process when the engine is gone: a killed engine leaves its providers running, unseen. */
import { connect } from 'node:net';
import { NetkitError } from '@pulumi-netkit/contract';

const INTERVAL_MS = 1_000;
const ENGINE_ADDRESS = /^127\.0\.0\.1:\d+$/;

let watching = false;

/** Where the engine listens, as it told the process that it started; undefined: no engine started this one. */
export function engineAddress(argv: readonly string[] = process.argv): string | undefined {
  return argv.find((word) => ENGINE_ADDRESS.test(word));
}

/**
 * Watches the engine's own port, which the process was started with. Asking for the parent does not do: it is a shell that
 * outlives the engine. The helper ends with this process, after the step it is at; what that leaves, the next run finishes.
 */
export function exitWithEngine(
  argv: readonly string[] = process.argv,
  exit: (code: number) => void = (code) => process.exit(code),
): void {
  const port = engineAddress(argv)?.split(':')[1];
  if (port === undefined || watching) return;
  watching = true;
  setInterval(() => {
    void isThere(port).then((answers) => {
      if (!answers) exit(1);
    });
  }, INTERVAL_MS).unref();
}

let attachedTo: string | undefined;

/** The engine that this process was attached to, by one that it was not started by. */
export function watchEngine(address: string): void {
  attachedTo = address;
}

/** @throws NetkitError `cancelled` when the engine is gone; without an engine there is none to miss */
export async function assertEngine(): Promise<void> {
  const port = (engineAddress() ?? attachedTo)?.split(':')[1];
  if (port !== undefined && !(await isThere(port)))
    throw new NetkitError('cancelled', 'the engine ended before it heard what was made', {
      advice: 'Run up again: what was made and not recorded is taken back',
    });
}

function isThere(port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.unref();
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED'));
  });
}
