// Declares Linux netkit device pairs, the BPF programs on them, and the network namespaces that they are in.
package netkit
