import { dynamicProvider } from '../../provider/src/doors/dynamic.js';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { onHost } from '../../provider/src/resources/common/on-host.js';
import { checkAndDiff, never } from './check';

test('what is measured is a check and the diff of a changed policy', async () => {
  const provider = dynamicProvider(onHost(netkitPair), () => ({ at: never }));
  await expect(checkAndDiff(provider, 0)).resolves.toBeUndefined();
});
