import { bpf, Fd } from '@pulumi-netkit/linux-ffi';
import type { AttrLayout, AttrMembers, AttrValues } from './attr';

/** Calls one command; answers its result and the attribute as the kernel left it. @internal */
export function call<M extends AttrMembers>(
  layout: AttrLayout<M>,
  values: AttrValues<M>,
): { result: number; bytes: Buffer } {
  const { bytes, pointers } = layout.encode(values);
  return { result: bpf(layout, bytes, pointers), bytes };
}

/** Calls a command that gives a descriptor; the kernel makes all of bpf(2)'s close-on-exec. @internal */
export function callForFd<M extends AttrMembers>(
  layout: AttrLayout<M>,
  values: AttrValues<M>,
  what: string,
): Fd {
  return new Fd(call(layout, values).result, what);
}

/** A C string for a pointer member. @internal */
export function cString(text: string, what: string): Buffer {
  if (text.includes('\0')) throw new RangeError(`${what} must not contain a NUL byte`);
  return Buffer.from(`${text}\0`);
}
