import pulumi
import pulumi_netkit as netkit

pulumi.export("mode", netkit.get_netkit_pair_output(name="web0").mode)
