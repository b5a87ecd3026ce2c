/** The provider's own settings, `netkit:connection` and its neighbours, as they come from the engine. Pure. */
import {
  asNetkitError,
  failure,
  type Failure,
  isObject,
  isUnknown,
  quote,
} from '@pulumi-netkit/contract';
import { SCHEMA } from '../../generated/schema.js';
import { didYouMean } from '../../check/suggest.js';
import { parseConnection, type Connection } from '../../transport/way/connection.js';
import type { Json } from '../../resources/common/resource.js';

/** Settings that were read. */
export interface Settings {
  readonly connection: Connection;
  readonly refreshBeforeUpdate: boolean;
  readonly offline: boolean;
}

// What the engine and the SDKs put beside the settings.
const FOREIGN = ['version', 'pluginDownloadURL', 'pluginChecksums'];

/** What is wrong with settings. Unknown values pass. */
export function checkSettings(settings: Json): Failure[] {
  const failures = Object.keys(settings)
    .filter((key) => !FOREIGN.includes(key) && !KNOWN.includes(key))
    .map((key) =>
      failure(key, 'unknown-property', `there is no such setting.${didYouMean(key, KNOWN)}`),
    );
  const { connection } = settings;
  if (!isUnknown(connection)) {
    try {
      connectionOf(connection);
    } catch (error) {
      failures.push({
        property: 'connection',
        code: 'bad-value',
        reason: asNetkitError(error).message,
      });
    }
  }
  for (const key of ['refreshBeforeUpdate', 'offline']) {
    const flag = settings[key];
    if (isUnknown(flag) || isUnset(flag) || flagOf(flag) !== undefined) continue;
    failures.push(failure(key, 'wrong-type', `${quote(flag)} is neither true nor false`));
  }
  return failures;
}

/** Reads settings. @throws NetkitError `bad-connection` */
export function readSettings(settings: Json): Settings {
  return {
    connection: connectionOf(settings['connection']),
    refreshBeforeUpdate: flagOf(settings['refreshBeforeUpdate']) ?? true,
    offline: flagOf(settings['offline']) ?? false,
  };
}

const KNOWN = Object.keys(
  (SCHEMA['provider'] as { readonly inputProperties: object }).inputProperties,
);

// A value that is no text travels as JSON: by `pulumi config set`, and by an SDK's Provider class.
function connectionOf(value: unknown): Connection {
  if (value === undefined || value === null) return {};
  return parseConnection(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The settings of a stack, as the engine puts them into the environment of the process it starts. Undefined: it does not. */
export function stackSettings(environment: string | undefined): Json | undefined {
  try {
    const value: unknown = JSON.parse(environment ?? '');
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
