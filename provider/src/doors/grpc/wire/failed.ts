/** Errors as gRPC statuses; a half-made resource travels in the status's details, and the engine keeps it. */
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import * as any from 'google-protobuf/google/protobuf/any_pb.js';
import type { Struct } from 'google-protobuf/google/protobuf/struct_pb.js';
import * as wire from '@pulumi/pulumi/proto/provider_pb.js';
import * as statuses from '@pulumi/pulumi/proto/status_pb.js';
import { asNetkitError } from '@pulumi-netkit/contract';

/** A create or update that failed after it made something. */
export class InitFailed extends Error {
  override readonly name = 'InitFailed';
  readonly detail: wire.ErrorResourceInitFailed;

  constructor(id: string, state: Struct, inputs: Struct, reason: string, refreshes: boolean) {
    super(reason);
    this.detail = new wire.ErrorResourceInitFailed();
    this.detail.setId(id);
    this.detail.setProperties(state);
    this.detail.setInputs(inputs);
    this.detail.setReasonsList([reason]);
    this.detail.setRefreshBeforeUpdate(refreshes);
  }
}

/** What the engine is answered instead of a message. */
export function statusOf(error: unknown): Partial<ServiceError> {
  if (!(error instanceof InitFailed)) {
    return { code: status.UNKNOWN, details: messageOf(error) };
  }
  const detail = new any.Any();
  detail.pack(error.detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const message = new statuses.Status();
  message.setCode(status.UNKNOWN);
  message.setMessage(error.message);
  message.addDetails(detail);
  const metadata = new Metadata();
  // The name that gRPC libraries agree on for structured details.
  metadata.add('grpc-status-details-bin', Buffer.from(message.serializeBinary()));
  return { code: status.UNKNOWN, details: error.message, metadata };
}

// Not `asNetkitError(error).message`: a message that lost its secrets would be made anew of its parts.
function messageOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? error.message : asNetkitError(error).message;
}
