// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';

import type { FeatureState } from './enums.js';

/** Plain JSON. */
export type Json = boolean | number | string | Json[] | { [key: string]: Json };

/** A route through the device that declares it. */
export interface Route {
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
}

/** The peer as read back from the kernel. */
export interface PeerState {
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
  readonly addresses: string[];
  /** Routes through the peer. */
  readonly routes: Route[];
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
}

/** A program or attachment on the same hook, before or after which an attachment runs. Set exactly one of `attachment`, `program` and `tag`. */
export interface Anchor {
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
}

/** The device to which programs are attached: `pair.primary` for a pair, or the name of any other device. */
export interface Target {
  /** The device's name. If the same device has a new name, the programs stay attached. If the name is that of another device, the programs are attached there before they are detached from the old device. */
  readonly name: string;
  /** The network namespace of the device: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. Absent: the host's own namespace. */
  readonly netns?: string;
  /** The `incarnation` of the pair that the device belongs to. If it is set, another device of the same name is refused, and a replacement of the pair also replaces its attachments. */
  readonly incarnation?: string;
}

/** Settings of one map of an object. */
export interface MapSettings {
  /** The number of entries (`max_entries`). Absent: the number in the object. */
  readonly maxEntries?: number;
  /** The absolute path, below /sys/fs/bpf, of a pinned map to use. Its definition must be the same as that of the object's map. Absent: a new map is made. */
  readonly pinned?: string;
  /** Whether the map keeps its entries when its program changes. Absent: the map stays while its definition is the same. If only the number of entries changed, the entries are copied. For types that do not allow a copy (queues, ring buffers, maps of sockets or devices, and others), this change is an error. Any other change starts with an empty map. `true`: any other change is also an error. `false`: a change starts with an empty map. */
  readonly keep?: boolean;
  /** Whether this attachment shares the map with all attachments of this stack on this host that share a map of this name. The definition must be the same in all of them. The map exists from the first of these attachments to the last. While several use it, it is kept even with `keep: false`. `false`: this attachment has its own map, even if the object says `LIBBPF_PIN_BY_NAME`. Absent: shared if the object says `LIBBPF_PIN_BY_NAME`. */
  readonly shared?: boolean;
  /** The functions to put into the slots of a BPF_MAP_TYPE_PROG_ARRAY, by slot number: `{ '0': 'parse_tcp' }`. They are loaded with the programs that use the map, and override what the object says about these slots. A change loads the programs again with a new map and replaces them in place, so that no packet meets a mix of old and new programs. With `keep: true` or `pinned`, the existing map is used, and its slots change as soon as the programs are loaded. */
  readonly slots?: Record<string, string>;
}

/** One program of a chain. */
export interface Program {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: string;
  /** The ELF object that holds the program: a path, or an asset. A change of its content replaces the program; a change of its path alone does not. Programs of one attachment from one object share its maps and variables. Programs from two objects share a map only if the map's source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: pulumi.asset.Asset;
  /** The full name of the function in the object. Absent: the only program of the object. */
  readonly program?: string;
  /** Whether to load the function as a tc program if libbpf does not know the name of its section, such as `SEC("policy")`. It also applies to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is always refused. */
  readonly anySection?: boolean;
  /** Values of `const volatile` and initialised variables, by name. A value is a number, a decimal string (for an integer), a boolean, a byte string, a list (for an array) or an object (for a struct). It is checked against the object's BTF. */
  readonly globals?: Record<string, Json>;
  /** Settings of maps, by the name of the map. */
  readonly maps?: Record<string, MapSettings>;
}

/** A program as read back from the kernel. */
export interface ProgramState {
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
  readonly mapIds: number[];
}

/** The machine that a resource is on, and how to reach it. With `address`, the OpenSSH client connects, with the user's configuration, agent, jump hosts and certificates. Without `address` or `command`, it is the machine that runs the engine. No property holds a secret: keys stay in files and agents. */
export interface Host {
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
  readonly options?: Record<string, string>;
  /** Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider. */
  readonly node?: string;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: string;
  /** A command that starts the helper on the host, instead of an address. It is a list of words, such as `["nsenter", "--target", "1", "--all"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`. */
  readonly command?: string[];
  /** The time limit for connecting, in seconds, at most 3600. Absent: 15. */
  readonly connectTimeout?: number;
  /** The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: number;
}

/** A program on a hook, as the kernel reports it. */
export interface HookEntry {
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
  readonly placedBy: string[];
  /** The constraints of the attachment that have no effect, each with the reason. */
  readonly unmet: string[];
}

/** Something that the kernel of a host supports or does not support. */
export interface KernelFeature {
  /** The name of the feature: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`. */
  readonly name: string;
  /** Whether the host has the feature. */
  readonly state: FeatureState;
  /** The first release of Linux with the feature. */
  readonly since?: string;
  /** How the state was determined, or why it is unknown. */
  readonly detail: string;
}
