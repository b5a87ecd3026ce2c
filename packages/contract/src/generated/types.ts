// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type { Json } from '../values/json.js';
import type { AnyAsset, ObjectAsset } from '../values/asset.js';

/** The layer at which a pair works. */
export type Mode = 'l3' | 'l2';

/** What an end does with the packets that it transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** The kind of a hook, by the names that libbpf uses. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

/** Where the programs of an attachment run relative to foreign programs. */
export type Placement = 'before-foreign' | 'after-foreign';

/** Whether a feature is there. */
export type FeatureState = 'present' | 'absent' | 'unknown';

/** A route through the device that declares it. As a user may write it. */
export type Route = {
  /** The destination, a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The next hop. It has the address family of the destination. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of the same network namespace. */
  readonly source?: string;
  /** The metric. Among routes to one destination, the kernel uses the lowest. Absent: the kernel's default, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The number of the routing table. 254 is `main`. 255, `local`, is refused: the kernel manages it. @default 254 */
  readonly table?: number;
  /** Whether the gateway is reachable on this device although no address of it covers the gateway. IPv4 needs a `gateway` with it. @default false */
  readonly onLink?: boolean;
};

/** A route through the device that declares it. As `check` leaves it: defaults are filled in. */
export type RouteChecked = {
  /** The destination, a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The next hop. It has the address family of the destination. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of the same network namespace. */
  readonly source?: string;
  /** The metric. Among routes to one destination, the kernel uses the lowest. Absent: the kernel's default, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The number of the routing table. 254 is `main`. 255, `local`, is refused: the kernel manages it. */
  readonly table: number;
  /** Whether the gateway is reachable on this device although no address of it covers the gateway. IPv4 needs a `gateway` with it. */
  readonly onLink: boolean;
};

/** The peer: the end in a pod's network namespace. Programs cannot be attached from there: the primary holds those of both ends. As a user may write it. */
export type Peer = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change renames the device in place. Absent: the name of the resource and a digest of its URN, `web-3f9a1c`. It is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: string;
  /** The network namespace in which the peer is created: a name under /run/netns, an absolute path, or `pid:N` for that of process N. A change replaces the pair. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet of the peer in bytes. IPv6 needs 1280. A change is made in place. Absent: the `mtu` of the primary. */
  readonly mtu?: number;
  /** The peer's MAC address, in mode `l2` only. A change is made in place. Absent: a random one, which stays while the pair lives. */
  readonly mac?: string;
  /** Whether the peer is set up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. @default true */
  readonly up?: boolean;
  /** The peer's IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: other addresses are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. @default [] */
  readonly addresses?: readonly string[];
  /** Routes through the peer. The list is complete for routes with `proto static` or `proto boot`: others of these are removed. Routes of the kernel and of routing daemons stay. A change is made in place. @default [] */
  readonly routes?: readonly Route[];
  /** The peer's device group, a number by which `ip link` selects devices. A change is made in place. @default 0 */
  readonly group?: number;
  /** Length of the peer's transmit queue in packets. A change is made in place. @default 1000 */
  readonly txQueueLength?: number;
  /** Largest packet of IPv6 segmentation offload (GSO) on the peer, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoMaxSize?: number;
  /** Largest packet of IPv4 segmentation offload (GSO) on the peer, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** Largest packet of IPv6 receive offload (GRO) on the peer, in bytes. @default 65536 */
  readonly groMaxSize?: number;
  /** Largest packet of IPv4 receive offload (GRO) on the peer, in bytes. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** A text on the peer that `ip link` shows, at most 255 bytes. A change is made in place. @default "" */
  readonly alias?: string;
};

