export {
  afterLink,
  afterProgram,
  beforeLink,
  beforeProgram,
  head,
  tail,
  type Anchor,
} from './links/anchor';
export type { CValue } from '@pulumi-netkit/bpf-object';
export { BpfError, type BpfErrorCode } from '@pulumi-netkit/bpf-object';
export { features, probeHook, type Feature, type Features } from './features';
export type { GlobalVariable } from '@pulumi-netkit/bpf-object';
export { ATTACH_TYPES, type AttachType } from './links/hook';
export type { HasFd, LinkId, MapId, ProgramId } from './ids';
export { inspectObject, type ObjectContents, type ProgramOutline } from '@pulumi-netkit/bpf-object';
export { libbpfVersion } from './libbpf';
export { Link, type LinkInfo, type LinkOptions } from './links/link';
export { LoadedObject } from './objects/loaded-object';
export { BpfMap, isResized, mapDifferences, type MapEntry, type MapInfo } from './maps/map';
export { needsEntries, type MapDefinition } from '@pulumi-netkit/bpf-object';
export { moveEntries, whyNotMoved } from './maps/map-move';
export type { MapOutline } from '@pulumi-netkit/bpf-object';
export { openObjects, type ObjectProgram, type OpenOptions } from './objects/native-object';
export { BpfObject, openObject, type ChooseOptions } from './objects/object';
export { readObjectFile } from './objects/object-file';
export { ObjectMap } from './maps/object-map';
export {
  decodePinName,
  encodePinName,
  ensurePinDirectory,
  isBpffs,
  openPin,
  pinObject,
  renamePin,
  unpin,
} from './pin';
export { LoadedProgram, type ProgramInfo } from './program';
export { CHAIN_LIMIT, queryChain, type Chain, type ChainEntry } from './query';
export type { SlotTable } from './maps/slots';
export type { MapType, ProgramType } from '@pulumi-netkit/bpf-object';
export type { VerifierLog } from '@pulumi-netkit/bpf-object';
