package main

import (
	"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		blue, err := netkit.NewNetworkNamespace(ctx, "blue", &netkit.NetworkNamespaceArgs{
			Name: pulumi.String("blue"),
		})
		if err != nil {
			return err
		}

		// The pod can send nothing until programs are attached to netkit/peer.
		pair, err := netkit.NewNetkitPair(ctx, "web", &netkit.NetkitPairArgs{
			Name:       pulumi.String("web0"),
			PeerPolicy: netkit.PolicyDrop,
			Addresses:  pulumi.ToStringArray([]string{"10.0.0.1/32"}),
			Routes:     netkit.RouteArray{netkit.RouteArgs{Destination: pulumi.String("10.0.0.2/32")}},
			Peer: netkit.PeerArgs{
				Name:      pulumi.String("eth0"),
				Netns:     blue.Name,
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
		ctx.Export("ifindex", pair.Ifindex)
		return nil
	})
}
