// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';
import type { ConnectionArgs } from './inputs.js';

/** Settings for the resources that use this provider. */
export interface ProviderArgs {
  /** How to reach the machine for resources that do not set `host`. Absent: these resources are on the machine that runs the engine. */
  readonly connection?: pulumi.Input<ConnectionArgs | undefined>;
  /** Whether a plain `pulumi up` or `preview` first reads each resource on its host. The run then also shows and repairs what other tools deleted or changed. This costs one read for each resource. `false`: only `pulumi refresh` reads. The engine stores this setting with each resource, so a change takes effect one or two runs later. @default true */
  readonly refreshBeforeUpdate?: pulumi.Input<boolean | undefined>;
  /** Whether to work without contacting any host, for previews of pull requests. A preview then compares the program with the state only. Operations that need a host are refused: an `up` or `destroy` with changes to make, `import`, and the functions. If a stack's configuration sets it (`netkit:offline`), it applies at once to every provider of the stack. Absent: `false`. */
  readonly offline?: pulumi.Input<boolean | undefined>;
}
