/**
 * Constants of the kernel's headers, names verbatim. Taken from include/uapi/linux of 6.1 (netlink.h,
 * rtnetlink.h, if_link.h, if_addr.h, net_namespace.h); what came later, netkit among it, from 7.3.
 */

/** netlink.h: flags of a message. */
export const NLM_F = {
  NLM_F_REQUEST: 1,
  NLM_F_MULTI: 2,
  NLM_F_ACK: 4,
  NLM_F_ECHO: 8,
  NLM_F_DUMP_INTR: 16,
  NLM_F_DUMP_FILTERED: 32,
  NLM_F_DUMP: 768,
  NLM_F_REPLACE: 256,
  NLM_F_EXCL: 512,
  NLM_F_CREATE: 1024,
  NLM_F_APPEND: 2048,
  NLM_F_CAPPED: 256,
  NLM_F_ACK_TLVS: 512,
} as const;

/** netlink.h: message types below the families' own. */
export const NLMSG = {
  NLMSG_NOOP: 1,
  NLMSG_ERROR: 2,
  NLMSG_DONE: 3,
  NLMSG_OVERRUN: 4,
} as const;

/** netlink.h: the two flag bits of an attribute type, and the rest. */
export const NLA = {
  NLA_F_NESTED: 32768,
  NLA_F_NET_BYTEORDER: 16384,
  NLA_TYPE_MASK: 16383,
} as const;

/** netlink.h: extended acknowledgement. */
export const NLMSGERR = {
  NLMSGERR_ATTR_MSG: 1,
  NLMSGERR_ATTR_OFFS: 2,
  NLMSGERR_ATTR_COOKIE: 3,
  NLMSGERR_ATTR_POLICY: 4,
  NLMSGERR_ATTR_MISS_TYPE: 5,
  NLMSGERR_ATTR_MISS_NEST: 6,
} as const;

/** netlink.h: what an attribute must look like, inside NLMSGERR_ATTR_POLICY. */
export const NL_POLICY = {
  NL_POLICY_TYPE_ATTR_TYPE: 1,
  NL_POLICY_TYPE_ATTR_MIN_VALUE_S: 2,
  NL_POLICY_TYPE_ATTR_MAX_VALUE_S: 3,
  NL_POLICY_TYPE_ATTR_MIN_VALUE_U: 4,
  NL_POLICY_TYPE_ATTR_MAX_VALUE_U: 5,
  NL_POLICY_TYPE_ATTR_MIN_LENGTH: 6,
  NL_POLICY_TYPE_ATTR_MAX_LENGTH: 7,
  NL_POLICY_TYPE_ATTR_MASK: 12,
} as const;

/** netlink.h, socket.h: sockets and their options. */
export const NETLINK = {
  AF_NETLINK: 16,
  SOCK_RAW: 3,
  NETLINK_ROUTE: 0,
  SOL_SOCKET: 1,
  SO_RCVBUF: 8,
  SO_RCVTIMEO: 20,
  SOL_NETLINK: 270,
  NETLINK_CAP_ACK: 10,
  NETLINK_EXT_ACK: 11,
  NETLINK_GET_STRICT_CHK: 12,
} as const;

/** rtnetlink.h: message types. */
export const RTM = {
  RTM_NEWLINK: 16,
  RTM_DELLINK: 17,
  RTM_GETLINK: 18,
  RTM_SETLINK: 19,
  RTM_NEWADDR: 20,
  RTM_DELADDR: 21,
  RTM_GETADDR: 22,
  RTM_NEWROUTE: 24,
  RTM_DELROUTE: 25,
  RTM_GETROUTE: 26,
  RTM_NEWNSID: 88,
  RTM_DELNSID: 89,
  RTM_GETNSID: 90,
  RTM_NEWLINKPROP: 108,
  RTM_DELLINKPROP: 109,
  RTM_GETLINKPROP: 110,
} as const;

/** socket.h: address families. */
export const AF = {
  AF_UNSPEC: 0,
  AF_INET: 2,
  AF_INET6: 10,
} as const;

/** if.h: device flags. */
export const IFF = {
  IFF_UP: 1,
  IFF_BROADCAST: 2,
  IFF_LOOPBACK: 8,
  IFF_POINTOPOINT: 16,
  IFF_RUNNING: 64,
  IFF_NOARP: 128,
  IFF_PROMISC: 256,
  IFF_MULTICAST: 4096,
  IFF_LOWER_UP: 65536,
} as const;

