/**
 * Schemas of the names, numbers and addresses in requests. The rules are those of the resources' inputs, or the kernel's where a
 * plan names what others made. No name leads out of the folder it stands for. Pure.
 */
import { VALUE_FORMATS } from './formats.js';
import { parseAltName } from './mark.js';
import { type Schema, formatted, nullable, text, whole } from './requests/schema.js';
import { parseAddress, parsePrefix } from './values/address.js';

/** A network namespace as the user names it (name, path or `pid:N`); `null` is the host's own. */
export type Netns = string | null;

const bytesOf = (value: string): number => Buffer.byteLength(value);
const hasControl = (value: string): boolean => /\p{Cc}/u.test(value);

const isFileName = (name: string): boolean =>
  !['', '.', '..'].includes(name) &&
  bytesOf(name) <= 255 &&
  !name.includes('/') &&
  !hasControl(name);
const isDeviceName = (name: string): boolean =>
  isFileName(name) && bytesOf(name) <= 15 && !/[\s:]/.test(name);
const isPath = (path: string): boolean =>
  /^(\/[^/]+)+$/.test(path) &&
  !/\/\.\.?(\/|$)/.test(path) &&
  bytesOf(path) <= 4095 &&
  !hasControl(path);
const isNetns = (name: string): boolean => {
  if (name.startsWith('/')) return isPath(name);
  return name.startsWith('pid:') ? /^pid:[1-9]\d{0,9}$/.test(name) : isFileName(name);
};
const isAltName = (name: string): boolean => parseAltName(name) !== undefined;
const isIncarnation = (id: string): boolean => /^[0-9a-f]{24}$/.test(id);

export const deviceName = text('device name', isDeviceName);
/** Empty: none is wanted. */
export const deviceNameOrNone = text('device name', (name) => name === '' || isDeviceName(name));
export const ownAltName = text('alternative name of ours', isAltName);
/** Of a device. One that is adopted has its own name until it has a mark of ours. */
export const knownName = text('device name', (name) => isAltName(name) || isDeviceName(name));
export const netns: Schema<Netns> = nullable(text('network namespace', isNetns));
export const netnsName = formatted(VALUE_FORMATS['netns-name']);
export const attachmentName = formatted(VALUE_FORMATS['attachment-name']);
export const programName = formatted(VALUE_FORMATS['program-name']);
/** The name of a file on a BPF file system, which has no dot. */
export const pinName = text('name of a pin', (name) => isFileName(name) && !name.includes('.'));
export const pinPath = formatted(VALUE_FORMATS['bpffs-path']);
/** A function, map or variable of an object. */
export const identifier = text('name in an object', (name) => {
  return name !== '' && bytesOf(name) <= 512 && !hasControl(name);
});

export const incarnation = text('incarnation', isIncarnation);
/** Empty: of what was imported and never marked. */
export const anyIncarnation = text('incarnation', (id) => id === '' || isIncarnation(id));
/** What a program wrote as the incarnation of a target: it is only compared. */
export const targetIncarnation = text('incarnation', (id) => bytesOf(id) <= 100 && !hasControl(id));
/** Text that is kept and shown, never opened. */
export const words = text('text', (value) => bytesOf(value) <= 4096 && !value.includes('\0'));
export const decimal = text('decimal number', (value) => /^\d{1,20}$/.test(value));
export const sha256 = text('SHA-256', (value) => /^[0-9a-f]{64}$/.test(value));
export const shortDigest = text('digest', (value) => /^[0-9a-f]{1,64}$/.test(value));
/** The kernel's digest of a program's instructions. */
export const tag = text('tag of a program', (value) => /^[0-9a-f]{16}$/.test(value));
export const u32 = whole(0xffffffff);

export const mac = formatted(VALUE_FORMATS.mac);
export const alias = formatted(VALUE_FORMATS.alias);
export const ip = text('IP address', (value) => parseAddress(value) !== undefined);
export const prefix = text('IP address with a prefix length', (value) => !!parsePrefix(value));
export const destination = text('destination', (value) => {
  return value === 'default' || !!(parsePrefix(value) ?? parseAddress(value));
});
