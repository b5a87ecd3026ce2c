/** What to do about each code. For docs/errors.md alone: no bundle holds it, since each message has its own advice. */
import type { ErrorCode } from './errors.js';
import type { FailureCode } from './failure.js';

/** A remedy for every code there is; the compiler asks for one when a code is added. */
export const REMEDIES: Readonly<Record<ErrorCode | FailureCode, string>> = {
  'address-broadcast': 'Give the address of one host.',
  'address-loopback': 'Give another address; `lo` has `::1` already.',
  'address-multicast': 'Give the address of one host.',
  'address-on-both-ends':
    'Give each end its own address, or put the peer into another namespace with `peer.netns`.',
  'address-unspecified': 'Give the address of one host.',
  'address-zone': 'Remove `%` and what follows it.',
  'adopt-mismatch':
    'Declare the values that the message lists, or delete the pair on the host so that it is created.',
  'alias-too-long': 'Shorten the alias to 255 bytes.',
  'alias-zero-byte': 'Remove the zero byte.',
  'anchor-ambiguous':
    'Add `owner` to an anchor that names an attachment, or name a foreign program by its `tag`. See [order](order.md).',
  'anchor-in-both': 'Remove the anchor from one of the two lists.',
  'anchor-missing':
    'Attach what the anchor names first, on the same hook, or remove `required`: the anchor then takes effect when it comes.',
  'anchor-self': 'Name another attachment.',
  'anchor-unclear': 'Set exactly one of `attachment`, `program` and `tag`.',
  'attachment-taken':
    'Choose another `name`, or set `adopt: true` to take the attachment over. After a rename in the program, add the `aliases` option.',
  'bad-address': 'Write the address in full and in plain form: `10.0.0.1`, `fd00::1`.',
  'bad-connection':
    'Correct the key that the message names. See [settings](reference/settings.md).',
  'bad-gateway': 'Give the address of a router that the end can reach.',
  'bad-host-address': 'Give a host name or an IP address; put options of ssh into `sshOptions`.',
  'bad-mac': 'Write six octets in hexadecimal: `02:00:00:00:00:01`.',
  'bad-path': 'Give the path of a file.',
  'bad-prefix-length': 'Give 0 to 32 for IPv4, 0 to 128 for IPv6.',
  'bad-tag': 'Copy the 16 hex digits that `bpftool prog` prints as `tag`.',
  'bad-user': 'Give the name of a user on the host.',
  'bad-value': 'Change the value as the message says.',
  'bpf-refused':
    'Read the errno in the message; `dmesg` on the host may say more. Report it if the message does not help.',
  'bpffs-missing': 'Run `mount -t bpf bpf /sys/fs/bpf` on the host.',
  cancelled: 'Run `pulumi up` again; what was done is in the state or was undone.',
  'carries-connection':
    'Name another device, or set `mayDisconnect: true` if the program cannot drop the connection.',
  'chain-full':
    'Declare fewer programs, or remove some in an update of their own first: a move needs one free place.',
  'chain-moved':
    'Run `pulumi up` again. If it comes back, find the tool that changes the hook: `bpftool net show`.',
  'connection-lost': 'Check the network to the host, and run `pulumi up` again.',
  'device-gone': 'Run `pulumi up` again; find out which tool deletes the device if it comes back.',
  'device-is-peer': 'Name the primary of the pair.',
  'device-not-netkit': 'Choose another name, or delete the device on the host.',
  'device-taken':
    'Choose another name, set `adopt: true` to take the pair over, or delete the device on the host.',
  'does-not-exist': 'Check the name or id, the namespace and the host.',
  'duplicate-address': 'Remove one of the two.',
  'duplicate-program': 'Remove one of the two, or name another function.',
  'duplicate-route': 'Remove one of the two, or give them different metrics.',
  'family-mismatch': 'Use addresses of one IP family within a route.',
  'feature-missing': 'Remove the property, or boot the kernel version that the message names.',
  'function-name-empty': 'Name a function of the object, or omit the key.',
  'gateway-is-own-address': 'Give the address of a router, not of the device itself.',
  'gateway-unreachable':
    'Add an address or a route that covers the gateway, or set `onLink: true`.',
  'global-invalid': 'Give a value of the type and size that the message names.',
  'global-missing': 'Use one of the names that the message lists.',
  'globals-conflict': 'Set the variable at one of the programs only, or to the same value.',
  'helper-died':
    'Run `pulumi up` again: it completes or undoes what was left. The last lines of the helper are in the message.',
  'helper-not-started':
    'Check that Node.js 20 or later is on the host and that the command of the connection runs it.',
  'helper-protocol':
    'Use the helper of the same release, and let nothing else print on its standard output.',
  'hook-missing':
    'Check the device and the hook. Kernel versions: tcx 6.6, netkit 6.7. A netkit hook belongs to the primary of a pair.',
  'host-bits-set': 'Write the network that the message suggests.',
  'host-busy': 'Wait for the other run to end, and run `pulumi up` again.',
  'host-key-changed':
    'Find out whether the machine was replaced. If it was, remove the old key: `ssh-keygen -R HOST`.',
  'host-key-unknown': 'Connect once with `ssh` and check the key, or add it to `known_hosts`.',
  'host-no-address': 'Set `address`, or remove the settings of ssh.',
  'host-refused': 'Check `user` and the keys: `ssh USER@HOST` must work without a password.',
  'host-silent': 'Check the host and the network to it.',
  'host-two-ways': 'Remove `address` or `command`.',
  'host-unreachable': 'Check the address, the port and the firewall: `ssh HOST` must connect.',
  'host-unsupported': 'Use a Linux host on x64 or arm64.',
  internal: 'Report it with the whole message.',
  'keep-of-pinned': 'Remove `keep`: a pinned map is never replaced.',
  'kernel-refused': 'Read the errno and the words of the kernel in the message.',
  'libbpf-missing': 'Install libbpf on the host: `apt-get install libbpf1`.',
  'list-empty': 'Add an item.',
  'list-too-long': 'Remove items, or split the resource into several.',
  'mac-multicast': 'Make the first octet even, such as `02`.',
  'mac-needs-l2': "Remove the MAC address, or set `mode: 'l2'`.",
  'mac-twice': 'Give the two ends different addresses, or remove one.',
  'mac-zero': 'Remove the address to get a random one.',
  'map-changed':
    'Set `keep: false` for the map to start with an empty one, or undo the change of its definition. See [maps](maps.md).',
  'map-missing': 'Use one of the names that the message lists.',
  'map-not-resizable':
    'Set `keep: false` for the map to start with an empty one, or keep the old number of entries.',
  'map-without-entries': 'Set `maps.NAME.maxEntries`, or `max_entries` in the source.',
  'map-without-slots': 'Use `slots` with a BPF_MAP_TYPE_PROG_ARRAY only.',
  'maps-conflict': 'Declare the map at one of the programs only, or with the same settings.',
  missing: 'Add the property.',
  'mtu-below-ipv6': 'Set `mtu` to 1280 or more, or remove the IPv6 addresses.',
  'name-bad-character': 'Remove the character that the message names.',
  'name-conflict': 'Give one of the two resources another name.',
  'name-empty': 'Give a name, or omit the property.',
  'name-leading-dash': 'Choose a name that does not begin with a dash.',
  'name-reserved': 'Choose another name.',
  'name-too-long': 'Shorten the name.',
  'name-twice': 'Give one of the two another name.',
  'netkit-missing':
    'Boot a kernel with CONFIG_NETKIT (Linux 6.7 or later): `modprobe netkit` must work.',
  'netns-bad-path': 'Write the plain path of the namespace file, without `.`, `..` and `//`.',
  'netns-bad-pid': 'Write `pid:` and a process id.',
  'netns-busy':
    'Remove the devices and stop the processes that the message lists, or set `force: true` to delete the namespace all the same.',
  'netns-empty': "Omit the property for the host's own namespace.",
  'netns-missing':
    'Declare a `NetworkNamespace` and depend on it, or create the namespace on the host.',
  'netns-not-a-namespace':
    'Give the path of a namespace: a file under `/run/netns` or `/proc/PID/ns/net`.',
  'netns-not-ours': 'Choose another name, or set `adopt: true` to take the namespace over.',
  'netns-pid-dead': 'Name a process that runs, or use a named namespace.',
  'netns-relative-path': 'Write a name under `/run/netns`, or an absolute path.',
  'no-permission': 'Run as root, or give the user the rights that [hosts](hosts.md) lists.',
  'not-importable': 'Declare the resource with `adopt: true` instead of importing it.',
  'not-served': 'Use the SDK and the plugin of one release.',
  'number-not-exact': 'Write the number as a text: `"18446744073709551615"`.',
  'object-changed': 'Run `pulumi up` again, so that the new content is used from the start.',
  'object-empty': 'Build the object again.',
  'object-invalid':
    'Build the object with `clang -target bpf`. See [write a program](write-a-program.md).',
  'object-missing':
    'Check the path: it is relative to the folder of the program. Build the object before the run.',
  'object-no-digest': 'Pass a file asset; the engine computes its digest.',
  'object-not-a-file': 'Pass a path or a file asset.',
  'object-too-large': 'Strip the object (`llvm-strip -g`), or split it.',
  offline: 'Remove `netkit:offline` from the configuration before an update.',
  'on-link-needs-gateway': 'Add a gateway, or remove `onLink`.',
  'order-cycle':
    'Remove or reverse one of the constraints that the message lists. See [order](order.md).',
  'other-machine':
    'Check where the address of the host leads. If the machine was replaced, remove its resources from the state: `pulumi state delete`.',
  'other-user': 'Let only the user who runs the engine connect to the plugin.',
  'out-of-range': 'Give a number within the limits that the message names.',
  'pin-bad-path': 'Write the plain path of the pin, without `.` and `..`.',
  'pin-has-dot': 'Choose names without a dot.',
  'pin-not-on-bpffs': 'Pin the map below `/sys/fs/bpf`.',
  'pin-relative-path': 'Write the path from `/sys/fs/bpf/` on.',
  'prefix-missing': 'Add the prefix length that the message suggests.',
  'prefix-unwanted': 'Remove the prefix length.',
  'program-ambiguous': 'Set `program` to one of the functions that the message lists.',
  'program-missing': 'Set `program` to one of the functions that the message lists.',
  'program-odd-section':
    'Use a section such as `SEC("tc")`, or set `anySection: true`. See [write a program](write-a-program.md).',
  'program-other-kind': 'Use the section that the message names for the hook.',
  'program-rejected':
    'Correct the line that the message quotes. The path at its end leads to the whole log of the verifier.',
  'readback-mismatch':
    'Find the program that changes the value back, such as NetworkManager or systemd-networkd.',
  'request-refused': 'Split the resource if a limit is named; report it otherwise.',
  'route-of-address': 'Remove the route: it comes with the address.',
  'route-table-local': 'Choose another table.',
  'routes-need-up': 'Remove the routes, or `up: false`.',
  'shared-of-pinned': 'Remove `shared` or `pinned`.',
  'slot-not-a-number': 'Use whole numbers from 0 as keys.',
  'slot-out-of-range': 'Use a number below `max_entries` of the map.',
  'slot-program-missing': 'Use one of the functions that the message lists.',
  'source-is-destination': 'Remove `source`, or change the destination.',
  'ssh-missing': 'Install an OpenSSH client on the machine that runs the engine.',
  'ssh-option-reserved': 'Remove the option; the message names the property that sets it.',
  'ssh-option-unknown': 'Put the option into a file and name it with `configFile`.',
  'state-version': 'Use that release or a newer one.',
  'timed-out': 'Raise `customTimeouts`, or find out why the host is slow.',
  'unknown-property': 'Remove the property, or use the one that the message suggests.',
  'unknown-value': 'Use one of the values that the message lists.',
  'untrusted-path':
    'Give the file or folder that the message names to root, without write permission for group and others.',
  'value-not-plain': 'Use numbers, texts, booleans, lists and objects only.',
  'wrong-type': 'Give a value of the type that the message names.',
};
