// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';

/** Plain JSON, any of it a value that is not known yet. */
export type JsonArgs = pulumi.Input<
  boolean | number | string | JsonArgs[] | { [key: string]: JsonArgs }
>;

/** A route through the device it is declared on. */
export interface RouteArgs {
  /** Where to: a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: pulumi.Input<string>;
  /** The next hop, of the destination's family. Absent: the destination is on the link. */
  readonly gateway?: pulumi.Input<string> | undefined;
  /** The preferred source address of packets that take this route. It must be an address of this host. */
  readonly source?: pulumi.Input<string> | undefined;
  /** The lower wins among routes to one destination. Absent: the kernel's own, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: pulumi.Input<number> | undefined;
  /** The routing table's number. 254 is `main`. @default 254 */
  readonly table?: pulumi.Input<number> | undefined;
  /** Take the gateway as reachable on this device although no address covers it. @default false */
  readonly onLink?: pulumi.Input<boolean> | undefined;
}

/** The peer: the end that goes into a pod's network namespace. It can attach no programs; the primary does that for both. */
export interface PeerArgs {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Changed in place. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name?: pulumi.Input<string> | undefined;
  /** The network namespace the peer is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: pulumi.Input<string> | undefined;
  /** Largest packet in bytes. Absent: the primary's `mtu` (the kernel itself does not inherit it). */
  readonly mtu?: pulumi.Input<number> | undefined;
  /** MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: pulumi.Input<string> | undefined;
  /** Whether the device is set up. A pair has a carrier only while both ends are up. @default true */
  readonly up?: pulumi.Input<boolean> | undefined;
  /** IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. @default [] */
  readonly addresses?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Routes through this device. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. @default [] */
  readonly routes?: pulumi.Input<pulumi.Input<RouteArgs>[]> | undefined;
  /** The device group, a number that `ip link` can select by. @default 0 */
  readonly group?: pulumi.Input<number> | undefined;
  /** Length of the transmit queue in packets. @default 1000 */
  readonly txQueueLength?: pulumi.Input<number> | undefined;
  /** Largest IPv6 segmentation-offload packet in bytes. @default 65536 */
  readonly gsoMaxSize?: pulumi.Input<number> | undefined;
  /** Largest IPv4 segmentation-offload packet in bytes. @default 65536 */
  readonly gsoIpv4MaxSize?: pulumi.Input<number> | undefined;
  /** Largest IPv6 receive-offload packet in bytes. @default 65536 */
  readonly groMaxSize?: pulumi.Input<number> | undefined;
  /** Largest IPv4 receive-offload packet in bytes. @default 65536 */
  readonly groIpv4MaxSize?: pulumi.Input<number> | undefined;
  /** A free text on the device, at most 255 bytes. @default "" */
  readonly alias?: pulumi.Input<string> | undefined;
}

/** The device that programs are attached to. `pair.primary` is one; for any other device, its name. */
export interface TargetArgs {
  /** The device's name. */
  readonly name: pulumi.Input<string>;
  /** Its network namespace: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: pulumi.Input<string> | undefined;
  /** The id of the pair it belongs to. With it, a device of the same name that is not that pair's is refused, and a replaced pair replaces its attachments. */
  readonly incarnation?: pulumi.Input<string> | undefined;
}

