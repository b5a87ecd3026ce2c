// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';
import type { ConnectionArgs } from './inputs.js';

/** Settings for the resources that use this provider. */
export interface ProviderArgs {
  /** How the machine is reached that a resource without a `host` is on. Absent: the machine that runs the engine. */
  readonly connection?: pulumi.Input<ConnectionArgs> | undefined;
  /** Whether a plain `pulumi up` or `preview` looks at the host first, so that what is gone or was changed behind our back is shown and mended. It costs one look a resource. `false`: only `pulumi refresh` looks. The engine keeps this with each resource, as of its last run, so that a change of the setting takes hold a run or two later. @default true */
  readonly refreshBeforeUpdate?: pulumi.Input<boolean> | undefined;
}
