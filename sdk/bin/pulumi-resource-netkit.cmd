@node "%~dp0pulumi-resource-netkit" %*
