// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type { Json } from '../values/json.js';
import type { AnyAsset, ObjectAsset } from '../values/asset.js';

/** The layer at which a pair works. */
export type Mode = 'l3' | 'l2';

/** What happens to the packets that an end transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** The kind of a hook, named as in libbpf. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

/** Where the programs of an attachment run relative to foreign programs. */
export type Placement = 'before-foreign' | 'after-foreign';

/** Whether a host has a feature. */
export type FeatureState = 'present' | 'absent' | 'unknown';

/** A route through the device that declares it. As a user may write it. */
export type Route = {
  /** The destination, which is a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The address of the next hop. It must have the address family of the destination. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of the same network namespace. */
  readonly source?: string;
  /** The metric of the route. Of several routes to one destination, the kernel uses the one with the lowest metric. Absent: the kernel's default, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The number of the routing table. 254 is `main`. 255 (`local`) is refused because the kernel manages it. @default 254 */
  readonly table?: number;
  /** Whether the gateway is reachable on this device even if it is in no subnet of the device's addresses. An IPv4 route with `onLink` must have a `gateway`. @default false */
  readonly onLink?: boolean;
};

/** A route through the device that declares it. As `check` leaves it: defaults are filled in. */
export type RouteChecked = {
  /** The destination, which is a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The address of the next hop. It must have the address family of the destination. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of the same network namespace. */
  readonly source?: string;
  /** The metric of the route. Of several routes to one destination, the kernel uses the one with the lowest metric. Absent: the kernel's default, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The number of the routing table. 254 is `main`. 255 (`local`) is refused because the kernel manages it. */
  readonly table: number;
  /** Whether the gateway is reachable on this device even if it is in no subnet of the device's addresses. An IPv4 route with `onLink` must have a `gateway`. */
  readonly onLink: boolean;
};

/** The peer: the end in a pod's network namespace. The primary holds the programs of both ends, so programs cannot be attached from the pod. As a user may write it. */
export type Peer = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change renames the device in place. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: string;
  /** The network namespace in which the peer is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The peer's largest packet in bytes, 68 to 65535. IPv6 needs at least 1280. A change is made in place. Absent: the `mtu` of the primary. */
  readonly mtu?: number;
  /** The peer's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted. */
  readonly mac?: string;
  /** Whether to set the peer up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. @default true */
  readonly up?: boolean;
  /** The peer's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.2/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. @default [] */
  readonly addresses?: readonly string[];
  /** The routes through the peer. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place. @default [] */
  readonly routes?: readonly Route[];
  /** The peer's device group: a number that `ip link` can select devices by. A change is made in place. @default 0 */
  readonly group?: number;
  /** Length of the peer's transmit queue in packets, at most 32767. A change is made in place. @default 1000 */
  readonly txQueueLength?: number;
  /** The peer's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoMaxSize?: number;
  /** The peer's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** The peer's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groMaxSize?: number;
  /** The peer's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** The peer's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place. @default "" */
  readonly alias?: string;
};

/** The peer: the end in a pod's network namespace. The primary holds the programs of both ends, so programs cannot be attached from the pod. As `check` leaves it: defaults are filled in. */
export type PeerChecked = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change renames the device in place. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name: string;
  /** The network namespace in which the peer is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The peer's largest packet in bytes, 68 to 65535. IPv6 needs at least 1280. A change is made in place. Absent: the `mtu` of the primary. */
  readonly mtu: number;
  /** The peer's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted. */
  readonly mac?: string;
  /** Whether to set the peer up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. */
  readonly up: boolean;
  /** The peer's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.2/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. */
  readonly addresses: readonly string[];
  /** The routes through the peer. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place. */
  readonly routes: readonly RouteChecked[];
  /** The peer's device group: a number that `ip link` can select devices by. A change is made in place. */
  readonly group: number;
  /** Length of the peer's transmit queue in packets, at most 32767. A change is made in place. */
  readonly txQueueLength: number;
  /** The peer's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoMaxSize: number;
  /** The peer's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoIpv4MaxSize: number;
  /** The peer's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. */
  readonly groMaxSize: number;
  /** The peer's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. */
  readonly groIpv4MaxSize: number;
  /** The peer's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place. */
  readonly alias: string;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
};

