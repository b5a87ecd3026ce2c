// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';

import type { FeatureState } from './enums.js';

/** Plain JSON. */
export type Json = boolean | number | string | Json[] | { [key: string]: Json };

/** A route through the device that declares it. */
export interface Route {
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
}

/** The peer as read back from the kernel. */
export interface PeerState {
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
  readonly addresses: string[];
  /** Routes through the peer. */
  readonly routes: Route[];
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
}

/** A program or attachment on the same hook, before or after which an attachment runs. It names exactly one: `attachment`, `program` or `tag`. */
export interface Anchor {
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
}

/** The device to which programs are attached: `pair.primary` for a pair, or the name of any other device. */
export interface Target {
  /** The device's name. When the same device gets another name, the programs of an attachment stay attached. When another device is named, it gets the programs before the old one loses them. */
  readonly name: string;
  /** The network namespace of the device: a name under /run/netns, an absolute path, or `pid:N` for that of process N. Absent: the host's own. */
  readonly netns?: string;
  /** The `incarnation` of the pair that the device belongs to. With it, another device of the same name is refused, and a replacement of the pair replaces its attachments. */
  readonly incarnation?: string;
}

/** Settings of one map of an object. */
export interface MapSettings {
  /** The number of entries (`max_entries`). Absent: as in the object. */
  readonly maxEntries?: number;
  /** The absolute path of a pinned map to use, below /sys/fs/bpf. Its definition must be that of the object's map. Absent: a new map is made. */
  readonly pinned?: string;
  /** Whether the map and its entries stay when its program changes. Absent: they stay while the definition is the same, and are copied when only the number of entries changed; where the type does not allow that (queues, ring buffers, maps of sockets or devices and others), another number of entries is an error. `true`: any other change of the definition is an error as well. `false`: a change starts with an empty map. */
  readonly keep?: boolean;
  /** Whether all attachments of this stack on this host that have a map of this name share one map. Its definition must be the same in all of them. The map exists from the first of these attachments to the last, and is kept while several use it. `false`: this attachment has a map of its own, even where the object says `LIBBPF_PIN_BY_NAME`. Absent: shared if the object says `LIBBPF_PIN_BY_NAME`. */
  readonly shared?: boolean;
  /** The functions of the object in the slots of a BPF_MAP_TYPE_PROG_ARRAY, `{ '0': 'parse_tcp' }`. They are loaded with the programs that use the map, and override what the object says of these slots. A change loads the programs again with a new map and replaces them in place, so that no packet meets a mix of old and new programs. With `keep: true` or `pinned` the existing map is used, and its slots change as soon as the programs are loaded. */
  readonly slots?: Record<string, string>;
}

/** One program of a chain. */
export interface Program {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: string;
  /** The ELF object that holds the program: a path, or an asset. A change of its content changes the program; a change of its path does not. Programs of one attachment from one object share its maps and globals. Programs from two objects share a map only if its source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: pulumi.asset.Asset;
  /** The full name of the function. Absent: the only program of the object. */
  readonly program?: string;
  /** Whether to load the function as a tc program although libbpf does not know the name of its section, such as `SEC("policy")`. It applies also to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is refused in any case. */
  readonly anySection?: boolean;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
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
  /** The position in the chain, from 0, with foreign programs counted. */
  readonly position: number;
  /** The kernel's ids of the maps that the program uses. */
  readonly mapIds: number[];
}

/** The machine that a resource is on, and how to reach it. With an `address`, OpenSSH's client connects, with the user's configuration, agent, jump hosts and certificates. Without one it is this machine. No input is a secret: keys stay in files and agents. */
export interface Host {
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
  readonly options?: Record<string, string>;
  /** Whether to connect without a check of the host's key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Whether the helper becomes root through `sudo -n`, which must not ask for a password. Absent: it runs as the user who logs in, who is root or has the capabilities. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) on the host. Absent: `node` on the PATH of a login without a terminal; on this machine, the one that runs the provider. */
  readonly node?: string;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: string;
  /** A command that starts the helper on the host, instead of an address: its words, to which those of the helper are added, `["nsenter", "--target", "1", "--all"]`. It must pass on standard input and output. The helper must have the same path there, or that of `helper`. */
  readonly command?: string[];
  /** The time limit for connecting, in seconds. Absent: 15. */
  readonly connectTimeout?: number;
  /** The time limit for one request to the host, in seconds. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: number;
}

/** A program on a hook, as the kernel reports it. */
export interface HookEntry {
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
  readonly placedBy: string[];
  /** The constraints of the attachment that have no effect, each with the reason. */
  readonly unmet: string[];
}

/** Something that the kernel of a host supports or does not support. */
export interface KernelFeature {
  /** The name of the feature: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`. */
  readonly name: string;
  /** Whether the feature is there. */
  readonly state: FeatureState;
  /** The first release of Linux with the feature. */
  readonly since?: string;
  /** How the answer was found, or why there is none. */
  readonly detail: string;
}
