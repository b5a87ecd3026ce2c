// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';
import type { ConnectionArgs } from './inputs.js';

/** Settings for the resources that use this provider. */
export interface ProviderArgs {
  /** How to reach the machine for resources that do not set `host`. Absent: these resources are on the machine that runs the engine. */
  readonly connection?: pulumi.Input<ConnectionArgs | undefined>;
  /** Whether a plain `pulumi up` or `preview` reads each resource on its host first. The run then shows and repairs what was deleted or changed by other means. It costs one read for each resource. `false`: only `pulumi refresh` reads. The engine stores this with each resource, so a change of the setting takes effect one or two runs later. @default true */
  readonly refreshBeforeUpdate?: pulumi.Input<boolean | undefined>;
  /** Whether to contact no host, for previews of pull requests. A preview then compares the program with the state only. What needs a host is refused: an `up` or `destroy` that has something to do, `import`, and the functions. In the configuration of a stack (`netkit:offline`) it applies to every provider of that stack, at once. Absent: `false`. */
  readonly offline?: pulumi.Input<boolean | undefined>;
}
