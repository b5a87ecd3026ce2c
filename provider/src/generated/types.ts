// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type { Json } from '../check/json.js';
import type { AnyAsset, ObjectAsset } from '../check/object-asset.js';

/** At which layer a pair works. */
export type Mode = 'l3' | 'l2';

/** What an end does with packets it transmits while no program is attached to its hook. */
export type Policy = 'pass' | 'drop';

/** What happens to a packet's mark and priority when it crosses into another namespace. */
export type Scrub = 'default' | 'none';

/** A hook's kind, in libbpf's words. */
export type AttachType = 'netkit/primary' | 'netkit/peer' | 'tcx/ingress' | 'tcx/egress';

/** Where the programs go in a chain that holds programs of others and none of this attachment. */
export type Placement = 'before-foreign' | 'after-foreign';

/** Whether a feature is there. */
export type FeatureState = 'present' | 'absent' | 'unknown';

/** A route through the device it is declared on. As a user may write it. */
export type Route = {
  /** Where to: a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The next hop, of the destination's family. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of this host. */
  readonly source?: string;
  /** The lower wins among routes to one destination. Absent: the kernel's own, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The routing table's number. 254 is `main`. @default 254 */
  readonly table?: number;
  /** Take the gateway as reachable on this device although no address covers it. @default false */
  readonly onLink?: boolean;
};

/** A route through the device it is declared on. As `check` leaves it: defaults are filled in. */
export type RouteChecked = {
  /** Where to: a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6. */
  readonly destination: string;
  /** The next hop, of the destination's family. Absent: the destination is on the link. */
  readonly gateway?: string;
  /** The preferred source address of packets that take this route. It must be an address of this host. */
  readonly source?: string;
  /** The lower wins among routes to one destination. Absent: the kernel's own, 0 for IPv4 and 1024 for IPv6. */
  readonly metric?: number;
  /** The routing table's number. 254 is `main`. */
  readonly table: number;
  /** Take the gateway as reachable on this device although no address covers it. */
  readonly onLink: boolean;
};

/** The peer: the end that goes into a pod's network namespace. It can attach no programs; the primary does that for both. As a user may write it. */
export type Peer = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Changed in place. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name?: string;
  /** The network namespace the peer is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet in bytes. Absent: the primary's `mtu` (the kernel itself does not inherit it). */
  readonly mtu?: number;
  /** MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the device is set up. A pair has a carrier only while both ends are up. @default true */
  readonly up?: boolean;
  /** IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. @default [] */
  readonly addresses?: readonly string[];
  /** Routes through this device. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. @default [] */
  readonly routes?: readonly Route[];
  /** The device group, a number that `ip link` can select by. @default 0 */
  readonly group?: number;
  /** Length of the transmit queue in packets. @default 1000 */
  readonly txQueueLength?: number;
  /** Largest IPv6 segmentation-offload packet in bytes. @default 65536 */
  readonly gsoMaxSize?: number;
  /** Largest IPv4 segmentation-offload packet in bytes. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** Largest IPv6 receive-offload packet in bytes. @default 65536 */
  readonly groMaxSize?: number;
  /** Largest IPv4 receive-offload packet in bytes. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** A free text on the device, at most 255 bytes. @default "" */
  readonly alias?: string;
};

/** The peer: the end that goes into a pod's network namespace. It can attach no programs; the primary does that for both. As `check` leaves it: defaults are filled in. */
export type PeerChecked = {
  /** The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Changed in place. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name: string;
  /** The network namespace the peer is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** Largest packet in bytes. Absent: the primary's `mtu` (the kernel itself does not inherit it). */
  readonly mtu: number;
  /** MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the device is set up. A pair has a carrier only while both ends are up. */
  readonly up: boolean;
  /** IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. */
  readonly addresses: readonly string[];
  /** Routes through this device. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. */
  readonly routes: readonly RouteChecked[];
  /** The device group, a number that `ip link` can select by. */
  readonly group: number;
  /** Length of the transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet in bytes. */
  readonly groIpv4MaxSize: number;
  /** A free text on the device, at most 255 bytes. */
  readonly alias: string;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
};

/** The device that programs are attached to. `pair.primary` is one; for any other device, its name. */
export type Target = {
  /** The device's name. */
  readonly name: string;
  /** Its network namespace: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** The id of the pair it belongs to. With it, a device of the same name that is not that pair's is refused, and a replaced pair replaces its attachments. */
  readonly incarnation?: string;
};

