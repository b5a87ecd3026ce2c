/** The helper's entry: `node helper.js`, with a provider at the other end of stdin and stdout. */
import { NetkitError } from '@pulumi-netkit/contract';
import { serve } from './serve.js';

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    throw new NetkitError(
      'host-unsupported',
      `the helper runs on Linux, not on ${process.platform}`,
      {
        advice: 'Point netkit:connection at a Linux host',
      },
    );
  }
  // Loaded late: what fails here (no koffi for this machine) is told in words and not as a stack.
  const { openKernel } = await import('./kernel.js');
  await serve(await openKernel(), process.stdin, process.stdout);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