/** The peer: the end in a pod's network namespace. Programs cannot be attached from there: the primary holds those of both ends. As `check` leaves it: defaults are filled in. */
export type PeerChecked = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change renames the device in place. Absent: the name of the resource and a digest of its URN, `web-3f9a1c`. It is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name: string;
  /** The network namespace in which the peer is created: a name under /run/netns, an absolute path, or `pid:N` for that of process N. A change replaces the pair. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet of the peer in bytes. IPv6 needs 1280. A change is made in place. Absent: the `mtu` of the primary. */
  readonly mtu: number;
  /** The peer's MAC address, in mode `l2` only. A change is made in place. Absent: a random one, which stays while the pair lives. */
  readonly mac?: string;
  /** Whether the peer is set up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. */
  readonly up: boolean;
  /** The peer's IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: other addresses are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. */
  readonly addresses: readonly string[];
  /** Routes through the peer. The list is complete for routes with `proto static` or `proto boot`: others of these are removed. Routes of the kernel and of routing daemons stay. A change is made in place. */
  readonly routes: readonly RouteChecked[];
  /** The peer's device group, a number by which `ip link` selects devices. A change is made in place. */
  readonly group: number;
  /** Length of the peer's transmit queue in packets. A change is made in place. */
  readonly txQueueLength: number;
  /** Largest packet of IPv6 segmentation offload (GSO) on the peer, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoMaxSize: number;
  /** Largest packet of IPv4 segmentation offload (GSO) on the peer, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoIpv4MaxSize: number;
  /** Largest packet of IPv6 receive offload (GRO) on the peer, in bytes. */
  readonly groMaxSize: number;
  /** Largest packet of IPv4 receive offload (GRO) on the peer, in bytes. */
  readonly groIpv4MaxSize: number;
  /** A text on the peer that `ip link` shows, at most 255 bytes. A change is made in place. */
  readonly alias: string;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
};

/** A program or attachment on the same hook, before or after which an attachment runs. It names exactly one: `attachment`, `program` or `tag`. */
export type Anchor = {
  /** The name of another attachment on the hook, of this stack or another one. */
  readonly attachment?: string;
  /** The owner of that attachment, `project/stack` or the URN of the resource. It is needed only when attachments of several owners have that name on the hook. */
  readonly owner?: string;
  /** The name of a foreign program on the hook, in full or as the kernel keeps it (its first 15 bytes). */
  readonly program?: string;
  /** The tag of a foreign program on the hook: 16 hex digits, the kernel's digest of its instructions. */
  readonly tag?: string;
  /** Whether the absence of the anchor is an error. Absent: an anchor that is not on the hook takes effect when it comes. */
  readonly required?: boolean;
};

/** The device to which programs are attached: `pair.primary` for a pair, or the name of any other device. */
export type Target = {
  /** The device's name. When the same device gets another name, the programs of an attachment stay attached. When another device is named, it gets the programs before the old one loses them. */
  readonly name: string;
  /** The network namespace of the device: a name under /run/netns, an absolute path, or `pid:N` for that of process N. Absent: the host's own. */
  readonly netns?: string;
  /** The `incarnation` of the pair that the device belongs to. With it, another device of the same name is refused, and a replacement of the pair replaces its attachments. */
  readonly incarnation?: string;
};

/** Settings of one map of an object. */
export type MapSettings = {
  /** The number of entries (`max_entries`). Absent: as in the object. */
  readonly maxEntries?: number;
  /** The absolute path of a pinned map to use, below /sys/fs/bpf. Its definition must be that of the object's map. Absent: a new map is made. */
  readonly pinned?: string;
  /** Whether the map and its entries stay when its program changes. Absent: they stay while the definition is the same, and are copied when only the number of entries changed; where the type does not allow that (queues, ring buffers, maps of sockets or devices and others), another number of entries is an error. `true`: any other change of the definition is an error as well. `false`: a change starts with an empty map. */
  readonly keep?: boolean;
  /** Whether all attachments of this stack on this host that have a map of this name share one map. Its definition must be the same in all of them. The map exists from the first of these attachments to the last, and is kept while several use it. `false`: this attachment has a map of its own, even where the object says `LIBBPF_PIN_BY_NAME`. Absent: shared if the object says `LIBBPF_PIN_BY_NAME`. */
  readonly shared?: boolean;
  /** The functions of the object in the slots of a BPF_MAP_TYPE_PROG_ARRAY, `{ '0': 'parse_tcp' }`. They are loaded with the programs that use the map, and override what the object says of these slots. A change loads the programs again with a new map and replaces them in place, so that no packet meets a mix of old and new programs. With `keep: true` or `pinned` the existing map is used, and its slots change as soon as the programs are loaded. */
  readonly slots?: Readonly<Record<string, string>>;
};