/** if_link.h: attributes of a link. */
export const IFLA = {
  IFLA_ADDRESS: 1,
  IFLA_BROADCAST: 2,
  IFLA_IFNAME: 3,
  IFLA_MTU: 4,
  IFLA_LINK: 5,
  IFLA_QDISC: 6,
  IFLA_STATS: 7,
  IFLA_COST: 8,
  IFLA_PRIORITY: 9,
  IFLA_MASTER: 10,
  IFLA_WIRELESS: 11,
  IFLA_PROTINFO: 12,
  IFLA_TXQLEN: 13,
  IFLA_MAP: 14,
  IFLA_WEIGHT: 15,
  IFLA_OPERSTATE: 16,
  IFLA_LINKMODE: 17,
  IFLA_LINKINFO: 18,
  IFLA_NET_NS_PID: 19,
  IFLA_IFALIAS: 20,
  IFLA_NUM_VF: 21,
  IFLA_VFINFO_LIST: 22,
  IFLA_STATS64: 23,
  IFLA_VF_PORTS: 24,
  IFLA_PORT_SELF: 25,
  IFLA_AF_SPEC: 26,
  IFLA_GROUP: 27,
  IFLA_NET_NS_FD: 28,
  IFLA_EXT_MASK: 29,
  IFLA_PROMISCUITY: 30,
  IFLA_NUM_TX_QUEUES: 31,
  IFLA_NUM_RX_QUEUES: 32,
  IFLA_CARRIER: 33,
  IFLA_PHYS_PORT_ID: 34,
  IFLA_CARRIER_CHANGES: 35,
  IFLA_PHYS_SWITCH_ID: 36,
  IFLA_LINK_NETNSID: 37,
  IFLA_PHYS_PORT_NAME: 38,
  IFLA_PROTO_DOWN: 39,
  IFLA_GSO_MAX_SEGS: 40,
  IFLA_GSO_MAX_SIZE: 41,
  IFLA_XDP: 43,
  IFLA_EVENT: 44,
  IFLA_NEW_NETNSID: 45,
  IFLA_TARGET_NETNSID: 46,
  IFLA_CARRIER_UP_COUNT: 47,
  IFLA_CARRIER_DOWN_COUNT: 48,
  IFLA_NEW_IFINDEX: 49,
  IFLA_MIN_MTU: 50,
  IFLA_MAX_MTU: 51,
  IFLA_PROP_LIST: 52,
  IFLA_ALT_IFNAME: 53,
  IFLA_PERM_ADDRESS: 54,
  IFLA_PROTO_DOWN_REASON: 55,
  IFLA_PARENT_DEV_NAME: 56,
  IFLA_PARENT_DEV_BUS_NAME: 57,
  IFLA_GRO_MAX_SIZE: 58,
  IFLA_TSO_MAX_SIZE: 59,
  IFLA_TSO_MAX_SEGS: 60,
  IFLA_ALLMULTI: 61,
  IFLA_DEVLINK_PORT: 62,
  IFLA_GSO_IPV4_MAX_SIZE: 63,
  IFLA_GRO_IPV4_MAX_SIZE: 64,
  IFLA_DPLL_PIN: 65,
  IFLA_MAX_PACING_OFFLOAD_HORIZON: 66,
  IFLA_NETNS_IMMUTABLE: 67,
  IFLA_HEADROOM: 68,
  IFLA_TAILROOM: 69,
} as const;

/** if_link.h: inside IFLA_LINKINFO. */
export const IFLA_INFO = {
  IFLA_INFO_KIND: 1,
  IFLA_INFO_DATA: 2,
  IFLA_INFO_XSTATS: 3,
  IFLA_INFO_SLAVE_KIND: 4,
  IFLA_INFO_SLAVE_DATA: 5,
} as const;

/** if_link.h (7.3): IFLA_INFO_DATA of kind "netkit". 8 and 9 since 6.14, 10 since 7.1. */
export const IFLA_NETKIT = {
  IFLA_NETKIT_PEER_INFO: 1,
  IFLA_NETKIT_PRIMARY: 2,
  IFLA_NETKIT_POLICY: 3,
  IFLA_NETKIT_PEER_POLICY: 4,
  IFLA_NETKIT_MODE: 5,
  IFLA_NETKIT_SCRUB: 6,
  IFLA_NETKIT_PEER_SCRUB: 7,
  IFLA_NETKIT_HEADROOM: 8,
  IFLA_NETKIT_TAILROOM: 9,
  IFLA_NETKIT_PAIRING: 10,
} as const;

