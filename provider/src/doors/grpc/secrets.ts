/** What is secret of the inputs and outputs of a resource, on its way to the engine. */
import { Secrecy } from '../common/secrecy.js';
import type { Json } from '../../resources/common/resource.js';
import { omit } from '../../resources/common/state.js';
import { encode, type Secret } from './wire/struct.js';

/** The secrecy of values. */
export function secrecyOf(secrets: readonly Secret[]): Secrecy {
  return new Secrecy(secrets.map(({ path }) => path));
}

/** An error about the way to a host draws from the settings as from a resource's own `host`. */
export function settingsOf(secrets: readonly Secret[]): readonly Secret[] {
  return secrets.map((secret) => ({ ...secret, path: ['host'] }));
}

/** For what is kept on the host: of these values a digest. */
export function secretPaths(secrets: readonly Secret[]): Json {
  return secrets.length === 0 ? {} : { secretPaths: secrets.map(({ path }) => path) };
}

/** What repeats a secret under another name. */
function repeating(secrets: readonly Secret[], value: Json): Secret[] {
  const secrecy = secrecyOf(secrets);
  const programs = Array.isArray(value['programs']) ? value['programs'].length : 0;
  const isSecretOf = (key: string): boolean =>
    Array.from({ length: programs }).some((_, at) => secrecy.covers(['programs', at, key]));
  const copies: readonly (readonly [boolean, Secret['path']])[] = [
    [secrecy.covers(['mtu']), ['peer', 'mtu']],
    [secrecy.covers(['peer', 'mac']), ['peerMac']],
    [isSecretOf('name'), ['chain']],
    [isSecretOf('name') || isSecretOf('object'), ['attached']],
    // What an update did is said in words that quote the values.
    [secrecy.isAny, ['changes']],
  ];
  return copies.flatMap(([is, path]) => (is ? [{ path, value: undefined }] : []));
}

/** Without the dynamic provider's text, in the state of a stack that comes from there, and without the owner, which the URN tells. */
export function bare(inputs: Json): Json {
  return omit(inputs, ['__provider', 'owner', 'secretPaths']);
}

/** A state as the engine stores it. */
export function encodeState(state: Json, secrets: readonly Secret[]): ReturnType<typeof encode> {
  const plain = omit(state, ['__provider', 'secretPaths']);
  return encode(plain, [...secrets, ...repeating(secrets, plain)]);
}
