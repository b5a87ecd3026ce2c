/** The formats of names, addresses and paths. Each function answers undefined when the text is well-formed, else what is wrong. */
import { quote } from './errors/failure.js';
import type { FailureCode } from './errors/failure.js';
import { fullLength, isMulticast, masked, parseAddress, parsePrefix } from './values/address.js';
import type { Address, Prefix } from './values/address.js';

/** Why a text is not of its format. */
export interface FormatProblem {
  readonly code: FailureCode;
  readonly reason: string;
}

/** A format's judgement of a text. */
export type Format = (text: string) => FormatProblem | undefined;

/** IFNAMSIZ is 16 with the closing zero byte. */
const DEVICE_NAME_BYTES = 15;
/** IFALIASZ is 256 with the closing zero byte. */
const ALIAS_BYTES = 255;
/** NAME_MAX, of /run/netns and of the BPF file system. */
const FILE_NAME_BYTES = 255;
/** A pin's name grows when it is encoded for the BPF file system, which takes no dots; it stays below NAME_MAX. */
const PIN_NAME_BYTES = 64;
/** Where the BPF file system is mounted. */
const BPFFS = '/sys/fs/bpf/';
/** PATH_MAX is 4096 with the closing zero byte. */
const PATH_BYTES = 4095;

/** The formats of names and values that both machines know, by their names in schema.json. */
export const VALUE_FORMATS = {
  'device-name': deviceName,
  'new-device-name': (text) => taken(text) ?? deviceName(text),
  netns,
  'netns-name': netnsName,
  mac,
  'interface-address': interfaceAddress,
  'ip-address': ipAddress,
  'route-destination': routeDestination,
  alias,
  'attachment-name': (text) => pinName(text, 'an attachment'),
  'program-name': (text) => pinName(text, 'a program'),
  'bpffs-path': bpffsPath,
  'program-tag': programTag,
} as const satisfies Record<string, Format>;

function deviceName(text: string): FormatProblem | undefined {
  if (text === '') return say('name-empty', 'is empty; a device needs a name', text);
  const bytes = Buffer.byteLength(text);
  if (bytes > DEVICE_NAME_BYTES) {
    const words = `is ${bytes} bytes; Linux allows ${DEVICE_NAME_BYTES}. Shorten it`;
    return say('name-too-long', words, text);
  }
  return (
    dots(text) ??
    control(text) ??
    has(text, /\s/, 'white space', 'a device name') ??
    has(text, /\//, '"/"', 'a device name') ??
    has(text, /:/, '":"', 'a device name') ??
    spaceByte(text) ??
    percent(text) ??
    dash(text)
  );
}

function netnsName(text: string): FormatProblem | undefined {
  if (text === '') return say('name-empty', 'is empty; a namespace needs a name', text);
  if (text.startsWith('pid:')) {
    const words = 'reads as a process, not as a name. Choose a name without "pid:" in front';
    return say('name-reserved', words, text);
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > FILE_NAME_BYTES) {
    const words = `is ${bytes} bytes; a file name has at most ${FILE_NAME_BYTES}. Shorten it`;
    return say('name-too-long', words, text);
  }
  return (
    dots(text) ?? control(text) ?? has(text, /\//, '"/"', 'a name under /run/netns') ?? dash(text)
  );
}

function netns(text: string): FormatProblem | undefined {
  if (text === '') {
    return say('netns-empty', "is empty. Omit it for the host's own namespace", text);
  }
  if (text.startsWith('pid:')) return netnsPid(text);
  if (text.startsWith('/')) return netnsPath(text);
  if (text.includes('/')) {
    const words = 'is a relative path. Write a name under /run/netns, or an absolute path';
    return say('netns-relative-path', words, text);
  }
  return netnsName(text);
}

function netnsPid(text: string): FormatProblem | undefined {
  const pid = text.slice('pid:'.length);
  if (/^[1-9]\d{0,9}$/.test(pid) && Number(pid) <= 0x7fffffff) return undefined;
  const words = 'names no process. Write a process id of 1 or more behind "pid:", "pid:4711"';
  return say('netns-bad-pid', words, text);
}

function netnsPath(text: string): FormatProblem | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > PATH_BYTES) {
    const words = `is ${bytes} bytes; a path has at most ${PATH_BYTES}. Shorten it`;
    return say('name-too-long', words, text);
  }
  if (text.endsWith('/')) {
    return say('netns-bad-path', 'is a directory. Write the path of the namespace file', text);
  }
  // One file, one spelling: the helper takes no other.
  if (/\/(\.{0,2})\//.test(text) || /\/\.\.?$/.test(text)) {
    const words = 'goes by way of "//", "." or "..". Write it without';
    return say('netns-bad-path', words, text);
  }
  return control(text);
}

