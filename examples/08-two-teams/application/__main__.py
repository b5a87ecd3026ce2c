import pulumi
import pulumi_netkit as netkit

# Built by `make -C ../../bpf`.
policy = pulumi.FileAsset("../../bpf/policy.o")

meter = netkit.BpfAttachment(
    "meter",
    name="application",
    target={"name": pulumi.Config().require("device")},
    attach_type=netkit.AttachType.TCX_EGRESS,
    priority=100,
    # Another stack's: refused where it is not attached.
    after=[{"attachment": "baseline", "required": True}],
    programs=[{"name": "count", "object": policy, "program": "count"}],
)

pulumi.export("chain", meter.chain)
