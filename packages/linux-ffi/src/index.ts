export { bpf, type BpfPointer } from './bpf-syscall';
export { duplicateFd } from './duplicate-fd';
export { errnoName, errnoNumber, errnoSentence, type ErrnoName } from './errno';
export { Fd, openFds, type OpenFd } from './fd';
export { Folder, type OpenOptions } from './files/folder';
export {
  bind,
  CLONE_NEWNET,
  filesystemMagic,
  flock,
  getsockname,
  LOCK_EX,
  LOCK_NB,
  MNT_DETACH,
  mount,
  MS_BIND,
  MS_PRIVATE,
  MS_REC,
  MS_SHARED,
  MSG_DONTWAIT,
  MSG_PEEK,
  MSG_TRUNC,
  namespaceType,
  recv,
  send,
  setns,
  setsockopt,
  socket,
  umount2,
  UMOUNT_NOFOLLOW,
  unshare,
  type Received,
} from './libc';
export { lockFile } from './files/lock';
export {
  bindNewNetns,
  createNamedNetns,
  ensureNetnsDir,
  removeNetns,
  touchNetns,
} from './netns/named-netns';
export { NETNS_DIR, netnsInode, openNetns, warmUpThreadPool, withNetns } from './netns/netns';
export { NetnsError, type NetnsErrorCode } from './netns/netns-error';
export {
  addressOf,
  copyMemory,
  PrintCallback,
  SharedLibrary,
  type NativeResult,
  type NativeValue,
  type Prototype,
} from './shared-library';
export { SyscallError } from './syscall-error';
export { assertFile, assertOwner, checkFolder, type Trust } from './files/trust';
export { UntrustedError } from './files/untrusted-error';
