/** Puts the entries of one map into another, which differs in its size. */
import { BpfError, MAP_TYPE, whatStays } from '@pulumi-netkit/bpf-object';
import type { MapId } from '../ids';
import { BpfMap, type MapEntry } from './map';

/** Why entries of such a map cannot be put into another one; undefined when they can. */
export function whyNotMoved({ type }: { readonly type: string }): string | undefined {
  if (!(type in MAP_TYPE)) return 'what this library does not know';
  return whatStays(type);
}

/**
 * Copies all entries of a map into another of the same type and sizes of key and value. Throws 'map-full' when they do not
 * fit, 'map-type' when entries of that type cannot be copied. Zeros in an array need no place in a shorter one.
 */
export function moveEntries(from: BpfMap, to: BpfMap): void {
  const why = whyNotMoved(from.info);
  if (why !== undefined)
    throw new BpfError(
      'map-type',
      `map "${from.info.name}": entries of a ${from.info.type} cannot be copied: it holds ${why}; start with an empty map`,
    );
  const isArray = from.info.type.endsWith('array');
  for (const entry of from.entries()) {
    if (isArray && entry[1].every((byte) => byte === 0)) continue;
    put(to, entry);
  }
}

function put(to: BpfMap, [key, value]: MapEntry): void {
  if (!to.info.type.endsWith('_of_maps')) {
    to.update(key, value);
    return;
  }
  // Read, a slot holds a map's id; written, a descriptor of it.
  using inner = BpfMap.byId(value.readUInt32LE() as MapId);
  const fd = Buffer.alloc(4);
  fd.writeUInt32LE(inner.fd.number);
  to.update(key, fd);
}
