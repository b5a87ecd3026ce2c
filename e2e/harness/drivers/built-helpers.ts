/** The helpers that hosts are sent, as the package holds them: beside the source, which the tests run, there are none. */
import { join } from 'node:path';
import { loadRemoteHelpers as load } from '../../../provider/src/transport/files/remote-helper.js';
import { filesIn } from '../../../provider/src/transport/files/shipped-files.js';
import type { RemoteHelpers } from '../../../provider/src/transport/files/remote-helper.js';

export * from '../../../provider/src/transport/files/remote-helper.js';

/** The built ones, whoever asks. */
export function loadRemoteHelpers(): RemoteHelpers {
  return load(filesIn(join(__dirname, '../../../sdk/dist/remote')));
}
