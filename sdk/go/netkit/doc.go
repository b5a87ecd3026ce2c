// Linux netkit device pairs, the BPF programs on them and the network namespaces they live in, declared.
package netkit
