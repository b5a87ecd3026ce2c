/** The helpers that hosts are sent, as the package holds them: beside the source, which the tests run, there are none. */
import { join } from 'node:path';
import { loadRemoteHelpers as load } from '../../provider/src/host/remote/remote-helper.js';
import { filesIn } from '../../provider/src/host/shipped-files.js';
import type { RemoteHelpers } from '../../provider/src/host/remote/remote-helper.js';

export * from '../../provider/src/host/remote/remote-helper.js';

/** The built ones, whoever asks. */
export function loadRemoteHelpers(): RemoteHelpers {
  return load(filesIn(join(__dirname, '../../sdk/dist/remote')));
}
