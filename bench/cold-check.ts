/** A process that checks and diffs one pair and says what that took: nothing is warm. Prints JSON. */
import { dynamicProvider } from '../provider/src/doors/dynamic.js';
import { netkitPair } from '../provider/src/resources/netkit-pair/index.js';
import { checkAndDiff, never } from './check';
import { time } from './measure';

async function main(): Promise<void> {
  const provider = dynamicProvider(netkitPair, never);
  const took = await time(() => checkAndDiff(provider, 0));
  process.stdout.write(`${JSON.stringify(took)}\n`);
}

void main();
