/**
 * Linux netkit device pairs, the BPF programs on them and the network namespaces they live in, as Pulumi resources. Only the classes are here: what
 * touches a kernel is loaded by the engine's provider process, from `pulumi-netkit/dynamic`.
 */
export { BpfAttachment, NetkitPair, NetworkNamespace } from './doors/dynamic-resources.js';
export * from './resources/shared.js';
