/** How a host is reached: the input `host` of a resource, or the setting `netkit:connection`. Pure. */
import { checkShape } from '../../check/shape.js';
import { hostRules } from '../../check/host/host.js';
import { type DeclaredHost, NetkitError } from '@pulumi-netkit/contract';

export type { DeclaredHost };

/** A host, with or without a name. Empty: this machine. */
export type Connection = Omit<DeclaredHost, 'name'> & { readonly name?: string };

/** Seconds to wait for what a connection leaves open. */
export const DEFAULT_TIMEOUTS = { connect: 15, request: 300 } as const;

/** What a host is called in messages; undefined for this machine. */
export function labelOf({ name, address }: Connection): string | undefined {
  return name ?? address;
}

/** The same, for the details of an error. */
export function hostOf(connection: Connection): { readonly host?: string } {
  const host = labelOf(connection);
  return host === undefined ? {} : { host };
}

/** What tells one connection from another: not what it is called, nor how long one waits. */
export function connectionKey(connection: Connection): string {
  const { name, connectTimeout, requestTimeout, ...rest } = connection;
  const entries = Object.entries(rest);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads the setting. @throws NetkitError `bad-connection`, naming the key */
export function parseConnection(text: string | undefined): Connection {
  if (text === undefined || text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad(`is not JSON: ${text}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('is not a JSON object');
  const host = { name: 'default', ...value };
  const { failures } = checkShape('Host', host);
  const [failure] = [...failures, ...hostRules(host)];
  if (failure) throw bad(`${failure.property.replace(/^host\.?/, '')} ${failure.reason}`);
  return value;
}

function bad(why: string): NetkitError {
  return new NetkitError('bad-connection', `netkit:connection: ${why}`, {
    advice: `Write JSON such as {"sudo": true} or {"address": "edge1.example", "user": "deploy"}`,
  });
}