/** veth.h: IFLA_INFO_DATA of kind "veth". */
export const VETH_INFO = {
  VETH_INFO_PEER: 1,
} as const;

/** rtnetlink.h: bits of IFLA_EXT_MASK. */
export const RTEXT_FILTER = {
  RTEXT_FILTER_SKIP_STATS: 8,
} as const;

/** if_addr.h: attributes of an address. */
export const IFA = {
  IFA_ADDRESS: 1,
  IFA_LOCAL: 2,
  IFA_LABEL: 3,
  IFA_BROADCAST: 4,
  IFA_ANYCAST: 5,
  IFA_CACHEINFO: 6,
  IFA_MULTICAST: 7,
  IFA_FLAGS: 8,
  IFA_RT_PRIORITY: 9,
  IFA_TARGET_NETNSID: 10,
  IFA_PROTO: 11,
} as const;

/** if_addr.h: flags of an address. */
export const IFA_F = {
  IFA_F_SECONDARY: 1,
  IFA_F_NODAD: 2,
  IFA_F_OPTIMISTIC: 4,
  IFA_F_DADFAILED: 8,
  IFA_F_HOMEADDRESS: 16,
  IFA_F_DEPRECATED: 32,
  IFA_F_TENTATIVE: 64,
  IFA_F_PERMANENT: 128,
  IFA_F_MANAGETEMPADDR: 256,
  IFA_F_NOPREFIXROUTE: 512,
  IFA_F_MCAUTOJOIN: 1024,
  IFA_F_STABLE_PRIVACY: 2048,
} as const;

/** rtnetlink.h: attributes of a route. */
export const RTA = {
  RTA_DST: 1,
  RTA_SRC: 2,
  RTA_IIF: 3,
  RTA_OIF: 4,
  RTA_GATEWAY: 5,
  RTA_PRIORITY: 6,
  RTA_PREFSRC: 7,
  RTA_METRICS: 8,
  RTA_MULTIPATH: 9,
  RTA_PROTOINFO: 10,
  RTA_FLOW: 11,
  RTA_CACHEINFO: 12,
  RTA_SESSION: 13,
  RTA_MP_ALGO: 14,
  RTA_TABLE: 15,
  RTA_MARK: 16,
  RTA_MFC_STATS: 17,
  RTA_VIA: 18,
  RTA_NEWDST: 19,
  RTA_PREF: 20,
  RTA_ENCAP_TYPE: 21,
  RTA_ENCAP: 22,
  RTA_EXPIRES: 23,
  RTA_UID: 25,
  RTA_TTL_PROPAGATE: 26,
  RTA_IP_PROTO: 27,
  RTA_SPORT: 28,
  RTA_DPORT: 29,
  RTA_NH_ID: 30,
} as const;

/** rtnetlink.h: inside RTA_METRICS. */
export const RTAX = {
  RTAX_LOCK: 1,
  RTAX_MTU: 2,
  RTAX_WINDOW: 3,
  RTAX_RTT: 4,
  RTAX_RTTVAR: 5,
  RTAX_SSTHRESH: 6,
  RTAX_CWND: 7,
  RTAX_ADVMSS: 8,
  RTAX_REORDERING: 9,
  RTAX_HOPLIMIT: 10,
  RTAX_INITCWND: 11,
  RTAX_FEATURES: 12,
  RTAX_RTO_MIN: 13,
  RTAX_INITRWND: 14,
  RTAX_QUICKACK: 15,
  RTAX_CC_ALGO: 16,
  RTAX_FASTOPEN_NO_COOKIE: 17,
} as const;

/** rtnetlink.h: flags of a next hop. */
export const RTNH_F = {
  RTNH_F_DEAD: 1,
  RTNH_F_PERVASIVE: 2,
  RTNH_F_ONLINK: 4,
  RTNH_F_LINKDOWN: 16,
} as const;

/** net_namespace.h: attributes of a namespace id. */
export const NETNSA = {
  NETNSA_NSID: 1,
  NETNSA_PID: 2,
  NETNSA_FD: 3,
} as const;
