package main

import (
	"os"
	"os/exec"

	"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// Built on the spot; nothing happens when the source did not change.
		build := exec.Command("make", "-s", "-C", "../bpf")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return err
		}
		object := pulumi.NewFileAsset("../bpf/policy.o")

		green, err := netkit.NewNetworkNamespace(ctx, "green", &netkit.NetworkNamespaceArgs{
			Name: pulumi.String("green"),
		})
		if err != nil {
			return err
		}

		// Closed from birth: what the pod sends is dropped until a program is there to decide.
		pair, err := netkit.NewNetkitPair(ctx, "pod", &netkit.NetkitPairArgs{
			Name:       pulumi.String("pod0"),
			PeerPolicy: netkit.PolicyDrop,
			Addresses:  pulumi.ToStringArray([]string{"10.0.0.1/32", "10.0.0.3/32"}),
			Routes:     netkit.RouteArray{netkit.RouteArgs{Destination: pulumi.String("10.0.0.2/32")}},
			Peer: netkit.PeerArgs{
				Name:      pulumi.String("eth0"),
				Netns:     green.Name,
				Addresses: pulumi.ToStringArray([]string{"10.0.0.2/32"}),
				Routes: netkit.RouteArray{
					netkit.RouteArgs{Destination: pulumi.String("10.0.0.1/32")},
					netkit.RouteArgs{Destination: pulumi.String("default"), Gateway: pulumi.String("10.0.0.1")},
				},
			},
		})
		if err != nil {
			return err
		}

		// The pod reaches 10.0.0.1 and nothing else. Make allowed_range 3, or change the order, and run `pulumi up` again.
		egress, err := netkit.NewBpfAttachment(ctx, "egress", &netkit.BpfAttachmentArgs{
			// The incarnation says which pair of that name: a replaced pair replaces its attachments.
			Target:     netkit.TargetArgs{Name: pair.Name, Incarnation: pair.Incarnation},
			AttachType: netkit.AttachTypeNetkitPeer,
			Programs: netkit.ProgramArray{
				netkit.ProgramArgs{
					Name: pulumi.String("guard"), Object: object, Program: pulumi.String("guard"),
					Globals: pulumi.Map{"allowed_range": pulumi.Int(1)},
				},
				netkit.ProgramArgs{Name: pulumi.String("count"), Object: object, Program: pulumi.String("count")},
			},
		})
		if err != nil {
			return err
		}

		ctx.Export("chain", egress.Chain)
		ctx.Export("attached", egress.Attached)
		return nil
	})
}
