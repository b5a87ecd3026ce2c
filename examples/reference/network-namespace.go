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
		ctx.Export("inode", blue.Inode)
		return nil
	})
}
