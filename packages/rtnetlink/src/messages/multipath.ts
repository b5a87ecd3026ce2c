/** RTA_MULTIPATH: an array of struct rtnexthop, each with attributes of its own. */
import { align } from '../codec/attribute';
import { DecodeError } from '../codec/decode-error';
import { ip, parseIp, via } from '../codec/ip';
import { struct } from '../codec/struct';
import { attribute, decodeTable, encodeTable, type Table } from '../codec/table';
import { ofPayload, type Codec } from '../codec/values';
import { RTA, RTNH_F } from '../uapi';
import { present } from './present';

const rtnexthop = struct('rtnexthop', 8, {
  length: [0, 'u16'],
  flags: [2, 'u8'],
  hops: [3, 'u8'],
  oif: [4, 's32'],
});

const nextHopTable = {
  gateway: attribute(RTA, 'RTA_GATEWAY', ip),
  via: attribute(RTA, 'RTA_VIA', via),
} satisfies Table;

/** One way of a route that has several. */
export interface NextHop {
  /** ifindex. */
  readonly oif: number;
  readonly gateway?: string;
  /** 1 to 256. */
  readonly weight: number;
  readonly onLink: boolean;
}

/** The payload of RTA_MULTIPATH. `family` of a gateway that is not the route's goes out as RTA_VIA. */
export const multipath: Codec<NextHop[]> = {
  encode: (hops) =>
    Buffer.concat(
      hops.map(({ oif, gateway, weight, onLink }) => {
        const six = gateway !== undefined && parseIp(gateway).family === 'inet6';
        const attributes = encodeTable(nextHopTable, six ? { via: gateway } : { gateway });
        const flags = onLink ? RTNH_F.RTNH_F_ONLINK : 0;
        const length = rtnexthop.size + attributes.length;
        return Buffer.concat([
          rtnexthop.encode({ length, flags, hops: weight - 1, oif }),
          attributes,
        ]);
      }),
    ),
  decode: ofPayload((payload) => {
    const hops: NextHop[] = [];
    let offset = 0;
    while (payload.length - offset >= rtnexthop.size) {
      const { length, flags, hops: weight, oif } = rtnexthop.decode(payload.subarray(offset));
      if (length < rtnexthop.size || length > payload.length - offset)
        throw new DecodeError('rtnexthop', `claims ${length} of ${payload.length - offset} bytes`);
      const inside = payload.subarray(offset + rtnexthop.size, offset + length);
      const { gateway, via } = decodeTable(nextHopTable, inside, 'rtnexthop');
      hops.push(
        present({
          oif,
          gateway: gateway ?? via,
          weight: weight + 1,
          onLink: (flags & RTNH_F.RTNH_F_ONLINK) !== 0,
        }),
      );
      offset += align(length);
    }
    return hops;
  }),
};
