import * as pulumi from '@pulumi/pulumi';

import type { ProviderArgs } from './generated/provider.js';
import { PACKAGE, pluginOptions } from './doors/plugin-door.js';

/**
 * Settings of its own for the resources that are given it as `provider`. All others take those of the stack: `netkit:connection`,
 * `netkit:refreshBeforeUpdate`.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    // Settings are texts on the way to a provider.
    const texts = Object.entries(args).map(([key, value]: [string, unknown]) => [
      key,
      pulumi.jsonStringify(value),
    ]);
    const props = Object.fromEntries(texts) as pulumi.Inputs;
    super(PACKAGE, name, props, pulumi.mergeOptions(pluginOptions(), opts));
  }
}
