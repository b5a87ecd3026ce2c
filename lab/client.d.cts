import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export interface SpawnOptions {
  /** @default the caller's */
  cwd?: string;
  /** Added to a clean environment of PATH, HOME, USER, LANG, TERM and LAB_GUEST=1. */
  env?: Record<string, string | undefined>;
  /** Look again at files that changed on the host since the guest last read them. @default true */
  fresh?: boolean;
}

export interface ExecOptions extends SpawnOptions {
  input?: string | Buffer;
  /** Milliseconds; then the command is killed and the promise rejects. */
  timeout?: number;
}

/** A command in a guest: events as of a ChildProcess, `exit` (code), `close` (code), `error`. */
export interface GuestProcess extends EventEmitter {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exitCode: number | null;
  kill(signal?: NodeJS.Signals | number): boolean;
  destroy(): void;
  ref(): void;
  unref(): void;
}

export interface Result<Out> {
  /** The command's, or 128 + signal. */
  code: number;
  stdout: Out;
  stderr: Out;
}

export function cacheDir(): string;
export function socketPath(name: string): string;
export function guestEnv(
  extra?: Record<string, string | undefined>,
): Record<string, string | undefined>;
export function spawn(
  socket: string,
  argv: readonly string[],
  options?: SpawnOptions,
): GuestProcess;
export function exec(
  socket: string,
  argv: readonly string[],
  options: ExecOptions & { encoding: 'buffer' },
): Promise<Result<Buffer>>;
export function exec(
  socket: string,
  argv: readonly string[],
  options?: ExecOptions & { encoding?: BufferEncoding },
): Promise<Result<string>>;
export function ping(socket: string, timeout?: number): Promise<void>;
export function down(socket: string, timeout?: number): Promise<void>;