/** A program or attachment on the same hook, before or after which an attachment runs. Set exactly one of `attachment`, `program` and `tag`. */
export type Anchor = {
  /** The name of another attachment on the hook, of this stack or another one. */
  readonly attachment?: string;
  /** The owner of that attachment: `project/stack`, or the URN of the resource. Needed only if attachments of several owners have that name on the hook. */
  readonly owner?: string;
  /** The name of a foreign program on the hook, in full or as the kernel stores it (its first 15 bytes). */
  readonly program?: string;
  /** The tag of a foreign program on the hook: 16 hex digits, the kernel's digest of its instructions. */
  readonly tag?: string;
  /** Whether it is an error if the anchor is not on the hook. Absent: an anchor that is not on the hook has no effect until it is there. */
  readonly required?: boolean;
};

/** The device to which programs are attached: `pair.primary` for a pair, or the name of any other device. */
export type Target = {
  /** The device's name. If the same device has a new name, the programs stay attached. If the name is that of another device, the programs are attached there before they are detached from the old device. */
  readonly name: string;
  /** The network namespace of the device: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The `incarnation` of the pair that the device belongs to. If it is set, another device of the same name is refused, and a replacement of the pair also replaces its attachments. */
  readonly incarnation?: string;
};

/** Settings of one map of an object. */
export type MapSettings = {
  /** The number of entries (`max_entries`). Absent: the number in the object. */
  readonly maxEntries?: number;
  /** The absolute path, below /sys/fs/bpf, of a pinned map to use. Its definition must be the same as that of the object's map. Absent: a new map is made. */
  readonly pinned?: string;
  /** Whether the map keeps its entries when its program changes. Absent: the map stays while its definition is the same. If only the number of entries changed, the entries are copied. For types that do not allow a copy (queues, ring buffers, maps of sockets or devices, and others), this change is an error. Any other change starts with an empty map. `true`: any other change is also an error. `false`: a change starts with an empty map. */
  readonly keep?: boolean;
  /** Whether this attachment shares the map with all attachments of this stack on this host that share a map of this name. The definition must be the same in all of them. The map exists from the first of these attachments to the last. While several use it, it is kept even with `keep: false`. `false`: this attachment has its own map, even if the object says `LIBBPF_PIN_BY_NAME`. Absent: shared if the object says `LIBBPF_PIN_BY_NAME`. */
  readonly shared?: boolean;
  /** The functions to put into the slots of a BPF_MAP_TYPE_PROG_ARRAY, by slot number: `{ '0': 'parse_tcp' }`. They are loaded with the programs that use the map, and override what the object says about these slots. A change loads the programs again with a new map and replaces them in place, so that no packet meets a mix of old and new programs. With `keep: true` or `pinned`, the existing map is used, and its slots change as soon as the programs are loaded. */
  readonly slots?: Readonly<Record<string, string>>;
};

/** One program of a chain. As a user may write it. */
export type Program = {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: string;
  /** The ELF object that holds the program: a path, or an asset. A change of its content replaces the program; a change of its path alone does not. Programs of one attachment from one object share its maps and variables. Programs from two objects share a map only if the map's source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: AnyAsset;
  /** The full name of the function in the object. Absent: the only program of the object. */
  readonly program?: string;
  /** Whether to load the function as a tc program if libbpf does not know the name of its section, such as `SEC("policy")`. It also applies to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is always refused. */
  readonly anySection?: boolean;
  /** Values of `const volatile` and initialised variables, by name. A value is a number, a decimal string (for an integer), a boolean, a byte string, a list (for an array) or an object (for a struct). It is checked against the object's BTF. */
  readonly globals?: Readonly<Record<string, Json>>;
  /** Settings of maps, by the name of the map. */
  readonly maps?: Readonly<Record<string, MapSettings>>;
};