/** What is done with one map of an object. */
export interface MapSettingsArgs {
  /** Number of entries, instead of the object's own. */
  readonly maxEntries?: pulumi.Input<number> | undefined;
  /** Use the map pinned at this absolute path, which must have the same definition, instead of one of our own. */
  readonly pinned?: pulumi.Input<string> | undefined;
  /** Whether the map and its entries stay when its program changes. Absent: they stay while the definition is the same. `true`: a changed definition is an error. `false`: a change starts with an empty map. */
  readonly keep?: pulumi.Input<boolean> | undefined;
  /** Of a BPF_MAP_TYPE_PROG_ARRAY: which function of the object stands in which slot, `{ '0': 'parse_tcp' }`. They are loaded with the programs that reach the map, and stand over what the object itself says of those slots. A changed table is a change of the programs: they get a map of their own and are swapped in place, so that no packet meets old programs and new ones. With `keep: true` or `pinned` the map is the one that is there, and its slots are filled as soon as the programs are loaded. */
  readonly slots?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** One program of a chain. */
export interface ProgramArgs {
  /** Unique in the attachment; the name of its pin. */
  readonly name: pulumi.Input<string>;
  /** The ELF object that holds it: a path, or an asset. Its content is compared, not its path. Programs of one attachment from one object share its maps and globals; those from two objects share a map only where both say `pinned`. */
  readonly object: pulumi.Input<string | pulumi.asset.Asset>;
  /** The function's name, in full. May be left out when the object has just one. */
  readonly program?: pulumi.Input<string> | undefined;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
  readonly globals?: pulumi.Input<Record<string, JsonArgs>> | undefined;
  /** Settings of maps, by name. */
  readonly maps?: pulumi.Input<Record<string, pulumi.Input<MapSettingsArgs>>> | undefined;
}

/** The machine that a resource is on, and how it is reached. With an `address`, by OpenSSH's own client, so that the user's configuration, agent, jump hosts and certificates work; without one it is this machine. No secret is ever an input: keys stay in files and agents. */
export interface HostArgs {
  /** What the host is called in ids and messages, at most 63 letters, digits, `.`, `_` and `-`. Part of the resource's id: another name is another host. */
  readonly name: pulumi.Input<string>;
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. Another address of the same machine is no replacement: the machine is known by its machine-id. */
  readonly address?: pulumi.Input<string> | undefined;
  /** The user to log in as. Absent: what the ssh configuration says. */
  readonly user?: pulumi.Input<string> | undefined;
  /** The port that sshd listens on. Absent: what the ssh configuration says, else 22. */
  readonly port?: pulumi.Input<number> | undefined;
  /** Path of the private key's file, on the machine that runs the engine. Absent: the agent's keys and the default files. */
  readonly identityFile?: pulumi.Input<string> | undefined;
  /** Path of an ssh configuration, on the machine that runs the engine, to use instead of the user's own. */
  readonly configFile?: pulumi.Input<string> | undefined;
  /** Further options of `ssh_config(5)` by name, `{ ProxyJump: "bastion" }`. Those that would weaken the check of the host's key or ask questions are refused. */
  readonly options?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: pulumi.Input<boolean> | undefined;
  /** Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it. */
  readonly sudo?: pulumi.Input<boolean> | undefined;
  /** Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider. */
  readonly node?: pulumi.Input<string> | undefined;
  /** Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content. */
  readonly helper?: pulumi.Input<string> | undefined;
  /** Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `["nsenter", "--target", "1", "--all"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it. */
  readonly command?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Seconds that connecting may take. Absent: 15. */
  readonly connectTimeout?: pulumi.Input<number> | undefined;
  /** Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300. */
  readonly requestTimeout?: pulumi.Input<number> | undefined;
}

/** How the machine is reached that a resource without a `host` is on. Empty: the machine that runs the engine. */
export interface ConnectionArgs {
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. Another address of the same machine is no replacement: the machine is known by its machine-id. */
  readonly address?: pulumi.Input<string> | undefined;
  /** The user to log in as. Absent: what the ssh configuration says. */
  readonly user?: pulumi.Input<string> | undefined;
  /** The port that sshd listens on. Absent: what the ssh configuration says, else 22. */
  readonly port?: pulumi.Input<number> | undefined;
  /** Path of the private key's file, on the machine that runs the engine. Absent: the agent's keys and the default files. */
  readonly identityFile?: pulumi.Input<string> | undefined;
  /** Path of an ssh configuration, on the machine that runs the engine, to use instead of the user's own. */
  readonly configFile?: pulumi.Input<string> | undefined;
  /** Further options of `ssh_config(5)` by name, `{ ProxyJump: "bastion" }`. Those that would weaken the check of the host's key or ask questions are refused. */
  readonly options?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /** Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: pulumi.Input<boolean> | undefined;
  /** Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it. */
  readonly sudo?: pulumi.Input<boolean> | undefined;
  /** Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider. */
  readonly node?: pulumi.Input<string> | undefined;
  /** Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content. */
  readonly helper?: pulumi.Input<string> | undefined;
  /** Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `["nsenter", "--target", "1", "--all"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it. */
  readonly command?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** Seconds that connecting may take. Absent: 15. */
  readonly connectTimeout?: pulumi.Input<number> | undefined;
  /** Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300. */
  readonly requestTimeout?: pulumi.Input<number> | undefined;
}
