/**
 * The objects of an attachment, as the engine hands them over. A file asset comes with the digest of its content, so that a
 * preview compares contents and not paths. Pure: nothing is read here.
 */
import { isObject } from './json.js';

/** Under this key the engine says what kind of value an object stands for. */
export const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
/** The kind of assets. */
export const ASSET_SIGNATURE = 'c44067f5952c0a294b673a41bacd8c17';

/** An asset of any kind. */
export type AnyAsset = {
  readonly [SIGNATURE_KEY]: typeof ASSET_SIGNATURE;
  /** SHA-256 of the content, in hex. */
  readonly hash?: string;
  /** Of a file. */
  readonly path?: string;
  /** Of a text that stands in the program. */
  readonly text?: string;
  /** Of a file that is fetched. */
  readonly uri?: string;
};

/** A file's content. */
export type ObjectAsset = {
  readonly [SIGNATURE_KEY]: typeof ASSET_SIGNATURE;
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  /** Where the file is: absolute, or relative to the project's folder. The engine leaves it out when it asks for a diff. */
  readonly path?: string;
};

/** Whether a value is an asset, of whatever kind. */
export function isAsset(value: unknown): value is AnyAsset {
  return isObject(value) && value[SIGNATURE_KEY] === ASSET_SIGNATURE;
}
