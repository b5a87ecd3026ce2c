/** IFLA_INFO_DATA of kind "veth": nothing but the peer. */
import { attribute, encodeTable, type Table } from '../codec/table';
import { ifinfomsg, linkBody, linkTable } from '../messages/link-table';
import { encodePeer, type PeerSettings } from '../messages/link-settings';
import { VETH_INFO } from '../uapi';
import { registerKind } from './registry';

/** The one attribute of veth. The kernel never reports it. */
export const vethTable = {
  peer: attribute(VETH_INFO, 'VETH_INFO_PEER', linkBody, {
    inner: { skip: ifinfomsg.size, table: () => linkTable },
  }),
} satisfies Table;

registerKind('veth', vethTable);

/** The bytes of IFLA_INFO_DATA. */
export function encodeVeth(peer: PeerSettings): Buffer {
  return encodeTable(vethTable, { peer: encodePeer(peer) });
}
