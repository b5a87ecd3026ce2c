import pulumi
import pulumi_netkit as netkit

blue = netkit.NetworkNamespace("blue", name="blue")

pulumi.export("inode", blue.inode)
