/** Every code of a failing check, with its cause. docs/errors.md is generated from this table. */
export const FAILURE_CODES = {
  'address-broadcast': 'A broadcast address cannot be given to a device.',
  'address-loopback': 'The IPv6 loopback address cannot be given to a device other than lo.',
  'address-multicast': 'A multicast address cannot be given to a device.',
  'address-on-both-ends': 'Both ends are in one namespace and have the same address.',
  'address-unspecified': 'The unspecified address (0.0.0.0, ::) cannot be given to a device.',
  'address-zone': 'An address has a zone (`%eth0`), which the device already gives.',
  'alias-too-long': 'An alias has more than 255 bytes.',
  'alias-zero-byte': 'An alias holds a zero byte.',
  'anchor-in-both': 'The same anchor is in `before` and in `after`.',
  'anchor-self': 'An anchor names the attachment that declares it.',
  'anchor-unclear': 'An anchor does not name exactly one of `attachment`, `program` and `tag`.',
  'bad-address': 'A text is not a valid IP address, or not in its plain form.',
  'bad-gateway':
    'The gateway cannot be another host: it is a loopback or broadcast address, or in 0.0.0.0/8.',
  'bad-host-address': 'The address of a host cannot be passed to ssh safely.',
  'bad-mac': 'A text is not a valid MAC address of six octets.',
  'bad-path': 'A path is empty or would be taken for something else.',
  'bad-prefix-length': 'A prefix length is not a number of bits of that family.',
  'bad-tag': 'A text is not a valid tag of a program: 16 hex digits.',
  'bad-user': 'The user of a host cannot be passed to ssh safely.',
  'bad-value': 'A value breaks a rule that has no message of its own.',
  'carries-connection':
    "A program is to be attached to `lo` of the machine that runs the engine, which carries the engine's own connections.",
  'duplicate-address': 'One end has the same address twice.',
  'duplicate-program': 'Two programs of an attachment are the same function of the same object.',
  'duplicate-route': 'Two routes of one end have the same destination, table and metric.',
  'family-mismatch': 'A gateway or source is of another IP family than the destination.',
  'function-name-empty': 'The name of a function is empty.',
  'gateway-is-own-address': 'The gateway is an address of the same end.',
  'gateway-unreachable': 'Neither an address nor a route of that end covers the gateway.',
  'global-invalid': 'A variable of the object cannot have that value.',
  'global-missing': 'The object has no variable of that name.',
  'globals-conflict':
    'Two programs of one object, which share its variables, give one of them two values.',
  'host-no-address': 'A host has settings of ssh and no address.',
  'host-two-ways': 'A host has an address and a command.',
  'host-bits-set': 'A destination has bits set beyond its prefix length.',
  'keep-of-pinned': 'A map sets both `pinned` and `keep`.',
  'list-empty': 'A list needs at least one item.',
  'list-too-long': 'A list has more items than the kernel takes: 63 programs for a hook.',
  'mac-multicast': 'A MAC address is a multicast one.',
  'mac-needs-l2': 'A MAC address is given in mode l3, where devices have none.',
  'mac-twice': 'Both ends have the same MAC address.',
  'mac-zero': 'A MAC address is all zero.',
  'maps-conflict':
    'Two programs of one object, which share its maps, give one of them two settings.',
  'map-not-resizable':
    'The number of entries of a map changed, and what such a map holds cannot be put into another.',
  'map-without-entries': 'A map has max_entries 0, with which the kernel makes no map.',
  'map-missing': 'The object has no map of that name.',
  'map-without-slots': 'A map with `slots` is not a BPF_MAP_TYPE_PROG_ARRAY.',
  missing: 'A required property is absent.',
  'mtu-below-ipv6': 'IPv6 needs an MTU of 1280 bytes.',
  'name-bad-character': 'A name holds a character that the kernel or the file system refuses.',
  'name-conflict': 'Two resources of one program want the same name in the same namespace.',
  'name-empty': 'A name is empty.',
  'name-leading-dash': 'A name begins with a dash, which tools take for an option.',
  'name-reserved':
    'A name has a meaning of its own: `.`, `..`, and for a device `lo`, `all`, `default`.',
  'name-too-long': 'A name has more bytes than the kernel takes: 15 for a device.',
  'name-twice': 'Two ends in one namespace, or two programs of an attachment, have the same name.',
  'netns-bad-path': 'A text is not a valid path of a namespace.',
  'netns-bad-pid': 'A `pid:N` has no positive number.',
  'netns-empty': 'A namespace is named by an empty text.',
  'netns-relative-path': 'A path of a namespace is not absolute.',
  'number-not-exact': 'A whole number is too large for JSON to hold it exactly.',
  'object-empty': 'An object is an empty file.',
  'object-invalid': 'A file is not a BPF object that can be loaded.',
  'object-no-digest': 'An object came without the digest of its content.',
  'object-not-a-file':
    'An object is a text, an archive or something fetched, and not a local file.',
  'object-too-large': 'The file of an object has more than 64 MiB.',
  'order-cycle': 'The constraints of the attachments on a hook contradict each other.',
  'out-of-range': 'A number is outside the limits of the kernel.',
  'on-link-needs-gateway': 'A route sets `onLink` and has no gateway.',
  'pin-bad-path': 'A text is not a valid path of a pin.',
  'pin-has-dot': 'A path of a pin has a dot in it, which the BPF file system refuses.',
  'pin-not-on-bpffs': 'A path of a pin is not below /sys/fs/bpf.',
  'pin-relative-path': 'A path of a pin is not absolute.',
  'prefix-missing': 'An address has no prefix length.',
  'prefix-unwanted': 'An address has a prefix length where none belongs.',
  'program-ambiguous': 'The object holds several programs, and none is named.',
  'program-missing': 'The object has no program of that name.',
  'program-odd-section': 'The section of a program names no kind of program.',
  'program-other-kind': 'A program is of another kind than the hook runs.',
  'route-of-address': 'The kernel makes this route itself, with the address of the same prefix.',
  'route-table-local': 'A route is in table 255, `local`, which the kernel keeps.',
  'routes-need-up': 'An end that is declared down has routes; the kernel keeps none there.',
  'shared-of-pinned': 'A map that is pinned elsewhere is to be shared by its name.',
  'slot-not-a-number': 'The key of a slot is not a whole number.',
  'slot-out-of-range': 'A prog array has no slot of that number.',
  'slot-program-missing': 'The object has no function of the name that is to stand in a slot.',
  'source-is-destination': 'A route leads to its own source address.',
  'ssh-option-reserved': 'An option of ssh cannot be set: the reason is in the message.',
  'ssh-option-unknown':
    'An option of ssh is not among those that a host takes, or its value has more than one line.',
  'unknown-property': 'The property does not exist.',
  'unknown-value': 'A value is not one of those that the property allows.',
  'value-not-plain':
    'A value of a variable is not made of numbers, texts, booleans, lists and objects.',
  'wrong-type': 'A value is of another type than the property.',
} as const;

/** A stable code, one of {@link FAILURE_CODES}. */
export type FailureCode = keyof typeof FAILURE_CODES;

/** One thing wrong with the inputs. The engine prints property and reason on one line. */
export interface Failure {
  /** Where it is: `peer.routes[0].gateway`. */
  readonly property: string;
  /** What is wrong, with the value in it, and what to do; ends in the code in brackets. */
  readonly reason: string;
  /** A stable word to match on. */
  readonly code: FailureCode;
}

/** A failure, with the code put at the end of its reason. */
export function failure(property: string, code: FailureCode, words: string): Failure {
  return { property, code, reason: `${words} [${code}]` };
}

/** `"a", "b" and 3 more`. */
export function listed(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).map((name) => `"${name}"`);
  const left = names.length - shown.length;
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${left} more`;
}

/** A value as a message shows it: JSON, cut short when long. The engine prints nested values as `<nil>`. */
export function quote(value: unknown): string {
  const isPlain = typeof value !== 'number' || Number.isFinite(value);
  const text = isPlain ? (JSON.stringify(value) as string | undefined) : undefined;
  if (text === undefined) return String(value);
  return text.length > 80 ? `${text.slice(0, 76)} ...` : text;
}
