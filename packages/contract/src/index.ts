export { describeOp, describePlan } from './describe.js';
export {
  asNetkitError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorDetails,
  errorFromJson,
  type ErrorJson,
  NetkitError,
} from './errors/errors.js';
export {
  failure,
  type Failure,
  FAILURE_CODES,
  type FailureCode,
  listed,
  quote,
} from './errors/failure.js';
export { type Format, type FormatProblem, VALUE_FORMATS } from './formats.js';
export type {
  AttachType,
  BpfAttachmentChecked,
  BpfAttachmentInputs,
  BpfAttachmentOutputs,
  Connection,
  FeatureState,
  HookEntry,
  Host as DeclaredHost,
  KernelFeature,
  MapSettings,
  Mode,
  NetkitPairChecked,
  NetkitPairInputs,
  NetkitPairOutputs,
  NetworkNamespaceChecked,
  NetworkNamespaceInputs,
  NetworkNamespaceOutputs,
  Peer,
  PeerChecked,
  PeerState,
  Placement,
  Policy,
  Program,
  ProgramChecked,
  ProgramState,
  Route,
  RouteChecked,
  Scrub,
  Target,
} from './generated/types.js';
export { VERSION } from './generated/version.js';
export {
  attachmentRecordId,
  derivedIncarnation,
  derivedNetnsIncarnation,
  formerAttachmentRecordId,
  type PairPlace,
} from './identity.js';
export {
  MOST_HELD_BYTES,
  MOST_LINE_BYTES,
  MOST_OBJECT_BYTES,
  MOST_OBJECT_CHARS,
  MOST_RECORD_BYTES,
  MOST_RECORDS,
  MOST_REQUEST_BYTES,
  MOST_STEPS,
  MOST_UNKEPT_BYTES,
  MOST_WAITING,
  MOST_WAITING_BYTES,
  PLAN_LIMIT_MS,
  tooLong,
} from './requests/limits.js';
export { altNameOf, asideName, birthGroup, macOf, type End, ENDS, parseAltName } from './mark.js';
export type { Netns } from './names.js';
export type {
  ChainOp,
  DeviceRef,
  EndCreation,
  Hold,
  LinkSetting,
  LinkSettings,
  Neighbour,
  ObjectLoad,
  Op,
  PairCreation,
  Place,
  Plan,
  RouteSetting,
  Step,
  Sizes,
} from './requests/op.js';
export { SIZES, sizesOf } from './requests/op.js';
export { type Hello, type Note, PROTOCOL, type Response } from './requests/protocol.js';
export type {
  AttachmentQuery,
  HookQuery,
  NetnsQuery,
  PairQuery,
  Query,
  SupportQuery,
} from './requests/query.js';
export {
  type Anchor,
  type AttachmentRecord,
  type AttachmentRef,
  type DeclaredChain,
  DEFAULT_PRIORITY,
  type FilledSlots,
  type OwnerRecord,
} from './requests/record.js';
export { type Request, request } from './requests/request.js';
export { problemOf, type SchemaProblem } from './requests/schema.js';
export {
  type Address,
  canonicalAddress,
  canonicalDestination,
  canonicalKey,
  canonicalRoute,
  type CanonicalRoute,
  covers,
  type Family,
  fullLength,
  isLinkLocal,
  isMulticast,
  MAIN_TABLE,
  masked,
  parseAddress,
  parseDestination,
  parsePrefix,
  type Prefix,
  prefixKey,
  routeFamily,
  routeKey,
  type RouteLike,
  type Span,
  spanOf,
} from './values/address.js';
export {
  type AnyAsset,
  ASSET_SIGNATURE,
  isAsset,
  type ObjectAsset,
  objectProblem,
  SIGNATURE_KEY,
} from './values/asset.js';
export { copyPresent, isObject, type Json, type JsonObject, sameJson } from './values/json.js';
export { containsUnknown, isUnknown, UNKNOWN } from './values/unknown.js';
export { valueProblem, type ValueProblem } from './values/variable.js';
export type {
  Answer,
  AttachmentAnswer,
  ChainView,
  DeviceView,
  HookAnswer,
  Host,
  HostFacts,
  Hosts,
  NeighbourView,
  NetnsAnswer,
  ObjectFiles,
  Occupant,
  PairAnswer,
  PairView,
  PinView,
  SupportAnswer,
} from './view.js';
