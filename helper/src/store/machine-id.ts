/** Which machine this is, in a word that is ours alone: the machine's id itself is not to be handed around (machine-id(5)). */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ours, drawn once: the same machine has another id for every application. */
const APPLICATION = Buffer.from('78c5e69ed2434959a42437bd317577b6', 'hex');

/** systemd's own, and where D-Bus keeps one on machines without systemd. */
const FILES = ['etc/machine-id', 'var/lib/dbus/machine-id'];

/**
 * 32 hex digits, as `systemd-id128 machine-id --app-specific` prints them for our application id. Undefined when the machine
 * has no id, or its file cannot be read or holds something else: then it could not be told, which is no answer.
 */
export function machineId(root = '/'): string | undefined {
  for (const file of FILES) {
    const id = readId(join(root, file));
    if (id) return appSpecific(id);
  }
  return undefined;
}

// An image before its first boot says "uninitialized", or nothing; zeros would be every such machine's.
function readId(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
  return /^[0-9a-f]{32}$/i.test(text) && !/^0+$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}

// sd_id128_get_machine_app_specific(3): keyed by the machine, shaped as a UUID of version 4.
function appSpecific(id: Buffer): string {
  const mac = createHmac('sha256', id).update(APPLICATION).digest().subarray(0, 16);
  mac.writeUInt8((mac.readUInt8(6) & 0x0f) | 0x40, 6);
  mac.writeUInt8((mac.readUInt8(8) & 0x3f) | 0x80, 8);
  return mac.toString('hex');
}