/** One program of a chain. As `check` leaves it: defaults are filled in. */
export type ProgramChecked = {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: string;
  /** The ELF object that holds the program: a path, or an asset. A change of its content replaces the program; a change of its path alone does not. Programs of one attachment from one object share its maps and variables. Programs from two objects share a map only if the map's source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: ObjectAsset;
  /** The full name of the function in the object. Absent: the only program of the object. */
  readonly program?: string;
  /** Whether to load the function as a tc program if libbpf does not know the name of its section, such as `SEC("policy")`. It also applies to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is always refused. */
  readonly anySection?: boolean;
  /** Values of `const volatile` and initialised variables, by name. A value is a number, a decimal string (for an integer), a boolean, a byte string, a list (for an array) or an object (for a struct). It is checked against the object's BTF. */
  readonly globals?: Readonly<Record<string, Json>>;
  /** Settings of maps, by the name of the map. */
  readonly maps?: Readonly<Record<string, MapSettings>>;
};

/** The machine that a resource is on, and how to reach it. With `address`, the OpenSSH client connects, with the user's configuration, agent, jump hosts and certificates. Without `address` or `command`, it is the machine that runs the engine. No property holds a secret: keys stay in files and agents. */
export type Host = {
  /** The name of the host in ids and messages: at most 63 letters, digits, `.`, `_` and `-`. It is part of the resource's id, so a change replaces the resource. */
  readonly name: string;
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id. */
  readonly address?: string;
  /** The user to log in as. Absent: as in the ssh configuration. */
  readonly user?: string;
  /** The port of sshd. Absent: as in the ssh configuration, or 22. */
  readonly port?: number;
  /** Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files. */
  readonly identityFile?: string;
  /** Path of the ssh configuration to use, on the machine that runs the engine. Absent: the user's own. */
  readonly configFile?: string;
  /** Options of `ssh_config(5)` by name, such as `{ ProxyJump: "bastion" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider. */
  readonly node?: string;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: string;
  /** A command that starts the helper on the host, instead of an address. It is a list of words, such as `["nsenter", "--target", "1", "--all"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`. */
  readonly command?: readonly string[];
  /** The time limit for connecting, in seconds, at most 3600. Absent: 15. */
  readonly connectTimeout?: number;
  /** The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: number;
};

/** How to reach the machine for resources that do not set `host`. Empty: these resources are on the machine that runs the engine. */
export type Connection = {
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id. */
  readonly address?: string;
  /** The user to log in as. Absent: as in the ssh configuration. */
  readonly user?: string;
  /** The port of sshd. Absent: as in the ssh configuration, or 22. */
  readonly port?: number;
  /** Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files. */
  readonly identityFile?: string;
  /** Path of the ssh configuration to use, on the machine that runs the engine. Absent: the user's own. */
  readonly configFile?: string;
  /** Options of `ssh_config(5)` by name, such as `{ ProxyJump: "bastion" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider. */
  readonly node?: string;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: string;
  /** A command that starts the helper on the host, instead of an address. It is a list of words, such as `["nsenter", "--target", "1", "--all"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`. */
  readonly command?: readonly string[];
  /** The time limit for connecting, in seconds, at most 3600. Absent: 15. */
  readonly connectTimeout?: number;
  /** The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: number;
};

/** The peer as read back from the kernel. */
export type PeerState = {
  /** The peer's device name. */
  readonly name: string;
  /** The peer's network namespace. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The peer's largest packet in bytes. */
  readonly mtu: number;
  /** The peer's MAC address as declared. The output `peerMac` has the address in use. */
  readonly mac?: string;
  /** Whether the peer is set up. */
  readonly up: boolean;
  /** The peer's addresses. */
  readonly addresses: readonly string[];
  /** Routes through the peer. */
  readonly routes: readonly RouteChecked[];
  /** The peer's device group. */
  readonly group: number;
  /** Length of the peer's transmit queue in packets. */
  readonly txQueueLength: number;
  /** The peer's largest IPv6 packet of segmentation offload (GSO) in bytes. */
  readonly gsoMaxSize: number;
  /** The peer's largest IPv4 packet of segmentation offload (GSO) in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** The peer's largest IPv6 packet of receive offload (GRO) in bytes. */
  readonly groMaxSize: number;
  /** The peer's largest IPv4 packet of receive offload (GRO) in bytes. */
  readonly groIpv4MaxSize: number;
  /** The peer's alias. */
  readonly alias: string;
  /** The `incarnation` of the pair that the peer belongs to. */
  readonly incarnation: string;
};

/** A program as read back from the kernel. */
export type ProgramState = {
  /** The name of the program in the attachment. */
  readonly name: string;
  /** The kernel's id of the loaded program. */
  readonly id: number;
  /** The kernel's digest of the program's instructions. */
  readonly tag: string;
  /** The kernel's id of the link. */
  readonly linkId: number;
  /** SHA-256 of the object from which the program was loaded. */
  readonly digest: string;
  /** The position in the chain, counted from 0, including foreign programs. */
  readonly position: number;
  /** The kernel's ids of the maps that the program uses. */
  readonly mapIds: readonly number[];
};

/** A program on a hook, as the kernel reports it. */
export type HookEntry = {
  /** The position in the chain, counted from 0. */
  readonly position: number;
  /** The kernel's id of the loaded program. */
  readonly programId: number;
  /** The kernel's name of the program: the first 15 bytes of the function's name. */
  readonly programName: string;
  /** The kernel's digest of the program's instructions. */
  readonly tag: string;
  /** The kernel's id of the link. 0: the program was attached without a link, by the older call `BPF_PROG_ATTACH`. */
  readonly linkId: number;
  /** The name of the `BpfAttachment` that holds the program. Absent: the program is foreign. */
  readonly attachment?: string;
  /** The name of the program in that attachment. Absent: the program is foreign. */
  readonly program?: string;
  /** The URN of the resource that declares the attachment. Absent: the program is foreign. */
  readonly owner?: string;
  /** The stack of the resource that declares the attachment. */
  readonly stack?: string;
  /** The project of the resource that declares the attachment. */
  readonly project?: string;
  /** The priority of the attachment on its hook. */
  readonly priority?: number;
  /** The constraints of the attachment that hold and determine its position. */
  readonly placedBy?: readonly string[];
  /** The constraints of the attachment that have no effect, each with the reason. */
  readonly unmet?: readonly string[];
};

/** Something that the kernel of a host supports or does not support. */
export type KernelFeature = {
  /** The name of the feature: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`. */
  readonly name: string;
  /** Whether the host has the feature. */
  readonly state: FeatureState;
  /** The first release of Linux with the feature. */
  readonly since?: string;
  /** How the state was determined, or why it is unknown. */
  readonly detail: string;
};

/** What a user may write of a NetworkNamespace. */
export type NetworkNamespaceInputs = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change replaces the namespace. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: string;
  /** Whether to take over an existing namespace of that name, even if another stack made it. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: boolean;
  /** Whether to delete the namespace even if it was adopted or still has foreign devices or processes. @default false */
  readonly force?: boolean;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: Host;
};

/** The checked inputs of a NetworkNamespace. */
export type NetworkNamespaceChecked = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change replaces the namespace. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name: string;
  /** Whether to take over an existing namespace of that name, even if another stack made it. It is not deleted with the resource unless `force` is set. */
  readonly adopt: boolean;
  /** Whether to delete the namespace even if it was adopted or still has foreign devices or processes. */
  readonly force: boolean;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A named network namespace, as `ip netns add` makes it: a mount under `/run/netns`, with `lo` up.
 *
 * Unless `force` is set, a delete is refused if the namespace was adopted or still has foreign devices or processes.
 */
export type NetworkNamespaceOutputs = {
  /** The name under `/run/netns`. */
  readonly name: string;
  /** Whether an existing namespace may be taken over. */
  readonly adopt: boolean;
  /** Whether the namespace is deleted even if it was adopted or still has foreign devices or processes. */
  readonly force: boolean;
  /** The path of the mount, `/run/netns/NAME`. */
  readonly path: string;
  /** The namespace's inode number, as a decimal string. It identifies the namespace until the host reboots. */
  readonly inode: string;
  /** Whether the namespace existed before this resource. */
  readonly adopted: boolean;
  /** A random id of this namespace. Each replacement gets a new one. */
  readonly incarnation: string;
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine that the resource is on, as declared. */
  readonly host?: Host;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
  readonly machine?: string;
};

/** What a user may write of a NetkitPair. */
export type NetkitPairInputs = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change replaces the pair. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: string;
  /** The network namespace in which the primary is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The layer at which the pair works. A change replaces the pair. @default "l3" */
  readonly mode?: Mode;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. A change is made in place. @default "pass" */
  readonly policy?: Policy;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. A change is made in place. @default "pass" */
  readonly peerPolicy?: Policy;
  /** What the kernel does with the mark and priority of the primary's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. @default "default" */
  readonly scrub?: Scrub;
  /** What the kernel does with the mark and priority of the peer's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. @default "default" */
  readonly peerScrub?: Scrub;
  /** Bytes that both ends keep free before each packet, at most 32768. Linux accepts up to 65535, but from 65500 on, Linux 7.3 crashes at the first packet. Another device, such as a bridge, may raise the value in use. Needs Linux 6.14. A change replaces the pair. @default 0 */
  readonly headroom?: number;
  /** Bytes that both ends keep free after each packet, at most 32768, although Linux accepts up to 65535. Needs Linux 6.14. A change replaces the pair. @default 0 */
  readonly tailroom?: number;
  /** The primary's largest packet in bytes, 68 to 65535. It also applies to the peer unless `peer.mtu` is set. IPv6 needs at least 1280. A change is made in place. @default 1500 */
  readonly mtu?: number;
  /** The primary's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted. */
  readonly mac?: string;
  /** Whether to set the primary up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. @default true */
  readonly up?: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.1/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. @default [] */
  readonly addresses?: readonly string[];
  /** The routes through the primary. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place. @default [] */
  readonly routes?: readonly Route[];
  /** The primary's device group: a number that `ip link` can select devices by. A change is made in place. @default 0 */
  readonly group?: number;
  /** Length of the primary's transmit queue in packets, at most 32767. A change is made in place. @default 1000 */
  readonly txQueueLength?: number;
  /** The primary's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoMaxSize?: number;
  /** The primary's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** The primary's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groMaxSize?: number;
  /** The primary's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** The primary's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place. @default "" */
  readonly alias?: string;
  /** Whether to take over an existing pair with these names, even if another stack made it. The pair is changed in place. Properties that cannot be changed in place must match. @default false */
  readonly adopt?: boolean;
  /** The peer, which is the end in a pod's network namespace. */
  readonly peer: Peer;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: Host;
};

