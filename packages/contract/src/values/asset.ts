/**
 * The objects of an attachment, as the engine hands them over: assets. Seen with engine 3.259: it reads a file itself, while
 * the program runs, puts the SHA-256 of its content beside the path, and compares assets by that alone. `check`, `create` and
 * `update` are given both, `diff`, `read` and `delete` the digest only. Pure: nothing is read here.
 */
import { quote } from '../errors/failure.js';
import type { FormatProblem } from '../formats.js';
import { isObject } from './json.js';
import { isUnknown } from './unknown.js';

/** Under this key the engine says what kind of value an object stands for. */
export const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
/** The kind of assets. */
export const ASSET_SIGNATURE = 'c44067f5952c0a294b673a41bacd8c17';
/** The kind of archives. */
const ARCHIVE_SIGNATURE = '0def7320c3a5731c473e5ecbe6d01bc7';
/** The SHA-256 of no bytes at all. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** An asset of any kind. */
export interface AnyAsset {
  readonly [SIGNATURE_KEY]: typeof ASSET_SIGNATURE;
  /** SHA-256 of the content, in hex. */
  readonly hash?: string;
  /** Of a file. */
  readonly path?: string;
  /** Of a text that stands in the program. */
  readonly text?: string;
  /** Of a file that is fetched. */
  readonly uri?: string;
}

/** A file's content. */
export interface ObjectAsset {
  readonly [SIGNATURE_KEY]: typeof ASSET_SIGNATURE;
  /** SHA-256 of the content, in hex. */
  readonly hash: string;
  /** Where the file is: absolute, or relative to the project's folder. Not there in `diff`, `read` and `delete`. */
  readonly path?: string;
}

/** Whether a value is an asset, of whatever kind. */
export function isAsset(value: unknown): value is AnyAsset {
  return isObject(value) && value[SIGNATURE_KEY] === ASSET_SIGNATURE;
}

/** What is wrong with an object; undefined when it is a file's content, or not known yet. */
export function objectProblem(value: unknown): FormatProblem | undefined {
  if (isUnknown(value)) return undefined;
  if (isAsset(value)) return assetProblem(value);
  if (isObject(value) && value[SIGNATURE_KEY] === ARCHIVE_SIGNATURE) {
    return notAFile('an archive; one ELF file is wanted. Give a FileAsset');
  }
  const words = `${quote(value)} is not an asset. Pass a path, or new pulumi.asset.FileAsset("./policy.o")`;
  return { code: 'wrong-type', reason: words };
}

function assetProblem({ hash, text, uri }: AnyAsset): FormatProblem | undefined {
  if (text !== undefined && text !== '') {
    return notAFile(`the text ${quote(text)}; an ELF file is no text. Give a FileAsset`);
  }
  if (uri !== undefined && uri !== '') {
    return notAFile(`${quote(uri)}, which would be fetched. Give a local file, a FileAsset`);
  }
  if (isUnknown(hash)) return undefined;
  if (hash === EMPTY_HASH) {
    return { code: 'object-empty', reason: 'is an empty file, no ELF object. Was it compiled?' };
  }
  if (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)) return undefined;
  const words = `has no SHA-256 of its content (${quote(hash)}), which the engine computes`;
  return { code: 'object-no-digest', reason: words };
}

function notAFile(words: string): FormatProblem {
  return { code: 'object-not-a-file', reason: `is ${words}` };
}
