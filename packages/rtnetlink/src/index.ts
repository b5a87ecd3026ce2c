export { Addresses } from './addresses';
export { DecodeError } from './codec/decode-error';
export type { RawAttribute } from './codec/attribute';
export type { AttributePolicy } from './codec/extack';
export type { Message } from './codec/header';
export { canonicalAddress, canonicalPrefix, type Family } from './codec/ip';
export { Connection, type Request } from './conn';
export { RtnetlinkError, type TransportErrorCode } from './errors';
export type {
  NetkitChange,
  NetkitData,
  NetkitOptions,
  NetkitPolicy,
  NetkitScrub,
} from './kinds/netkit';
export { Links, type LinkChange, type LinkReference, type NewLink } from './links';
export type { Address, NewAddress } from './messages/address';
export { decodeLink, type Link, type Operstate } from './messages/link';
export type {
  CreationSettings,
  LinkSettings,
  NetnsHandle,
  PeerSettings,
} from './messages/link-settings';
export type { NextHop } from './messages/multipath';
export type { RouteProtocol, RouteType, Scope } from './messages/names';
export { LOCAL_TABLE, MAIN_TABLE, type NewRoute, type Route } from './messages/route';
export { Nsids } from './nsids';
export { probeNetkit, probeNetkitAttribute, type NetkitFeature } from './probes';
export {
  ackMessage,
  doneMessage,
  Recorded,
  Recording,
  Replay,
  type Exchange,
  type Step,
} from './replay';
export { Routes } from './routes';
export { Rtnl } from './rtnl';
export { openSocket, type SocketOptions } from './socket';
export type { Received, Transport } from './transport';
export * as uapi from './uapi';
