package main

import (
	"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		hook := netkit.GetHookOutput(ctx, netkit.GetHookOutputArgs{
			Target:     netkit.TargetArgs{Name: pulumi.String("eth0")},
			AttachType: netkit.AttachTypeTcxIngress,
		})
		ctx.Export("chain", hook.Chain())
		return nil
	})
}
