package main

import (
	"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		support := netkit.GetKernelSupportOutput(ctx, netkit.GetKernelSupportOutputArgs{})
		ctx.Export("features", support.Features())
		return nil
	})
}
