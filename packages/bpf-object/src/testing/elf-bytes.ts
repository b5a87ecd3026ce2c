/** Small ELF and BTF bytes made by hand, for what no compiler makes. */

/** A 64-bit little-endian BPF object with one empty section. */
export function emptyElf(change: (bytes: Buffer) => void = () => undefined): Buffer {
  const bytes = Buffer.alloc(64 + 64);
  bytes.write('\x7fELF', 'latin1');
  bytes.set([2, 1, 1], 4);
  bytes.writeUInt16LE(1, 16);
  bytes.writeUInt16LE(247, 18);
  bytes.writeBigUInt64LE(64n, 40);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt16LE(1, 60);
  change(bytes);
  return bytes;
}