/** What is done with one map of an object. */
export type MapSettings = {
  /** Number of entries, instead of the object's own. */
  readonly maxEntries?: number;
  /** Use the map pinned at this absolute path, which must have the same definition, instead of one of our own. */
  readonly pinned?: string;
  /** Whether the map and its entries stay when its program changes. Absent: they stay while the definition is the same. `true`: a changed definition is an error. `false`: a change starts with an empty map. */
  readonly keep?: boolean;
  /** Of a BPF_MAP_TYPE_PROG_ARRAY: which function of the object stands in which slot, `{ '0': 'parse_tcp' }`. They are loaded with the programs that reach the map, and stand over what the object itself says of those slots. A changed table is a change of the programs: they get a map of their own and are swapped in place, so that no packet meets old programs and new ones. With `keep: true` or `pinned` the map is the one that is there, and its slots are filled as soon as the programs are loaded. */
  readonly slots?: Readonly<Record<string, string>>;
};

/** One program of a chain. As a user may write it. */
export type Program = {
  /** Unique in the attachment; the name of its pin. */
  readonly name: string;
  /** The ELF object that holds it: a path, or an asset. Its content is compared, not its path. Programs of one attachment from one object share its maps and globals; those from two objects share a map only where both say `pinned`. */
  readonly object: AnyAsset;
  /** The function's name, in full. May be left out when the object has just one. */
  readonly program?: string;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
  readonly globals?: Readonly<Record<string, Json>>;
  /** Settings of maps, by name. */
  readonly maps?: Readonly<Record<string, MapSettings>>;
};

/** One program of a chain. As `check` leaves it: defaults are filled in. */
export type ProgramChecked = {
  /** Unique in the attachment; the name of its pin. */
  readonly name: string;
  /** The ELF object that holds it: a path, or an asset. Its content is compared, not its path. Programs of one attachment from one object share its maps and globals; those from two objects share a map only where both say `pinned`. */
  readonly object: ObjectAsset;
  /** The function's name, in full. May be left out when the object has just one. */
  readonly program?: string;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
  readonly globals?: Readonly<Record<string, Json>>;
  /** Settings of maps, by name. */
  readonly maps?: Readonly<Record<string, MapSettings>>;
};

/** The machine that a resource is on, and how it is reached. With an `address`, by OpenSSH's own client, so that the user's configuration, agent, jump hosts and certificates work; without one it is this machine. No secret is ever an input: keys stay in files and agents. */
export type Host = {
  /** What the host is called in ids and messages, at most 63 letters, digits, `.`, `_` and `-`. Part of the resource's id: another name is another host. */
  readonly name: string;
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. Another address of the same machine is no replacement: the machine is known by its machine-id. */
  readonly address?: string;
  /** The user to log in as. Absent: what the ssh configuration says. */
  readonly user?: string;
  /** The port that sshd listens on. Absent: what the ssh configuration says, else 22. */
  readonly port?: number;
  /** Path of the private key's file, on the machine that runs the engine. Absent: the agent's keys and the default files. */
  readonly identityFile?: string;
  /** Path of an ssh configuration, on the machine that runs the engine, to use instead of the user's own. */
  readonly configFile?: string;
  /** Further options of `ssh_config(5)` by name, `{ ProxyJump: "bastion" }`. Those that would weaken the check of the host's key or ask questions are refused. */
  readonly options?: Readonly<Record<string, string>>;
  /** Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider. */
  readonly node?: string;
  /** Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content. */
  readonly helper?: string;
  /** Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `["nsenter", "--target", "1", "--all"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it. */
  readonly command?: readonly string[];
  /** Seconds that connecting may take. Absent: 15. */
  readonly connectTimeout?: number;
  /** Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300. */
  readonly requestTimeout?: number;
};

