/** From an offset into a request back to the names of the attributes around it. */
import { readAttributes } from './attribute';
import { DecodeError } from './decode-error';
import { entryOf, type Table } from './table';

/**
 * The names from the outermost attribute to the one that contains byte `offset`; empty when the offset
 * lies outside all of them. NLMSGERR_ATTR_OFFS points at an attribute's header or at its payload,
 * depending on the check that failed, so any byte of it will do.
 * An attribute without a name is called by its number: '#77'.
 */
export function namesAt(table: Table, attributes: Buffer, offset: number): string[] {
  try {
    return descend(table, attributes, offset);
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

function descend(table: Table, bytes: Buffer, offset: number): string[] {
  const siblings = readAttributes(bytes);
  const hit = siblings.find(
    (a) => offset >= a.offset && offset < a.offset + 4 + Math.max(a.payload.length, 1),
  );
  if (hit === undefined) return [];
  const entry = entryOf(table, hit.type)?.[1];
  const name = entry?.name ?? `#${hit.type}`;
  const inner = entry?.inner;
  const innerTable = inner?.table(siblings);
  const start = hit.offset + 4 + (inner?.skip ?? 0);
  if (inner === undefined || innerTable === undefined || offset < start) return [name];
  return [name, ...descend(innerTable, hit.payload.subarray(inner.skip), offset - start)];
}
