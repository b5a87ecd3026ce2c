/** A new process that checks and diffs: prints what the first took, and one of the next `argv[2]`. Nothing is warm. */
import { dynamicProvider } from '../../provider/src/doors/dynamic.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { onHost } from '../../provider/src/resources/common/on-host.js';
import { checkAndDiff, never } from '../rows/check';
import { time } from '../lib/measure';

async function main(): Promise<void> {
  const provider = dynamicProvider(onHost(netkitPair), () => ({ at: never }));
  const count = Number(process.argv[2]);
  const first = await time(() => checkAndDiff(provider, 0));
  const rest = await time(async () => {
    for (let i = 1; i <= count; i++) await checkAndDiff(provider, i);
  });
  process.stdout.write(JSON.stringify([first, rest / count]));
}

void main();
