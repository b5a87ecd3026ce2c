import pulumi
import pulumi_netkit as netkit

pulumi.export("features", netkit.get_kernel_support_output().features)
