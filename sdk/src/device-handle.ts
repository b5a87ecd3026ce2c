import type * as pulumi from '@pulumi/pulumi';

import type { HostArgs } from './generated/inputs.js';

/** One very device: what hangs on it is replaced with it, as the incarnation says when it is another. */
export interface DeviceHandle {
  /** The device's name. */
  readonly name: string;
  /** Its network namespace. Absent: the host's own. */
  readonly netns?: string;
  /** The machine it is on. Absent: the one that the settings name. */
  readonly host?: pulumi.Unwrap<HostArgs> | undefined;
  /** The id of the pair it belongs to, drawn anew at each replacement. */
  readonly incarnation: string;
}
