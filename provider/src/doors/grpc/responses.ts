/** Responses of the plugin that say what is wrong, and what the engine asks of a name. */
import * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import { NetkitError, VERSION } from '@pulumi-netkit/contract';
import type { Naming } from '../../identity/naming.js';
import type { Json } from '../../resources/common/resource.js';
import type { Said } from '../common/secrecy.js';
import { encodeState } from './secrets.js';
import type { Secret } from './wire/struct.js';

/** How the engine wants a resource named. */
export function namingOf(
  asked: wire.CheckRequest.AutonamingOptions | undefined,
): Naming | undefined {
  if (!asked) return undefined;
  const { PROPOSE, ENFORCE } = wire.CheckRequest.AutonamingOptions.Mode;
  const mode = asked.getMode();
  return {
    mode: mode === PROPOSE ? 'propose' : mode === ENFORCE ? 'enforce' : 'disable',
    proposed: asked.getProposedName(),
  };
}

/** The answer to a check. */
export function checkResponse(
  inputs: Json,
  failures: readonly Said[],
  secrets: readonly Secret[],
): wire.CheckResponse {
  const response = new wire.CheckResponse();
  response.setInputs(encodeState(inputs, secrets));
  response.setFailuresList(failures.map(failureMessage));
  return response;
}

/** One thing that is wrong. */
export function failureMessage({
  property,
  reason,
}: {
  readonly property: string;
  readonly reason: string;
}): wire.CheckFailure {
  const message = new wire.CheckFailure();
  message.setProperty(property);
  message.setReason(reason);
  return message;
}

/** The error of a resource or function that the plugin does not have. */
export function notServed(token: string): NetkitError {
  return new NetkitError('not-served', `this plugin (${VERSION}) has no "${token}"`, {
    advice: 'Install the release of the plugin that the program was written for',
  });
}
