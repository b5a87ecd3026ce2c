// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';

/** Plain JSON, any of it a value that is not known yet. */
export type JsonArgs = pulumi.Input<
  boolean | number | string | JsonArgs[] | { [key: string]: JsonArgs }
>;

/** A route through the device that declares it. */
export interface RouteArgs {
  /** The destination, which is a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: pulumi.Input<string>;
  /** The address of the next hop. It must have the address family of the destination. Absent: the destination is on the link. */
  readonly gateway?: pulumi.Input<string | undefined>;
  /** The preferred source address of packets that take this route. It must be an address of the same network namespace. */
  readonly source?: pulumi.Input<string | undefined>;
  /** The metric of the route. Of several routes to one destination, the kernel uses the one with the lowest metric. Absent: the kernel's default, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: pulumi.Input<number | undefined>;
  /** The number of the routing table. 254 is `main`. 255 (`local`) is refused because the kernel manages it. @default 254 */
  readonly table?: pulumi.Input<number | undefined>;
  /** Whether the gateway is reachable on this device even if it is in no subnet of the device's addresses. An IPv4 route with `onLink` must have a `gateway`. @default false */
  readonly onLink?: pulumi.Input<boolean | undefined>;
}

/** The peer: the end in a pod's network namespace. The primary holds the programs of both ends, so programs cannot be attached from the pod. */
export interface PeerArgs {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change renames the device in place. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply. */
  readonly name?: pulumi.Input<string | undefined>;
  /** The network namespace in which the peer is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace. */
  readonly netns?: pulumi.Input<string | undefined>;
  /** The peer's largest packet in bytes, 68 to 65535. IPv6 needs at least 1280. A change is made in place. Absent: the `mtu` of the primary. */
  readonly mtu?: pulumi.Input<number | undefined>;
  /** The peer's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted. */
  readonly mac?: pulumi.Input<string | undefined>;
  /** Whether to set the peer up (`ip link set up`). Packets pass only while both ends are up. A change is made in place. @default true */
  readonly up?: pulumi.Input<boolean | undefined>;
  /** The peer's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.2/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place. @default [] */
  readonly addresses?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The routes through the peer. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place. @default [] */
  readonly routes?: pulumi.Input<pulumi.Input<RouteArgs>[] | undefined>;
  /** The peer's device group: a number that `ip link` can select devices by. A change is made in place. @default 0 */
  readonly group?: pulumi.Input<number | undefined>;
  /** Length of the peer's transmit queue in packets, at most 32767. A change is made in place. @default 1000 */
  readonly txQueueLength?: pulumi.Input<number | undefined>;
  /** The peer's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoMaxSize?: pulumi.Input<number | undefined>;
  /** The peer's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place. @default 65536 */
  readonly gsoIpv4MaxSize?: pulumi.Input<number | undefined>;
  /** The peer's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groMaxSize?: pulumi.Input<number | undefined>;
  /** The peer's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place. @default 65536 */
  readonly groIpv4MaxSize?: pulumi.Input<number | undefined>;
  /** The peer's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place. @default "" */
  readonly alias?: pulumi.Input<string | undefined>;
}

/** A program or attachment on the same hook, before or after which an attachment runs. Set exactly one of `attachment`, `program` and `tag`. */
export interface AnchorArgs {
  /** The name of another attachment on the hook, of this stack or another one. */
  readonly attachment?: pulumi.Input<string | undefined>;
  /** The owner of that attachment: `project/stack`, or the URN of the resource. Needed only if attachments of several owners have that name on the hook. */
  readonly owner?: pulumi.Input<string | undefined>;
  /** The name of a foreign program on the hook, in full or as the kernel stores it (its first 15 bytes). */
  readonly program?: pulumi.Input<string | undefined>;
  /** The tag of a foreign program on the hook: 16 hex digits, the kernel's digest of its instructions. */
  readonly tag?: pulumi.Input<string | undefined>;
  /** Whether it is an error if the anchor is not on the hook. Absent: an anchor that is not on the hook has no effect until it is there. */
  readonly required?: pulumi.Input<boolean | undefined>;
}

/** The device to which programs are attached: `pair.primary` for a pair, or the name of any other device. */
export interface TargetArgs {
  /** The device's name. If the same device has a new name, the programs stay attached. If the name is that of another device, the programs are attached there before they are detached from the old device. */
  readonly name: pulumi.Input<string>;
  /** The network namespace of the device: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. Absent: the host's own namespace. */
  readonly netns?: pulumi.Input<string | undefined>;
  /** The `incarnation` of the pair that the device belongs to. If it is set, another device of the same name is refused, and a replacement of the pair also replaces its attachments. */
  readonly incarnation?: pulumi.Input<string | undefined>;
}

