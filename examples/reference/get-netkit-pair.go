package main

import (
	"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		pair, err := netkit.LookupNetkitPair(ctx, &netkit.LookupNetkitPairArgs{Name: "web0"})
		if err != nil {
			return err
		}
		ctx.Export("mode", pulumi.String(string(pair.Mode)))
		return nil
	})
}
