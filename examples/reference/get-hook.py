import pulumi
import pulumi_netkit as netkit

hook = netkit.get_hook_output(target={"name": "eth0"}, attach_type=netkit.AttachType.TCX_INGRESS)

pulumi.export("chain", hook.chain)