/** One program of a chain. As a user may write it. */
export type Program = {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: string;
  /** The ELF object that holds the program: a path, or an asset. A change of its content changes the program; a change of its path does not. Programs of one attachment from one object share its maps and globals. Programs from two objects share a map only if its source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: AnyAsset;
  /** The full name of the function. Absent: the only program of the object. */
  readonly program?: string;
  /** Whether to load the function as a tc program although libbpf does not know the name of its section, such as `SEC("policy")`. It applies also to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is refused in any case. */
  readonly anySection?: boolean;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
  readonly globals?: Readonly<Record<string, Json>>;
  /** Settings of maps, by the name of the map. */
  readonly maps?: Readonly<Record<string, MapSettings>>;
};

/** One program of a chain. As `check` leaves it: defaults are filled in. */
export type ProgramChecked = {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: string;
  /** The ELF object that holds the program: a path, or an asset. A change of its content changes the program; a change of its path does not. Programs of one attachment from one object share its maps and globals. Programs from two objects share a map only if its source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: ObjectAsset;
  /** The full name of the function. Absent: the only program of the object. */
  readonly program?: string;
  /** Whether to load the function as a tc program although libbpf does not know the name of its section, such as `SEC("policy")`. It applies also to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is refused in any case. */
  readonly anySection?: boolean;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
  readonly globals?: Readonly<Record<string, Json>>;
  /** Settings of maps, by the name of the map. */
  readonly maps?: Readonly<Record<string, MapSettings>>;
};

