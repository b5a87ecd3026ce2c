export { NetkitPair, NetworkNamespace } from './doors/dynamic.js';