/** The checked inputs of a NetkitPair. */
export type NetkitPairChecked = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change replaces the pair. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name: string;
  /** The network namespace in which the primary is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The layer at which the pair works. A change replaces the pair. */
  readonly mode: Mode;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. A change is made in place. */
  readonly policy: Policy;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. A change is made in place. */
  readonly peerPolicy: Policy;
  /** What the kernel does with the mark and priority of the primary's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. */
  readonly scrub: Scrub;
  /** What the kernel does with the mark and priority of the peer's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. */
  readonly peerScrub: Scrub;
  /** Bytes that both ends keep free before each packet, at most 32768. Linux accepts up to 65535, but from 65500 on, Linux 7.3 crashes at the first packet. Another device, such as a bridge, may raise the value in use. Needs Linux 6.14. A change replaces the pair. */
  readonly headroom: number;
  /** Bytes that both ends keep free after each packet, at most 32768, although Linux accepts up to 65535. Needs Linux 6.14. A change replaces the pair. */
  readonly tailroom: number;
  /** The primary's largest packet in bytes, 68 to 65535. It also applies to the peer unless `peer.mtu` is set. IPv6 needs at least 1280. A change is made in place. */
  readonly mtu: number;
  /** The primary's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted. */
  readonly mac?: string;
  /** Whether to set the primary up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. */
  readonly up: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.1/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. */
  readonly addresses: readonly string[];
  /** The routes through the primary. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place. */
  readonly routes: readonly RouteChecked[];
  /** The primary's device group: a number that `ip link` can select devices by. A change is made in place. */
  readonly group: number;
  /** Length of the primary's transmit queue in packets, at most 32767. A change is made in place. */
  readonly txQueueLength: number;
  /** The primary's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoMaxSize: number;
  /** The primary's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoIpv4MaxSize: number;
  /** The primary's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. */
  readonly groMaxSize: number;
  /** The primary's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. */
  readonly groIpv4MaxSize: number;
  /** The primary's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place. */
  readonly alias: string;
  /** Whether to take over an existing pair with these names, even if another stack made it. The pair is changed in place. Properties that cannot be changed in place must match. */
  readonly adopt: boolean;
  /** The peer, which is the end in a pod's network namespace. */
  readonly peer: PeerChecked;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes into a pod's network namespace.
 *
 * Each end is created in its own namespace and is down at first. It then gets its addresses, is set up, and gets its routes. Outputs are the values that were read back from the kernel. Names are unique in a namespace, so a replacement deletes the old pair first.
 */