/** How the machine is reached that a resource without a `host` is on. Empty: the machine that runs the engine. */
export type Connection = {
  /** What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. Another address of the same machine is no replacement: the machine is known by its machine-id. */
  readonly address?: string;
  /** The user to log in as. Absent: what the ssh configuration says. */
  readonly user?: string;
  /** The port that sshd listens on. Absent: what the ssh configuration says, else 22. */
  readonly port?: number;
  /** Path of the private key's file, on the machine that runs the engine. Absent: the agent's keys and the default files. */
  readonly identityFile?: string;
  /** Path of an ssh configuration, on the machine that runs the engine, to use instead of the user's own. */
  readonly configFile?: string;
  /** Further options of `ssh_config(5)` by name, `{ ProxyJump: "bastion" }`. Those that would weaken the check of the host's key or ask questions are refused. */
  readonly options?: Readonly<Record<string, string>>;
  /** Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider. */
  readonly node?: string;
  /** Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content. */
  readonly helper?: string;
  /** Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `["nsenter", "--target", "1", "--all"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it. */
  readonly command?: readonly string[];
  /** Seconds that connecting may take. Absent: 15. */
  readonly connectTimeout?: number;
  /** Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300. */
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
  /** The declared MAC address; the one in use is `peerMac`. */
  readonly mac?: string;
  /** Whether the device is set up. */
  readonly up: boolean;
  /** The peer's addresses. */
  readonly addresses: readonly string[];
  /** Routes through the peer. */
  readonly routes: readonly RouteChecked[];
  /** The device group. */
  readonly group: number;
  /** Length of the transmit queue in packets. */
  readonly txQueueLength: number;
  /** Largest IPv6 segmentation-offload packet in bytes. */
  readonly gsoMaxSize: number;
  /** Largest IPv4 segmentation-offload packet in bytes. */
  readonly gsoIpv4MaxSize: number;
  /** Largest IPv6 receive-offload packet in bytes. */
  readonly groMaxSize: number;
  /** Largest IPv4 receive-offload packet in bytes. */
  readonly groIpv4MaxSize: number;
  /** The text on the device. */
  readonly alias: string;
  /** The pair's `incarnation`, so that the peer alone says which pair it belongs to. */
  readonly incarnation: string;
};

/** A program as it was read back. */
export type ProgramState = {
  /** Its name in the attachment. */
  readonly name: string;
  /** The kernel's id of the loaded program. */
  readonly id: number;
  /** The kernel's digest of its instructions. */
  readonly tag: string;
  /** The kernel's id of its link. */
  readonly linkId: number;
  /** SHA-256 of the object it was loaded from. */
  readonly digest: string;
  /** Its place in the chain, programs of others counted, from 0. */
  readonly position: number;
  /** The kernel's ids of its maps. */
  readonly mapIds: readonly number[];
};

/** A program on a hook, as the kernel shows it. */
export type HookEntry = {
  /** Its place in the order they run, from 0. */
  readonly position: number;
  /** The kernel's id of the loaded program. */
  readonly programId: number;
  /** What the kernel calls it: the first 15 bytes of the function's name. */
  readonly programName: string;
  /** The kernel's digest of its instructions. */
  readonly tag: string;
  /** The kernel's id of its link. 0: attached without one, by an older call. */
  readonly linkId: number;
  /** The `BpfAttachment` that holds it, by its name on the hook. Absent: somebody else's. */
  readonly attachment?: string;
  /** Its name in that attachment. Absent: somebody else's. */
  readonly program?: string;
};

/** Something that the kernel has or has not. */
export type KernelFeature = {
  /** What it is: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`. */
  readonly name: string;
  /** Whether it is there. */
  readonly state: FeatureState;
  /** The release of Linux that brought it. */
  readonly since?: string;
  /** How it is known, or why it could not be told. */
  readonly detail: string;
};

/** What a user may write of a NetworkNamespace. */
export type NetworkNamespaceInputs = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name?: string;
  /** Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set. @default false */
  readonly adopt?: boolean;
  /** Delete the namespace even when it was adopted or still holds devices or processes of others. @default false */
  readonly force?: boolean;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: Host;
};