function mac(text: string): FormatProblem | undefined {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) {
    return say(
      'bad-mac',
      'is not a valid MAC address. Write six octets, "02:00:00:00:00:01"',
      text,
    );
  }
  if (text === '00:00:00:00:00:00') {
    return say('mac-zero', 'is all zero, which no device can have. Omit it for a random one', text);
  }
  if ((parseInt(text.slice(0, 2), 16) & 1) === 0) return undefined;
  const words = 'is a multicast address. Make the first octet even, "02" say';
  return say('mac-multicast', words, text);
}

function interfaceAddress(text: string): FormatProblem | undefined {
  const prefix = parsePrefix(text);
  if (prefix) return loopback(text, prefix) ?? notHost(text, prefix, 'no device can have it');
  const address = parseAddress(text);
  if (!address) return notAnAddress(text, '10.0.0.1/32');
  const full = `${address.text}/${fullLength(address.family)}`;
  return say('prefix-missing', `has no prefix length. Write "${full}"`, text);
}

function ipAddress(text: string): FormatProblem | undefined {
  const address = parseAddress(text);
  if (address) return notHost(text, address, 'no host has it');
  const prefix = parsePrefix(text);
  if (!prefix) return notAnAddress(text, '10.0.0.1');
  const words = `has a prefix length; one address is wanted. Write "${prefix.text}"`;
  return say('prefix-unwanted', words, text);
}

function routeDestination(text: string): FormatProblem | undefined {
  if (text === 'default' || parseAddress(text)) return undefined;
  const prefix = parsePrefix(text);
  if (!prefix) return notAnAddress(text, '10.1.0.0/16');
  const network = masked(prefix);
  if (network.text === prefix.text) return undefined;
  const words = `has bits set behind its prefix; did you mean "${network.text}/${prefix.length}"?`;
  return say('host-bits-set', words, text);
}

function alias(text: string): FormatProblem | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > ALIAS_BYTES) {
    const words = `is ${bytes} bytes; Linux allows ${ALIAS_BYTES}. Shorten it`;
    return say('alias-too-long', words, text);
  }
  return text.includes('\0')
    ? say('alias-zero-byte', 'has a zero byte, which would end it. Remove it', text)
    : undefined;
}

