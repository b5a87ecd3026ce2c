/** bpf_attr: one offset table per command. Pure: values ⇄ bytes, pointers listed beside them. */
import type { BpfPointer } from '@pulumi-netkit/linux-ffi';

type Width = 'u32' | 'u64' | 'ptr';
type Value<W extends Width> = W extends 'u32'
  ? number
  : W extends 'u64'
    ? bigint
    : Uint8Array | null;

/** The members of one command's attribute: name → offset and width, as offsetof() says. */
export type AttrMembers = Readonly<Record<string, readonly [offset: number, width: Width]>>;
/** Values for them; a member left out is 0. */
export type AttrValues<M extends AttrMembers> = { readonly [K in keyof M]?: Value<M[K][1]> };

/** A command with its attribute's layout. */
export interface AttrLayout<M extends AttrMembers> {
  readonly number: number;
  readonly name: string;
  readonly size: number;
  encode(values: AttrValues<M>): { bytes: Buffer; pointers: BpfPointer[] };
  /** Reads back what the kernel wrote. */
  u32(bytes: Buffer, member: keyof M): number;
  u64(bytes: Buffer, member: keyof M): bigint;
}

const U32_MAX = 0xffffffff;
const U64_MAX = 0xffffffffffffffffn;

/**
 * Declares a command. `size` ends with its last member: what lies beyond must be zero for the kernel
 * (EINVAL), so nothing is sent there.
 */
export function attr<const M extends AttrMembers>(
  name: string,
  number: number,
  size: number,
  members: M,
): AttrLayout<M> {
  const offset = (member: keyof M): number => {
    const found = members[member];
    if (found === undefined) throw new TypeError(`${name} has no member ${String(member)}`);
    return found[0];
  };
  return {
    name,
    number,
    size,
    encode(values) {
      const bytes = Buffer.alloc(size);
      const pointers: BpfPointer[] = [];
      for (const [member, value] of Object.entries(values)) {
        if (value === undefined) continue;
        const at = offset(member);
        if (typeof value === 'number') {
          if (!Number.isInteger(value) || value < 0 || value > U32_MAX)
            throw new RangeError(
              `${name}.${member} must be an integer 0 to ${U32_MAX}, not ${value}`,
            );
          bytes.writeUInt32LE(value, at);
        } else if (typeof value === 'bigint') {
          if (value < 0n || value > U64_MAX)
            throw new RangeError(`${name}.${member} must be 0 to 2^64-1, not ${String(value)}`);
          bytes.writeBigUInt64LE(value, at);
        } else pointers.push([at, value]);
      }
      return { bytes, pointers };
    },
    u32: (bytes, member) => bytes.readUInt32LE(offset(member)),
    u64: (bytes, member) => bytes.readBigUInt64LE(offset(member)),
  };
}
