/** Why a namespace could not be opened. */
export type NetnsErrorCode =
  'netns-missing' | 'netns-not-a-namespace' | 'netns-pid-dead' | 'netns-no-permission';

const REASON: Record<NetnsErrorCode, string> = {
  'netns-missing': 'there is no such namespace',
  'netns-not-a-namespace': 'this is not a network namespace',
  'netns-pid-dead': 'the process is gone',
  'netns-no-permission': 'no permission to open it',
};

/** A reference to a network namespace that leads nowhere. Match on `code`. */
export class NetnsError extends Error {
  override readonly name = 'NetnsError';
  readonly code: NetnsErrorCode;
  /** The reference as it was given. */
  readonly ref: string;

  constructor(code: NetnsErrorCode, ref: string, options?: ErrorOptions) {
    super(`netns "${ref}": ${REASON[code]} [${code}]`, options);
    this.code = code;
    this.ref = ref;
  }
}