function pinName(text: string, what: string): FormatProblem | undefined {
  if (text === '') return say('name-empty', `is empty; ${what} needs a name`, text);
  const bytes = Buffer.byteLength(text);
  if (bytes > PIN_NAME_BYTES) {
    const words = `is ${bytes} bytes; the name of ${what} has at most ${PIN_NAME_BYTES}. Shorten it`;
    return say('name-too-long', words, text);
  }
  return (
    dots(text) ??
    control(text) ??
    has(text, /\s/, 'white space', `the name of ${what}`) ??
    has(text, /\//, '"/"', `the name of ${what}`) ??
    dash(text)
  );
}

function programTag(text: string): FormatProblem | undefined {
  if (/^[0-9a-f]{16}$/.test(text)) return undefined;
  return say('bad-tag', 'is not a valid tag: 16 hex digits, as bpftool prints it', text);
}

function bpffsPath(text: string): FormatProblem | undefined {
  if (!text.startsWith('/')) {
    const words = `is a relative path. Write an absolute one, "${BPFFS}..."`;
    return say('pin-relative-path', words, text);
  }
  const bytes = Buffer.byteLength(text);
  if (bytes > PATH_BYTES) {
    const words = `is ${bytes} bytes; a path has at most ${PATH_BYTES}. Shorten it`;
    return say('name-too-long', words, text);
  }
  if (/(^|\/)\.\.?(\/|$)/.test(text)) {
    return say('pin-bad-path', 'goes by way of "." or "..". Write it without', text);
  }
  if (!text.startsWith(BPFFS)) {
    const words = `is not below ${BPFFS}, where the BPF file system is mounted. Pin the map there`;
    return say('pin-not-on-bpffs', words, text);
  }
  const names = text.slice(BPFFS.length).split('/');
  if (names.at(-1) === '') {
    return say('pin-bad-path', 'is a directory. Write the path of the pinned map', text);
  }
  const long = names.find((name) => Buffer.byteLength(name) > FILE_NAME_BYTES);
  if (long !== undefined) {
    const words = `has a name of ${Buffer.byteLength(long)} bytes in it; a file name has at most ${FILE_NAME_BYTES}. Shorten it`;
    return say('name-too-long', words, text);
  }
  if (text.includes('.')) {
    const words = 'has a dot in it, and the BPF file system takes no name with one. Rename it';
    return say('pin-has-dot', words, text);
  }
  return control(text);
}

function loopback(text: string, { text: address }: Prefix): FormatProblem | undefined {
  if (address !== '::1') return undefined;
  return say('address-loopback', 'is the loopback address, which only lo can have', text);
}

function notHost(text: string, address: Address | Prefix, why: string): FormatProblem | undefined {
  if (isMulticast(address)) {
    return say('address-multicast', `is a multicast address; ${why}`, text);
  }
  if (address.text === '255.255.255.255') {
    return say('address-broadcast', `is the broadcast address; ${why}`, text);
  }
  if (address.text === '0.0.0.0' || address.text === '::') {
    return say('address-unspecified', `is the unspecified address; ${why}`, text);
  }
  return undefined;
}

function notAnAddress(text: string, example: string): FormatProblem {
  if (text.includes('%')) {
    return say(
      'address-zone',
      'has a zone, which the device already gives. Remove "%" and what follows',
      text,
    );
  }
  const [address = '', length] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed && length !== undefined) {
    const words = `has a bad prefix length; IPv${parsed.family} has 0 to ${fullLength(parsed.family)}`;
    return say('bad-prefix-length', words, text);
  }
  return say('bad-address', `is not a valid IP address. Write it in full, "${example}"`, text);
}

function dots(text: string): FormatProblem | undefined {
  if (text !== '.' && text !== '..') return undefined;
  return say('name-reserved', 'is a directory, not a name. Choose another', text);
}

function control(text: string): FormatProblem | undefined {
  return has(text, /\p{Cc}/u, 'a control character', 'it');
}

/** Names that every namespace or host holds already, so that no device can get them. */
const TAKEN: Readonly<Record<string, string>> = {
  lo: 'is the loopback device of each namespace',
  all: 'is where Linux keeps the settings of all devices, /proc/sys/net/ipv4/conf/all',
  default: 'is where Linux keeps the settings of new devices, /proc/sys/net/ipv4/conf/default',
  bonding_masters: 'is a file of the bonding driver, /sys/class/net/bonding_masters',
};

function taken(text: string): FormatProblem | undefined {
  const what = Object.hasOwn(TAKEN, text) ? TAKEN[text] : undefined;
  return what === undefined ? undefined : say('name-reserved', `${what}. Choose another`, text);
}

/** Linux tests each byte for white space by Latin-1, in which 0xA0 is one: dev_valid_name(), 6.12 and 7.3. */
function spaceByte(text: string): FormatProblem | undefined {
  const character = Array.from(text).find((one) => Buffer.from(one).includes(0xa0));
  if (character === undefined) return undefined;
  const words = `has ${quote(character)}, whose UTF-8 form has the byte 0xA0, which Linux takes for white space. Write it without`;
  return say('name-bad-character', words, text);
}

function percent(text: string): FormatProblem | undefined {
  if (!text.includes('%')) return undefined;
  const words = 'has "%", which Linux replaces by a number. Remove it';
  return say('name-bad-character', words, text);
}

function dash(text: string): FormatProblem | undefined {
  if (!text.startsWith('-')) return undefined;
  return say(
    'name-leading-dash',
    'begins with "-", and every tool would take it for an option. Choose another',
    text,
  );
}

function has(text: string, what: RegExp, name: string, where: string): FormatProblem | undefined {
  if (!what.test(text)) return undefined;
  return say('name-bad-character', `has ${name}, which ${where} cannot have. Remove it`, text);
}

function say(code: FailureCode, words: string, text: string): FormatProblem {
  return { code, reason: `${quote(text)} ${words}` };
}