export type NetkitPairOutputs = {
  /** The primary's device name. */
  readonly name: string;
  /** The primary's network namespace. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The layer at which the pair works. */
  readonly mode: Mode;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. */
  readonly policy: Policy;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. */
  readonly peerPolicy: Policy;
  /** What happens to the mark and priority of the primary's packets when they cross into another namespace. */
  readonly scrub: Scrub;
  /** What happens to the mark and priority of the peer's packets when they cross into another namespace. */
  readonly peerScrub: Scrub;
  /** Bytes that both ends keep free before each packet, as declared. */
  readonly headroom: number;
  /** Bytes that both ends keep free after each packet, as declared. */
  readonly tailroom: number;
  /** The primary's largest packet in bytes. */
  readonly mtu: number;
  /** The primary's MAC address. Absent in mode `l3`. */
  readonly mac?: string;
  /** Whether the primary is set up. */
  readonly up: boolean;
  /** The primary's addresses. */
  readonly addresses: readonly string[];
  /** Routes through the primary. */
  readonly routes: readonly RouteChecked[];
  /** The primary's device group. */
  readonly group: number;
  /** Length of the primary's transmit queue in packets. */
  readonly txQueueLength: number;
  /** The primary's largest IPv6 packet of segmentation offload (GSO) in bytes. */
  readonly gsoMaxSize: number;
  /** The primary's largest IPv4 packet of segmentation offload (GSO) in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** The primary's largest IPv6 packet of receive offload (GRO) in bytes. */
  readonly groMaxSize: number;
  /** The primary's largest IPv4 packet of receive offload (GRO) in bytes. */
  readonly groIpv4MaxSize: number;
  /** The primary's alias. */
  readonly alias: string;
  /** Whether an existing pair may be taken over. */
  readonly adopt: boolean;
  /** The peer, as read back from the kernel. */
  readonly peer: PeerState;
  /** The primary's interface index in its namespace. It changes when the device is made again. */
  readonly ifindex: number;
  /** The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, … */
  readonly operstate: string;
  /** The peer's interface index in its namespace. */
  readonly peerIfindex: number;
  /** The peer's MAC address. Absent in mode `l3`. */
  readonly peerMac?: string;
  /** The peer's operational state (RFC 2863). */
  readonly peerOperstate: string;
  /** A random id of this pair, which both devices carry as an alternative name. Each replacement gets a new one. */
  readonly incarnation: string;
  /** Whether the pair existed before this resource. */
  readonly adopted: boolean;
  /** The operations of the last create or update on the host, each shown as the equivalent `ip` command. */
  readonly changes: readonly string[];
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine that the resource is on, as declared. */
  readonly host?: Host;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
  readonly machine?: string;
};

