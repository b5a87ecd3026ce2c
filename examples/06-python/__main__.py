import subprocess

import pulumi
import pulumi_netkit as netkit

# Built on the spot; nothing happens when the source did not change.
subprocess.run(["make", "-s", "-C", "../bpf"], check=True)
policy = pulumi.FileAsset("../bpf/policy.o")

green = netkit.NetworkNamespace("green", name="green")

# Closed from birth: what the pod sends is dropped until a program is there to decide.
pair = netkit.NetkitPair(
    "pod",
    name="pod0",
    peer_policy=netkit.Policy.DROP,
    addresses=["10.0.0.1/32", "10.0.0.3/32"],
    routes=[{"destination": "10.0.0.2/32"}],
    peer={
        "name": "eth0",
        "netns": green.name,
        "addresses": ["10.0.0.2/32"],
        "routes": [
            {"destination": "10.0.0.1/32"},
            {"destination": "default", "gateway": "10.0.0.1"},
        ],
    },
)

# The pod reaches 10.0.0.1 and nothing else. Make allowed_range 3, or change the order, and run `pulumi up` again.
egress = netkit.BpfAttachment(
    "egress",
    # The incarnation says which pair of that name: a replaced pair replaces its attachments.
    target={"name": pair.name, "incarnation": pair.incarnation},
    attach_type=netkit.AttachType.NETKIT_PEER,
    programs=[
        {"name": "guard", "object": policy, "program": "guard", "globals": {"allowed_range": 1}},
        {"name": "count", "object": policy, "program": "count"},
    ],
)

pulumi.export("chain", egress.chain)
pulumi.export("attached", egress.attached)
