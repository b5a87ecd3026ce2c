export { BpfAttachment, NetkitPair, NetworkNamespace } from './doors/dynamic.js';