/** The machine that a resource is on, and how to reach it. With an `address`, OpenSSH's client connects, with the user's configuration, agent, jump hosts and certificates. Without one it is this machine. No input is a secret: keys stay in files and agents. */
export type Host = {
  /** The name of the host in ids and messages: at most 63 letters, digits, `.`, `_` and `-`. It is part of the resource's id, so a change replaces the resource. */
  readonly name: string;
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id. */
  readonly address?: string;
  /** The user to log in as. Absent: the one of the ssh configuration. */
  readonly user?: string;
  /** The port of sshd. Absent: the one of the ssh configuration, or 22. */
  readonly port?: number;
  /** Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files. */
  readonly identityFile?: string;
  /** Path of an ssh configuration on the machine that runs the engine. Absent: the user's own. */
  readonly configFile?: string;
  /** Options of `ssh_config(5)` by name, `{ ProxyJump: "bastion" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether to connect without a check of the host's key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Whether the helper becomes root through `sudo -n`, which must not ask for a password. Absent: it runs as the user who logs in, who is root or has the capabilities. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) on the host. Absent: `node` on the PATH of a login without a terminal; on this machine, the one that runs the provider. */
  readonly node?: string;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: string;
  /** A command that starts the helper on the host, instead of an address: its words, to which those of the helper are added, `["nsenter", "--target", "1", "--all"]`. It must pass on standard input and output. The helper must have the same path there, or that of `helper`. */
  readonly command?: readonly string[];
  /** The time limit for connecting, in seconds. Absent: 15. */
  readonly connectTimeout?: number;
  /** The time limit for one request to the host, in seconds. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: number;
};

/** How to reach the machine for resources that do not set `host`. Empty: these resources are on the machine that runs the engine. */
export type Connection = {
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id. */
  readonly address?: string;
  /** The user to log in as. Absent: the one of the ssh configuration. */
  readonly user?: string;
  /** The port of sshd. Absent: the one of the ssh configuration, or 22. */
  readonly port?: number;
  /** Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files. */
  readonly identityFile?: string;
  /** Path of an ssh configuration on the machine that runs the engine. Absent: the user's own. */
  readonly configFile?: string;
  /** Options of `ssh_config(5)` by name, `{ ProxyJump: "bastion" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether to connect without a check of the host's key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Whether the helper becomes root through `sudo -n`, which must not ask for a password. Absent: it runs as the user who logs in, who is root or has the capabilities. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) on the host. Absent: `node` on the PATH of a login without a terminal; on this machine, the one that runs the provider. */
  readonly node?: string;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: string;
  /** A command that starts the helper on the host, instead of an address: its words, to which those of the helper are added, `["nsenter", "--target", "1", "--all"]`. It must pass on standard input and output. The helper must have the same path there, or that of `helper`. */
  readonly command?: readonly string[];
  /** The time limit for connecting, in seconds. Absent: 15. */
  readonly connectTimeout?: number;
  /** The time limit for one request to the host, in seconds. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: number;
};

/** The peer as read back from the kernel. */
export type PeerState = {
  /** The peer's device name. */
  readonly name: string;
  /** The peer's network namespace. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet in bytes. */
  readonly mtu: number;
  /** The MAC address as declared. The one in use is the output `peerMac`. */
  readonly mac?: string;
  /** Whether the device is set up. */
  readonly up: boolean;
  /** The peer's addresses. */
  readonly addresses: readonly string[];
  /** Routes through the peer. */
  readonly routes: readonly RouteChecked[];
  /** The device group. */
  readonly group: number;
  /** Length of the peer's transmit queue in packets. A change is made in place. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest packet of IPv6 receive offload (GRO) on the peer, in bytes. */
  readonly groMaxSize: number;
  /** Largest packet of IPv4 receive offload (GRO) on the peer, in bytes. */
  readonly groIpv4MaxSize: number;
  /** The text on the device. */
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
  /** The position in the chain, from 0, with foreign programs counted. */
  readonly position: number;
  /** The kernel's ids of the maps that the program uses. */
  readonly mapIds: readonly number[];
};

/** A program on a hook, as the kernel reports it. */
export type HookEntry = {
  /** The position in the order in which the programs run, from 0. */
  readonly position: number;
  /** The kernel's id of the loaded program. */
  readonly programId: number;
  /** The kernel's name of the program: the first 15 bytes of the function's name. */
  readonly programName: string;
  /** The kernel's digest of the program's instructions. */
  readonly tag: string;
  /** The kernel's id of the link. 0: the program was attached without a link, by an older call. */
  readonly linkId: number;
  /** The `BpfAttachment` that holds the program, by its name on the hook. Absent: the program is foreign. */
  readonly attachment?: string;
  /** The name of the program in that attachment. Absent: the program is foreign. */
  readonly program?: string;
  /** The URN of the resource that declares the attachment. Absent: the program is foreign. */
  readonly owner?: string;
  /** The stack of that resource. */
  readonly stack?: string;
  /** The project of that resource. */
  readonly project?: string;
  /** The priority of the attachment. */
  readonly priority?: number;
  /** The constraints of the attachment that hold and determine the position. */
  readonly placedBy?: readonly string[];
  /** The constraints of the attachment that have no effect, each with the reason. */
  readonly unmet?: readonly string[];
};

/** Something that the kernel of a host supports or does not support. */
export type KernelFeature = {
  /** The name of the feature: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`. */
  readonly name: string;
  /** Whether the feature is there. */
  readonly state: FeatureState;
  /** The first release of Linux with the feature. */
  readonly since?: string;
  /** How the answer was found, or why there is none. */
  readonly detail: string;
};

/** What a user may write of a NetworkNamespace. */
export type NetworkNamespaceInputs = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change replaces the namespace. Absent: the name of the resource and a digest of its URN, `web-3f9a1c`. It is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: string;
  /** Whether to take over an existing namespace of that name, also one of another stack. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: boolean;
  /** Whether to delete the namespace even if it was adopted or still has foreign devices or processes. @default false */
  readonly force?: boolean;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: Host;
};

/** The checked inputs of a NetworkNamespace. */
export type NetworkNamespaceChecked = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change replaces the namespace. Absent: the name of the resource and a digest of its URN, `web-3f9a1c`. It is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name: string;
  /** Whether to take over an existing namespace of that name, also one of another stack. It is not deleted with the resource unless `force` is set. */
  readonly adopt: boolean;
  /** Whether to delete the namespace even if it was adopted or still has foreign devices or processes. */
  readonly force: boolean;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A named network namespace, as `ip netns add` makes it: a mount under `/run/netns`, with `lo` up.
 *
 * A delete is refused for a namespace that this resource did not make, or that still has foreign devices or processes, unless `force` is set.
 */
export type NetworkNamespaceOutputs = {
  /** The name under `/run/netns`. */
  readonly name: string;
  /** Whether an existing namespace may be taken over. */
  readonly adopt: boolean;
  /** Whether the namespace is deleted whatever is in it. */
  readonly force: boolean;
  /** The path of the mount, `/run/netns/NAME`. */
  readonly path: string;
  /** The namespace's inode number, which identifies it until the host reboots. A decimal string. */
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
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change replaces the pair. Absent: the name of the resource and a digest of its URN, `web-3f9a1c`. It is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: string;
  /** The network namespace in which the primary is created: a name under /run/netns, an absolute path, or `pid:N` for that of process N. A change replaces the pair. Absent: the host's own. */
  readonly netns?: string;
  /** The layer at which the pair works. A change replaces the pair. @default "l3" */
  readonly mode?: Mode;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. A change is made in place. @default "pass" */
  readonly policy?: Policy;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. A change is made in place. @default "pass" */
  readonly peerPolicy?: Policy;
  /** Whether the kernel sets mark and priority of the primary's packets to zero when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. @default "default" */
  readonly scrub?: Scrub;
  /** Whether the kernel sets mark and priority of the peer's packets to zero when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. @default "default" */
  readonly peerScrub?: Scrub;
  /** Bytes that are kept free before each packet, on both ends. It needs Linux 6.14. At most 32768: Linux accepts up to 65535, but 7.3 crashes at the first packet from 65500 on. Others, such as a bridge, may raise it. A change replaces the pair. @default 0 */
  readonly headroom?: number;
  /** Bytes that are kept free after each packet, on both ends. It needs Linux 6.14. At most 32768, although Linux accepts up to 65535. A change replaces the pair. @default 0 */
  readonly tailroom?: number;
  /** Largest packet in bytes, of both ends unless `peer.mtu` is set. IPv6 needs 1280. A change is made in place. @default 1500 */
  readonly mtu?: number;
  /** The primary's MAC address, in mode `l2` only. A change is made in place. Absent: a random one, which stays while the pair lives. */
  readonly mac?: string;
  /** Whether the primary is set up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. @default true */
  readonly up?: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: other addresses are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. @default [] */
  readonly addresses?: readonly string[];
  /** Routes through the primary. The list is complete for routes with `proto static` or `proto boot`: others of these are removed. Routes of the kernel and of routing daemons stay. A change is made in place. @default [] */
  readonly routes?: readonly Route[];
  /** The primary's device group, a number by which `ip link` selects devices. A change is made in place. @default 0 */
  readonly group?: number;
  /** Length of the primary's transmit queue in packets. @default 1000 */
  readonly txQueueLength?: number;
  /** Largest packet of IPv6 segmentation offload (GSO) on the primary, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoMaxSize?: number;
  /** Largest packet of IPv4 segmentation offload (GSO) on the primary, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groMaxSize?: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** A text on the primary that `ip link` shows, at most 255 bytes. A change is made in place. @default "" */
  readonly alias?: string;
  /** Whether to take over an existing pair of these names, also one of another stack. It is changed in place; what cannot be changed in place must match. @default false */
  readonly adopt?: boolean;
  /** The other end. */
  readonly peer: Peer;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: Host;
};

/** The checked inputs of a NetkitPair. */
export type NetkitPairChecked = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change replaces the pair. Absent: the name of the resource and a digest of its URN, `web-3f9a1c`. It is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name: string;
  /** The network namespace in which the primary is created: a name under /run/netns, an absolute path, or `pid:N` for that of process N. A change replaces the pair. Absent: the host's own. */
  readonly netns?: string;
  /** The layer at which the pair works. A change replaces the pair. */
  readonly mode: Mode;
  /** What happens to packets from the host to the pod while no program is attached to `netkit/primary`. A change is made in place. */
  readonly policy: Policy;
  /** What happens to packets from the pod to the host while no program is attached to `netkit/peer`. A change is made in place. */
  readonly peerPolicy: Policy;
  /** Whether the kernel sets mark and priority of the primary's packets to zero when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. */
  readonly scrub: Scrub;
  /** Whether the kernel sets mark and priority of the peer's packets to zero when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair. */
  readonly peerScrub: Scrub;
  /** Bytes that are kept free before each packet, on both ends. It needs Linux 6.14. At most 32768: Linux accepts up to 65535, but 7.3 crashes at the first packet from 65500 on. Others, such as a bridge, may raise it. A change replaces the pair. */
  readonly headroom: number;
  /** Bytes that are kept free after each packet, on both ends. It needs Linux 6.14. At most 32768, although Linux accepts up to 65535. A change replaces the pair. */
  readonly tailroom: number;
  /** Largest packet in bytes, of both ends unless `peer.mtu` is set. IPv6 needs 1280. A change is made in place. */
  readonly mtu: number;
  /** The primary's MAC address, in mode `l2` only. A change is made in place. Absent: a random one, which stays while the pair lives. */
  readonly mac?: string;
  /** Whether the primary is set up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. */
  readonly up: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: other addresses are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. */
  readonly addresses: readonly string[];
  /** Routes through the primary. The list is complete for routes with `proto static` or `proto boot`: others of these are removed. Routes of the kernel and of routing daemons stay. A change is made in place. */
  readonly routes: readonly RouteChecked[];
  /** The primary's device group, a number by which `ip link` selects devices. A change is made in place. */
  readonly group: number;
  /** Length of the primary's transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest packet of IPv6 segmentation offload (GSO) on the primary, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoMaxSize: number;
  /** Largest packet of IPv4 segmentation offload (GSO) on the primary, in bytes, with headers. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. */
  readonly groIpv4MaxSize: number;
  /** A text on the primary that `ip link` shows, at most 255 bytes. A change is made in place. */
  readonly alias: string;
  /** Whether to take over an existing pair of these names, also one of another stack. It is changed in place; what cannot be changed in place must match. */
  readonly adopt: boolean;
  /** The other end. */
  readonly peer: PeerChecked;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes into a pod's network namespace.
 *
 * Each end is created in its own namespace, down, gets its addresses, is set up and then gets its routes. Outputs are what was read back from the kernel. Names are unique in a namespace, so a replacement deletes the old pair first.
 */
export type NetkitPairOutputs = {
  /** The primary's device name. */
  readonly name: string;
  /** The primary's network namespace. Absent: the host's own. */
  readonly netns?: string;
  /** At which layer the pair works. */
  readonly mode: Mode;
  /** The primary's policy. */
  readonly policy: Policy;
  /** The peer's policy. */
  readonly peerPolicy: Policy;
  /** The primary's scrubbing. */
  readonly scrub: Scrub;
  /** The peer's scrubbing. */
  readonly peerScrub: Scrub;
  /** Bytes in front of each packet, as declared. */
  readonly headroom: number;
  /** Bytes behind each packet, as declared. */
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
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. */
  readonly groIpv4MaxSize: number;
  /** The text on the primary. */
  readonly alias: string;
  /** Whether an existing pair may be taken over. */
  readonly adopt: boolean;
  /** The other end, as read back. */
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
  /** The operations of the last create or update on the host, each as the command of `ip` that does the same. */
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
  /** The name of the attachment on its hook, at most 64 bytes, part of the path of its pins. A change replaces the attachment. Absent: the name of the resource. */
  readonly name?: string;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: Target;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: AttachType;
  /** The programs, in the order in which they run. A hook holds at most 63, with foreign programs counted. A change is made in place. */
  readonly programs: readonly Program[];
  /** Whether the programs run before or after the foreign programs on the hook. It is kept: a foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook has precedence. A change is made in place. @default "before-foreign" */
  readonly placement?: Placement;
  /** The order among the attachments of a hook: the one with the lowest number runs first. Those with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place. @default 500 */
  readonly priority?: number;
  /** What the programs run before: other attachments or foreign programs on the same hook. A change is made in place. @default [] */
  readonly before?: readonly Anchor[];
  /** What the programs run after: other attachments or foreign programs on the same hook. A change is made in place. @default [] */
  readonly after?: readonly Anchor[];
  /** Whether to take over an existing attachment of this name on this hook, also one of another stack. It is changed in place. Programs that belong to no attachment stay as they are. @default false */
  readonly adopt?: boolean;
  /** Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused. */
  readonly mayDisconnect?: boolean;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
  readonly host?: Host;
};

/** The checked inputs of a BpfAttachment. */
export type BpfAttachmentChecked = {
  /** The name of the attachment on its hook, at most 64 bytes, part of the path of its pins. A change replaces the attachment. Absent: the name of the resource. */
  readonly name: string;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: Target;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: AttachType;
  /** The programs, in the order in which they run. A hook holds at most 63, with foreign programs counted. A change is made in place. */
  readonly programs: readonly ProgramChecked[];
  /** Whether the programs run before or after the foreign programs on the hook. It is kept: a foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook has precedence. A change is made in place. */
  readonly placement: Placement;
  /** The order among the attachments of a hook: the one with the lowest number runs first. Those with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place. */
  readonly priority: number;
  /** What the programs run before: other attachments or foreign programs on the same hook. A change is made in place. */
  readonly before: readonly Anchor[];
  /** What the programs run after: other attachments or foreign programs on the same hook. A change is made in place. */
  readonly after: readonly Anchor[];
  /** Whether to take over an existing attachment of this name on this hook, also one of another stack. It is changed in place. Programs that belong to no attachment stay as they are. */
  readonly adopt: boolean;
  /** Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused. */
  readonly mayDisconnect?: boolean;
  /** The machine that the resource is on. Absent: the one of the setting `netkit:connection`, or this machine. */
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
 * Links that are pinned under `/sys/fs/bpf/pulumi-netkit` hold the programs. A changed program is replaced in its link. A changed order takes the fewest moves: each moved program is attached in its new place before the old link is removed. So no packet passes the hook without its programs. Foreign programs on the hook keep their place and are not changed.
 */
export type BpfAttachmentOutputs = {
  /** The attachment's name on its hook. */
  readonly name: string;
  /** The device. */
  readonly target: Target;
  /** The hook of the device. A change replaces the attachment. */
  readonly attachType: AttachType;
  /** The programs as declared, in the order of the chain. */
  readonly programs: readonly ProgramChecked[];
  /** Where the programs run relative to foreign programs. After a refresh: where they were found. */
  readonly placement: Placement;
  /** The order among the attachments of a hook: the one with the lowest number runs first. */
  readonly priority: number;
  /** What the programs run before. After a refresh: without the anchors that were found not to hold. */
  readonly before?: readonly Anchor[];
  /** What the programs run after. After a refresh: without the anchors that were found not to hold. */
  readonly after?: readonly Anchor[];
  /** Whether an existing attachment may be taken over. */
  readonly adopt: boolean;
  /** Whether the device may be one that carries the connection between the engine and the host. */
  readonly mayDisconnect?: boolean;
  /** The programs as read back from the kernel, in the order in which they run. */
  readonly attached: readonly ProgramState[];
  /** The names of this attachment's programs, in order. */
  readonly chain: readonly string[];
  /** The hook's revision when it was last read, a decimal string. */
  readonly revision: string;
  /** The operations of the last update on the host, one in each line. */
  readonly changes: readonly string[];
  /** The kernel release of the host, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine that the resource is on, as declared. */
  readonly host?: Host;
  /** The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id. */
  readonly machine?: string;
};
