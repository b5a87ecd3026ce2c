/**
 * From the kernel's sentence to the attribute it is about. netkit and the device core report most of
 * their refusals without an attribute, or point at IFLA_LINKINFO as a whole; only the text tells.
 * Seen on 6.12.107 and 7.3.4.
 */

const LINK_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/^mtu (less|greater) than device /, 'IFLA_MTU'],
  [/^too big gso_max_size$/, 'IFLA_GSO_MAX_SIZE'],
  [/^too big gso_ipv4_max_size$/, 'IFLA_GSO_IPV4_MAX_SIZE'],
  [/^too big gro_max_size$/, 'IFLA_GRO_MAX_SIZE'],
  [/^too big gro_ipv4_max_size$/, 'IFLA_GRO_IPV4_MAX_SIZE'],
  [/^Protodown not supported/, 'IFLA_PROTO_DOWN'],
  [/^Unknown device type$/, 'IFLA_INFO_KIND'],
];

/** Several names: whichever of them the request carries, the first that is out of range if it tells. */
const NETKIT_TEXTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^Provided device mode can only be/, ['IFLA_NETKIT_MODE']],
  [
    /^Provided default xmit policy not supported/,
    ['IFLA_NETKIT_POLICY', 'IFLA_NETKIT_PEER_POLICY'],
  ],
  [/^Primary attribute is read-only/, ['IFLA_NETKIT_PRIMARY']],
  [/operating mode cannot be changed/, ['IFLA_NETKIT_MODE']],
  [/peer scrubbing cannot be changed/, ['IFLA_NETKIT_PEER_SCRUB']],
  // 6.12 has one text for both ends.
  [/scrubbing cannot be changed/, ['IFLA_NETKIT_SCRUB', 'IFLA_NETKIT_PEER_SCRUB']],
  [/peer info cannot be changed/, ['IFLA_NETKIT_PEER_INFO']],
  [/headroom cannot be changed/, ['IFLA_NETKIT_HEADROOM']],
  [/tailroom cannot be changed/, ['IFLA_NETKIT_TAILROOM']],
  [/pairing cannot be changed/, ['IFLA_NETKIT_PAIRING']],
];

/** The attribute of a link request the sentence is about, and whether it is inside netkit's data. */
export function attributesInText(
  text: string,
): { names: readonly string[]; netkit: boolean } | undefined {
  const netkit = NETKIT_TEXTS.find(([pattern]) => pattern.test(text));
  if (netkit !== undefined) return { names: netkit[1], netkit: true };
  const link = LINK_TEXTS.find(([pattern]) => pattern.test(text));
  return link === undefined ? undefined : { names: [link[1]], netkit: false };
}
