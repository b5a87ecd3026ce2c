import pulumi
import pulumi_netkit as netkit

blue = netkit.NetworkNamespace("blue", name="blue")

# The pod can send nothing until programs are attached to netkit/peer.
pair = netkit.NetkitPair(
    "web",
    name="web0",
    peer_policy=netkit.Policy.DROP,
    addresses=["10.0.0.1/32"],
    routes=[{"destination": "10.0.0.2/32"}],
    peer={
        "name": "eth0",
        "netns": blue.name,
        "addresses": ["10.0.0.2/32"],
        "routes": [
            {"destination": "10.0.0.1/32"},
            {"destination": "default", "gateway": "10.0.0.1"},
        ],
    },
)

pulumi.export("ifindex", pair.ifindex)