/** The checked inputs of a NetworkNamespace. */
export type NetworkNamespaceChecked = {
  /** The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name: string;
  /** Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set. */
  readonly adopt: boolean;
  /** Delete the namespace even when it was adopted or still holds devices or processes of others. */
  readonly force: boolean;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A named network namespace, as `ip netns add` makes them: a mount under `/run/netns`, with `lo` up.
 *
 * Deleting refuses a namespace that this resource did not make, or that still holds devices or processes of others, unless `force` is set.
 */
export type NetworkNamespaceOutputs = {
  /** The name under `/run/netns`. */
  readonly name: string;
  /** Whether an existing namespace may be taken over. */
  readonly adopt: boolean;
  /** Whether it is deleted whatever it holds. */
  readonly force: boolean;
  /** Where it is mounted, `/run/netns/NAME`. */
  readonly path: string;
  /** The namespace's inode number, which identifies it until the host reboots. A decimal string. */
  readonly inode: string;
  /** Whether it existed before this resource did. */
  readonly adopted: boolean;
  /** The id of this very namespace, drawn anew at each replacement. */
  readonly incarnation: string;
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine it is on, as declared. */
  readonly host?: Host;
  /** Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none. */
  readonly machine?: string;
};

/** What a user may write of a NetkitPair. */
export type NetkitPairInputs = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name?: string;
  /** The network namespace the primary is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** At which layer the pair works. Fixed at creation. @default "l3" */
  readonly mode?: Mode;
  /** What becomes of packets from the host to the pod while no program is attached to `netkit/primary`. Changed in place. @default "pass" */
  readonly policy?: Policy;
  /** What becomes of packets from the pod to the host while no program is attached to `netkit/peer`. Changed in place. @default "pass" */
  readonly peerPolicy?: Policy;
  /** Whether the primary zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. @default "default" */
  readonly scrub?: Scrub;
  /** Whether the peer zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. @default "default" */
  readonly peerScrub?: Scrub;
  /** Bytes kept free in front of each packet, on both ends. Needs Linux 6.14. At most 32768 here: Linux takes up to 65535, but 7.3 crashes at the first packet from 65500 on. Fixed at creation; others, a bridge say, may raise it. @default 0 */
  readonly headroom?: number;
  /** Bytes kept free behind each packet, on both ends. Needs Linux 6.14. At most 32768 here, as of headroom; Linux takes up to 65535. Fixed at creation. @default 0 */
  readonly tailroom?: number;
  /** Largest packet in bytes, for both ends unless `peer.mtu` says otherwise. Changed in place. @default 1500 */
  readonly mtu?: number;
  /** The primary's MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the primary is set up. A pair has a carrier only while both ends are up. @default true */
  readonly up?: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. @default [] */
  readonly addresses?: readonly string[];
  /** Routes through the primary. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. @default [] */
  readonly routes?: readonly Route[];
  /** The primary's device group, a number that `ip link` can select by. @default 0 */
  readonly group?: number;
  /** Length of the primary's transmit queue in packets. @default 1000 */
  readonly txQueueLength?: number;
  /** Largest IPv6 segmentation-offload packet of the primary in bytes. @default 65536 */
  readonly gsoMaxSize?: number;
  /** Largest IPv4 segmentation-offload packet of the primary in bytes. @default 65536 */
  readonly gsoIpv4MaxSize?: number;
  /** Largest IPv6 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groMaxSize?: number;
  /** Largest IPv4 receive-offload packet of the primary in bytes. @default 65536 */
  readonly groIpv4MaxSize?: number;
  /** A free text on the primary, at most 255 bytes. @default "" */
  readonly alias?: string;
  /** Take over an existing pair of these names that is not ours, changing it in place. What cannot be changed in place must match. @default false */
  readonly adopt?: boolean;
  /** The other end. */
  readonly peer: Peer;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: Host;
};

/** The checked inputs of a NetkitPair. */
export type NetkitPairChecked = {
  /** The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured. */
  readonly name: string;
  /** The network namespace the primary is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** At which layer the pair works. Fixed at creation. */
  readonly mode: Mode;
  /** What becomes of packets from the host to the pod while no program is attached to `netkit/primary`. Changed in place. */
  readonly policy: Policy;
  /** What becomes of packets from the pod to the host while no program is attached to `netkit/peer`. Changed in place. */
  readonly peerPolicy: Policy;
  /** Whether the primary zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. */
  readonly scrub: Scrub;
  /** Whether the peer zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation. */
  readonly peerScrub: Scrub;
  /** Bytes kept free in front of each packet, on both ends. Needs Linux 6.14. At most 32768 here: Linux takes up to 65535, but 7.3 crashes at the first packet from 65500 on. Fixed at creation; others, a bridge say, may raise it. */
  readonly headroom: number;
  /** Bytes kept free behind each packet, on both ends. Needs Linux 6.14. At most 32768 here, as of headroom; Linux takes up to 65535. Fixed at creation. */
  readonly tailroom: number;
  /** Largest packet in bytes, for both ends unless `peer.mtu` says otherwise. Changed in place. */
  readonly mtu: number;
  /** The primary's MAC address, in mode `l2` only. Absent: the kernel draws one. */
  readonly mac?: string;
  /** Whether the primary is set up. A pair has a carrier only while both ends are up. */
  readonly up: boolean;
  /** The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds. */
  readonly addresses: readonly string[];
  /** Routes through the primary. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone. */
  readonly routes: readonly RouteChecked[];
  /** The primary's device group, a number that `ip link` can select by. */
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
  /** A free text on the primary, at most 255 bytes. */
  readonly alias: string;
  /** Take over an existing pair of these names that is not ours, changing it in place. What cannot be changed in place must match. */
  readonly adopt: boolean;
  /** The other end. */
  readonly peer: PeerChecked;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: Host;
  /** The id of this very object, made by `check`. */
  readonly incarnation: string;
  /** The URN of the resource that declares it. */
  readonly owner: string;
};

