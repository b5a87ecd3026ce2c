import type * as pulumi from '@pulumi/pulumi';

import type { ConnectionArgs, HostArgs } from './generated/inputs.js';

/** What a host has: all that it was made with. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the constructor assigns every one of them
export interface Host extends HostArgs {
  readonly name: pulumi.Input<string>;
}

/**
 * A machine that resources are on: `new Host('edge1', { address: 'edge1.example', user: 'deploy' })`, given to each of them as
 * `host`. A plain object, no resource of its own: nothing is connected to before a resource on it is made, read or deleted.
 *
 * With an `address` it is reached by OpenSSH's own client, one connection and one helper for a run, whatever number of
 * resources is on it. The name is part of their ids; the address may change as long as it leads to the same machine.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-extraneous-class -- as above; a class, so that it reads like the resources it is given to
export class Host {
  constructor(name: pulumi.Input<string>, connection: ConnectionArgs = {}) {
    Object.assign(this, { name, ...connection });
  }
}
