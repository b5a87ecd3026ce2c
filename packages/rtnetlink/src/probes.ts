/** What the running kernel can do, asked without making anything. Never from version numbers. */
import { writeAttribute } from './codec/attribute';
import { flag, u32 } from './codec/values';
import { RtnetlinkError } from './errors';
import { encodeLinkBody } from './messages/link-table';
import type { Rtnl } from './rtnl';
import { IFLA_NETKIT, NLM_F, RTM } from './uapi';

/** Netkit attributes that came after the driver itself. */
export type NetkitFeature = 'scrub' | 'headroom' | 'tailroom' | 'pairing';

const PRIMARY = writeAttribute(IFLA_NETKIT.IFLA_NETKIT_PRIMARY, flag.encode(true));

// Each with a value that a kernel which knows the attribute refuses with ERANGE.
const INVALID: Record<NetkitFeature, Buffer> = {
  scrub: writeAttribute(IFLA_NETKIT.IFLA_NETKIT_SCRUB, u32.encode(99)),
  headroom: writeAttribute(IFLA_NETKIT.IFLA_NETKIT_HEADROOM, Buffer.alloc(0)),
  tailroom: writeAttribute(IFLA_NETKIT.IFLA_NETKIT_TAILROOM, Buffer.alloc(1)),
  pairing: writeAttribute(IFLA_NETKIT.IFLA_NETKIT_PAIRING, u32.encode(99)),
};

/**
 * Whether the kernel has netkit; 'denied' without CAP_NET_ADMIN. May load the module. Sets the
 * read-only PRIMARY attribute, which netkit refuses before it makes anything.
 */
export function probeNetkit(rtnl: Rtnl): 'present' | 'absent' | 'denied' {
  const refusal = attempt(rtnl, PRIMARY);
  if (refusal.code === 'EINVAL') return 'present';
  if (refusal.code === 'EOPNOTSUPP') return 'absent';
  if (refusal.code === 'EPERM') return 'denied';
  throw refusal;
}

/**
 * Whether netkit knows an attribute: 'unknown' when there is no netkit or no right to ask. An old
 * kernel ignores attributes it does not know, so the invalid value travels with PRIMARY behind it:
 * alone it would make a pair on 6.12.
 */
export function probeNetkitAttribute(
  rtnl: Rtnl,
  feature: NetkitFeature,
): 'present' | 'absent' | 'unknown' {
  const { code } = attempt(rtnl, Buffer.concat([INVALID[feature], PRIMARY]));
  if (code === 'ERANGE') return 'present';
  return code === 'EINVAL' ? 'absent' : 'unknown';
}

/** Asks for a device that cannot be, and answers why not. Without a name: that might be taken. */
function attempt(rtnl: Rtnl, data: Buffer): RtnetlinkError {
  const body = encodeLinkBody({ header: {}, attributes: { linkInfo: { kind: 'netkit', data } } });
  const flags = NLM_F.NLM_F_CREATE | NLM_F.NLM_F_EXCL;
  try {
    rtnl.connection.change({ type: RTM.RTM_NEWLINK, body, flags });
  } catch (error) {
    if (error instanceof RtnetlinkError) return error;
    throw error;
  }
  throw new Error('the kernel took a netkit with a read-only attribute');
}
