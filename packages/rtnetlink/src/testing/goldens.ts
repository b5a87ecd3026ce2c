import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessages, type Message } from '../codec/header';

/** Kernels the goldens were captured on. */
export const GOLDEN_KERNELS = ['6.12', '7.3'] as const;

/** Bytes written as hex in rows of four, as on the wire; "#" starts a comment. */
export function fromRows(rows: string): Buffer {
  return Buffer.from(rows.replace(/#.*$/gm, '').replace(/\s+/g, ''), 'hex');
}

/** The bytes as rows of four, to compare with an expectation line by line. */
export function toRows(bytes: Buffer): string[] {
  const rows = bytes.toString('hex').match(/.{1,8}/g) ?? [];
  return rows.map((row) => (row.match(/../g) ?? []).join(' '));
}

/** One datagram of ../goldens, split into messages. */
export function golden(name: string, kernel: string): Message[] {
  return readMessages(goldenBytes(name, kernel));
}

/** One datagram of ../goldens. */
export function goldenBytes(name: string, kernel: string): Buffer {
  return fromRows(readFileSync(join(__dirname, `../../goldens/${name}-${kernel}.hex`), 'utf8'));
}
