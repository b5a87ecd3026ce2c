import pulumi
import pulumi_netkit as netkit

policy = pulumi.FileAsset("policy.o")

# Any device has tcx hooks. A pair's primary has netkit hooks too.
ingress = netkit.BpfAttachment(
    "uplink",
    target={"name": "eth0"},
    attach_type=netkit.AttachType.TCX_INGRESS,
    programs=[
        {"name": "guard", "object": policy, "program": "guard", "globals": {"allowed_range": 1}},
        {"name": "count", "object": policy, "program": "count"},
    ],
)

pulumi.export("chain", ingress.chain)