/** Settings of one map of an object. */
export interface MapSettingsArgs {
  /** The number of entries (`max_entries`). Absent: the number in the object. */
  readonly maxEntries?: pulumi.Input<number | undefined>;
  /** The absolute path, below /sys/fs/bpf, of a pinned map to use. Its definition must be the same as that of the object's map. Absent: a new map is made. */
  readonly pinned?: pulumi.Input<string | undefined>;
  /** Whether the map keeps its entries when its program changes. Absent: the map stays while its definition is the same. If only the number of entries changed, the entries are copied. For types that do not allow a copy (queues, ring buffers, maps of sockets or devices, and others), this change is an error. Any other change starts with an empty map. `true`: any other change is also an error. `false`: a change starts with an empty map. */
  readonly keep?: pulumi.Input<boolean | undefined>;
  /** Whether this attachment shares the map with all attachments of this stack on this host that share a map of this name. The definition must be the same in all of them. The map exists from the first of these attachments to the last. While several use it, it is kept even with `keep: false`. `false`: this attachment has its own map, even if the object says `LIBBPF_PIN_BY_NAME`. Absent: shared if the object says `LIBBPF_PIN_BY_NAME`. */
  readonly shared?: pulumi.Input<boolean | undefined>;
  /** The functions to put into the slots of a BPF_MAP_TYPE_PROG_ARRAY, by slot number: `{ '0': 'parse_tcp' }`. They are loaded with the programs that use the map, and override what the object says about these slots. A change loads the programs again with a new map and replaces them in place, so that no packet meets a mix of old and new programs. With `keep: true` or `pinned`, the existing map is used, and its slots change as soon as the programs are loaded. */
  readonly slots?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** One program of a chain. */
export interface ProgramArgs {
  /** The name of the program, unique in the attachment. It is the file name of the pin. */
  readonly name: pulumi.Input<string>;
  /** The ELF object that holds the program: a path, or an asset. A change of its content replaces the program; a change of its path alone does not. Programs of one attachment from one object share its maps and variables. Programs from two objects share a map only if the map's source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`. */
  readonly object: pulumi.Input<string | pulumi.asset.Asset>;
  /** The full name of the function in the object. Absent: the only program of the object. */
  readonly program?: pulumi.Input<string | undefined>;
  /** Whether to load the function as a tc program if libbpf does not know the name of its section, such as `SEC("policy")`. It also applies to the functions in slots that the program uses. A section for another kind of program, such as `SEC("xdp")`, is always refused. */
  readonly anySection?: pulumi.Input<boolean | undefined>;
  /** Values of `const volatile` and initialised variables, by name. A value is a number, a decimal string (for an integer), a boolean, a byte string, a list (for an array) or an object (for a struct). It is checked against the object's BTF. */
  readonly globals?: pulumi.Input<Record<string, JsonArgs> | undefined>;
  /** Settings of maps, by the name of the map. */
  readonly maps?: pulumi.Input<Record<string, pulumi.Input<MapSettingsArgs>> | undefined>;
}

/** The machine that a resource is on, and how to reach it. With `address`, the OpenSSH client connects, with the user's configuration, agent, jump hosts and certificates. Without `address` or `command`, it is the machine that runs the engine. No property holds a secret: keys stay in files and agents. */
export interface HostArgs {
  /** The name of the host in ids and messages: at most 63 letters, digits, `.`, `_` and `-`. It is part of the resource's id, so a change replaces the resource. */
  readonly name: pulumi.Input<string>;
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id. */
  readonly address?: pulumi.Input<string | undefined>;
  /** The user to log in as. Absent: as in the ssh configuration. */
  readonly user?: pulumi.Input<string | undefined>;
  /** The port of sshd. Absent: as in the ssh configuration, or 22. */
  readonly port?: pulumi.Input<number | undefined>;
  /** Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files. */
  readonly identityFile?: pulumi.Input<string | undefined>;
  /** Path of the ssh configuration to use, on the machine that runs the engine. Absent: the user's own. */
  readonly configFile?: pulumi.Input<string | undefined>;
  /** Options of `ssh_config(5)` by name, such as `{ ProxyJump: "bastion" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`. */
  readonly options?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known. */
  readonly insecureIgnoreHostKey?: pulumi.Input<boolean | undefined>;
  /** Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities. */
  readonly sudo?: pulumi.Input<boolean | undefined>;
  /** Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider. */
  readonly node?: pulumi.Input<string | undefined>;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: pulumi.Input<string | undefined>;
  /** A command that starts the helper on the host, instead of an address. It is a list of words, such as `["nsenter", "--target", "1", "--all"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`. */
  readonly command?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The time limit for connecting, in seconds, at most 3600. Absent: 15. */
  readonly connectTimeout?: pulumi.Input<number | undefined>;
  /** The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: pulumi.Input<number | undefined>;
}

/** How to reach the machine for resources that do not set `host`. Empty: these resources are on the machine that runs the engine. */
export interface ConnectionArgs {
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id. */
  readonly address?: pulumi.Input<string | undefined>;
  /** The user to log in as. Absent: as in the ssh configuration. */
  readonly user?: pulumi.Input<string | undefined>;
  /** The port of sshd. Absent: as in the ssh configuration, or 22. */
  readonly port?: pulumi.Input<number | undefined>;
  /** Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files. */
  readonly identityFile?: pulumi.Input<string | undefined>;
  /** Path of the ssh configuration to use, on the machine that runs the engine. Absent: the user's own. */
  readonly configFile?: pulumi.Input<string | undefined>;
  /** Options of `ssh_config(5)` by name, such as `{ ProxyJump: "bastion" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`. */
  readonly options?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known. */
  readonly insecureIgnoreHostKey?: pulumi.Input<boolean | undefined>;
  /** Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities. */
  readonly sudo?: pulumi.Input<boolean | undefined>;
  /** Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider. */
  readonly node?: pulumi.Input<string | undefined>;
  /** Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content. */
  readonly helper?: pulumi.Input<string | undefined>;
  /** A command that starts the helper on the host, instead of an address. It is a list of words, such as `["nsenter", "--target", "1", "--all"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`. */
  readonly command?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The time limit for connecting, in seconds, at most 3600. Absent: 15. */
  readonly connectTimeout?: pulumi.Input<number | undefined>;
  /** The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300. */
  readonly requestTimeout?: pulumi.Input<number | undefined>;
}