/** What a user may write of a BpfAttachment. */
export type BpfAttachmentInputs = {
  /** The name of the attachment on its hook, at most 64 bytes. It is part of the path of its pins. A change replaces the attachment. Absent: the name of the resource. */
  readonly name?: string;
  /** The device that holds the hook. For both netkit hooks, this is the primary of the pair. */
  readonly target: Target;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: AttachType;
  /** The programs, in the order in which they run. A hook holds at most 63 programs, including foreign programs. A change is made in place. */
  readonly programs: readonly Program[];
  /** Whether the programs run before or after the foreign programs on the hook. A foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook (`before`, `after`) has precedence. A change is made in place. @default "before-foreign" */
  readonly placement?: Placement;
  /** The priority among the attachments of a hook, 0 to 1000. The attachment with the lowest number runs first. Attachments with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place. @default 500 */
  readonly priority?: number;
  /** The attachments or foreign programs on the same hook that the programs run before. A change is made in place. @default [] */
  readonly before?: readonly Anchor[];
  /** The attachments or foreign programs on the same hook that the programs run after. A change is made in place. @default [] */
  readonly after?: readonly Anchor[];
  /** Whether to take over an existing attachment of this name on this hook, even if another stack made it. It is changed in place. Programs that do not belong to an attachment stay as they are. @default false */
  readonly adopt?: boolean;
  /** Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused. */
  readonly mayDisconnect?: boolean;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: Host;
};

