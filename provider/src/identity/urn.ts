/** What a URN of the plugin's resources tells. Pure. */
import type { Kind } from '../check/schema.js';

const TYPE = /^(.*::)((?:.*\$)?)netkit:index:(NetkitPair|NetworkNamespace|BpfAttachment)(::.*)$/s;

/** The kind of a resource; undefined: none of ours. */
export function kindOf(urn: string): Kind | undefined {
  return TYPE.exec(urn)?.[3] as Kind | undefined;
}

/**
 * Whose a resource is, as state and records on hosts keep it: the URN that the dynamic provider's resource has. So a stack that
 * moves from one door to the other still owns what it made.
 */
export function ownerOf(urn: string): string {
  return urn.replace(TYPE, '$1$2pulumi-nodejs:dynamic/netkit:$3$4');
}

/** Whether a provider is the one that the engine makes of the stack's configuration. Its URN is absent on older engines. */
export function isDefaultProvider(urn: string | undefined): boolean {
  return /::pulumi:providers:netkit::default(_[^:]*)?$/.test(urn ?? '');
}
