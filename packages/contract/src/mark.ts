/** How a pair of ours is recognised: by the alternative names and the device group that only we give. Pure. */

/** The two ends of a pair. */
export const ENDS = ['primary', 'peer'] as const;

/** One of the two ends of a pair. */
export type End = (typeof ENDS)[number];

const ALT_NAME = /^netkit-([0-9a-f]{24})-(primary|peer)$/;

/** The alternative name of one end. A name is unique in its namespace, so the two ends' differ. */
export function altNameOf(incarnation: string, end: End): string {
  return `netkit-${incarnation}-${end}`;
}

/** The incarnation and end that an alternative name tells, or undefined when it is not one of ours. */
export function parseAltName(altName: string): { incarnation: string; end: End } | undefined {
  const [, incarnation, end] = ALT_NAME.exec(altName) ?? [];
  return incarnation === undefined ? undefined : { incarnation, end: end as End };
}

/**
 * The MAC address of an end that declares none, made of the incarnation and locally administered. udev replaces one that the
 * kernel drew as soon as it sees the device (MACAddressPolicy=persistent of systemd.link(5)), and keeps one that was set.
 */
export function macOf(incarnation: string, end: End): string {
  const bytes = Buffer.from(incarnation, 'hex').subarray(...(end === 'primary' ? [0, 6] : [6, 12]));
  bytes.writeUInt8((bytes.readUInt8(0) & 0xfc) | 0x02, 0);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** What a device of ours is called while it waits for its new name: made of its mark, so that no two are alike. */
export function asideName(altName: string): string {
  const { incarnation = '', end } = parseAltName(altName) ?? {};
  return `nk-${incarnation.slice(0, 11)}${end === 'peer' ? 'b' : 'a'}`;
}

/**
 * The device group both ends are born with. Alternative names cannot be set by the create call, a group can
 * (kernel-facts.md#birth): it marks a pair as ours in the moment between. 2^30 or more, where nobody else's are.
 */
export function birthGroup(incarnation: string): number {
  return (parseInt(incarnation.slice(0, 8), 16) & 0x3fffffff) | 0x40000000;
}