/**
 * A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes into a pod's network namespace.
 *
 * Both ends are born in their namespaces, configured while down, and set up last. Everything is read back from the kernel before it is reported. Names are unique in a namespace, so a replacement deletes first.
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
  /** The primary's interface index in its namespace. Not an identity: it changes when the device is made anew. */
  readonly ifindex: number;
  /** The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, … */
  readonly operstate: string;
  /** The peer's interface index in its namespace. */
  readonly peerIfindex: number;
  /** The peer's MAC address. Absent in mode `l3`. */
  readonly peerMac?: string;
  /** The peer's operational state (RFC 2863). */
  readonly peerOperstate: string;
  /** The id of this very pair, drawn anew at each replacement and kept on both devices as an alternative name. */
  readonly incarnation: string;
  /** Whether the pair existed before this resource did. */
  readonly adopted: boolean;
  /** What the last create or update did on the host, one line an operation, in the words of `ip`. */
  readonly changes: readonly string[];
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine it is on, as declared. */
  readonly host?: Host;
  /** Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none. */
  readonly machine?: string;
};

/** What a user may write of a BpfAttachment. */
export type BpfAttachmentInputs = {
  /** The attachment's name on its hook, part of its pins' path. Absent: the resource's own name. */
  readonly name?: string;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: Target;
  /** Which hook of the device. */
  readonly attachType: AttachType;
  /** The programs, first to run first. A hook holds at most 63, programs of others counted. */
  readonly programs: readonly Program[];
  /** Where they go in a chain that holds none of them yet. @default "before-foreign" */
  readonly placement?: Placement;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
  readonly host?: Host;
};

/** The checked inputs of a BpfAttachment. */
export type BpfAttachmentChecked = {
  /** The attachment's name on its hook, part of its pins' path. Absent: the resource's own name. */
  readonly name: string;
  /** The device. For the netkit hooks, the pair's primary. */
  readonly target: Target;
  /** Which hook of the device. */
  readonly attachType: AttachType;
  /** The programs, first to run first. A hook holds at most 63, programs of others counted. */
  readonly programs: readonly ProgramChecked[];
  /** Where they go in a chain that holds none of them yet. */
  readonly placement: Placement;
  /** The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine. */
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
 * Programs are held by links pinned under `/sys/fs/bpf/pulumi-netkit`. A changed program is swapped in place, a changed order is made with the fewest moves, each a copy attached before the old one goes, so that no packet passes a hook without its programs. Programs of others on the hook keep their place and are never touched.
 */
export type BpfAttachmentOutputs = {
  /** The attachment's name on its hook. */
  readonly name: string;
  /** The device. */
  readonly target: Target;
  /** Which hook of the device. */
  readonly attachType: AttachType;
  /** The programs as declared, in the order of the chain. */
  readonly programs: readonly ProgramChecked[];
  /** Where they go in a chain that holds none of them yet. */
  readonly placement: Placement;
  /** The programs as read back, in the order they run. */
  readonly attached: readonly ProgramState[];
  /** The order of this attachment's programs, by name. */
  readonly chain: readonly string[];
  /** The hook's revision when it was last read, a decimal string. */
  readonly revision: string;
  /** What the last update did on the host, one line an operation. */
  readonly changes: readonly string[];
  /** Release of the kernel it runs on, as `uname -r` prints it. */
  readonly kernel: string;
  /** The machine it is on, as declared. */
  readonly host?: Host;
  /** Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none. */
  readonly machine?: string;
};