/** The checked inputs of a BpfAttachment. */
export type BpfAttachmentChecked = {
  /** The name of the attachment on its hook, at most 64 bytes. It is part of the path of its pins. A change replaces the attachment. Absent: the name of the resource. */
  readonly name: string;
  /** The device that holds the hook. For both netkit hooks, this is the primary of the pair. */
  readonly target: Target;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: AttachType;
  /** The programs, in the order in which they run. A hook holds at most 63 programs, including foreign programs. A change is made in place. */
  readonly programs: readonly ProgramChecked[];
  /** Whether the programs run before or after the foreign programs on the hook. A foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook (`before`, `after`) has precedence. A change is made in place. */
  readonly placement: Placement;
  /** The priority among the attachments of a hook, 0 to 1000. The attachment with the lowest number runs first. Attachments with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place. */
  readonly priority: number;
  /** The attachments or foreign programs on the same hook that the programs run before. A change is made in place. */
  readonly before: readonly Anchor[];
  /** The attachments or foreign programs on the same hook that the programs run after. A change is made in place. */
  readonly after: readonly Anchor[];
  /** Whether to take over an existing attachment of this name on this hook, even if another stack made it. It is changed in place. Programs that do not belong to an attachment stay as they are. */
  readonly adopt: boolean;
  /** Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused. */
  readonly mayDisconnect?: boolean;
  /** The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
  /** The names of the programs in their order, written by `check` for previews to show. */
  readonly chain: readonly string[];
};

/**
 * An ordered list of BPF programs on one hook of a device.
 *
 * The programs are attached by links that are pinned under `/sys/fs/bpf/pulumi-netkit`. A changed program is replaced in its link. A changed order takes the fewest moves: each moved program is attached in its new place before the old link is removed. So no packet passes the hook without its programs. Foreign programs on the hook keep their place and are not changed.
 */
export type BpfAttachmentOutputs = {
  /** The attachment's name on its hook. */
  readonly name: string;
  /** The device that holds the hook. */
  readonly target: Target;
  /** The hook of the device. */
  readonly attachType: AttachType;
  /** The programs as declared, in the order of the chain. */
  readonly programs: readonly ProgramChecked[];
  /** Whether the programs run before or after the foreign programs on the hook. A refresh sets it to what it finds. */
  readonly placement: Placement;
  /** The priority among the attachments of a hook. The attachment with the lowest number runs first. */
  readonly priority: number;
  /** The attachments or foreign programs on the same hook that the programs run before. A refresh removes the anchors that do not hold. */
  readonly before?: readonly Anchor[];
  /** The attachments or foreign programs on the same hook that the programs run after. A refresh removes the anchors that do not hold. */
  readonly after?: readonly Anchor[];
  /** Whether an existing attachment may be taken over. */
  readonly adopt: boolean;
  /** Whether the device may be one that carries the connection between the engine and the host. */
  readonly mayDisconnect?: boolean;
  /** The programs as read back from the kernel, in the order in which they run. */
  readonly attached: readonly ProgramState[];
  /** The names of this attachment's programs, in order. */
  readonly chain: readonly string[];
  /** The kernel's count of changes to the chain when it was last read, as a decimal string. */
  readonly revision: string;
  /** The operations of the last update on the host, one in each entry. */
  readonly changes: readonly string[];
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine that the resource is on, as declared. */
  readonly host?: Host;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
  readonly machine?: string;
};
