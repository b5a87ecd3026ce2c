package main

import (
	"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		policy := pulumi.NewFileAsset("policy.o")

		// Any device has tcx hooks. A pair's primary has netkit hooks too.
		ingress, err := netkit.NewBpfAttachment(ctx, "uplink", &netkit.BpfAttachmentArgs{
			Target:     netkit.TargetArgs{Name: pulumi.String("eth0")},
			AttachType: netkit.AttachTypeTcxIngress,
			Programs: netkit.ProgramArray{
				netkit.ProgramArgs{
					Name: pulumi.String("guard"), Object: policy, Program: pulumi.String("guard"),
					Globals: pulumi.Map{"allowed_range": pulumi.Int(1)},
				},
				netkit.ProgramArgs{Name: pulumi.String("count"), Object: policy, Program: pulumi.String("count")},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("chain", ingress.Chain)
		return nil
	})
}
