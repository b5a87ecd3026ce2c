/** The provider's own settings, `netkit:connection` and `netkit:refreshBeforeUpdate`, as they come from the engine. Pure. */
import { asNetkitError } from '../../errors.js';
import { failure, quote, type Failure } from '../../check/failure.js';
import { SCHEMA } from '../../generated/schema.js';
import { didYouMean } from '../../check/suggest.js';
import { isUnknown } from '../../check/unknown.js';
import { parseConnection, type Connection } from '../../host/connection.js';
import type { Json } from '../../resources/resource.js';

/** Settings that were read. */
export interface Settings {
  readonly connection: Connection;
  readonly refreshBeforeUpdate: boolean;
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
  const { connection, refreshBeforeUpdate: refresh } = settings;
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
  if (!isUnknown(refresh) && flagOf(refresh) === undefined) {
    const words = `${quote(refresh)} is neither true nor false`;
    failures.push(failure('refreshBeforeUpdate', 'wrong-type', words));
  }
  return failures;
}

/** Reads settings. @throws NetkitError `bad-connection` */
export function readSettings(settings: Json): Settings {
  return {
    connection: connectionOf(settings['connection']),
    refreshBeforeUpdate: flagOf(settings['refreshBeforeUpdate']) ?? true,
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

function flagOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null || value === '') return true;
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
