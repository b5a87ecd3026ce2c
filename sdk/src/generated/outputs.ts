// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type * as pulumi from '@pulumi/pulumi';

import type { FeatureState } from './enums.js';

/** Plain JSON. */
export type Json = boolean | number | string | Json[] | { [key: string]: Json };

/** A route through the device it is declared on. */
export interface Route {
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
}

/** The peer as read back from the kernel. */
export interface PeerState {
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
  readonly addresses: string[];
  /** Routes through the peer. */
  readonly routes: Route[];
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
}

/** The device that programs are attached to. `pair.primary` is one; for any other device, its name. */
export interface Target {
  /** The device's name. */
  readonly name: string;
  /** Its network namespace: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own. */
  readonly netns?: string;
  /** The id of the pair it belongs to. With it, a device of the same name that is not that pair's is refused, and a replaced pair replaces its attachments. */
  readonly incarnation?: string;
}

/** What is done with one map of an object. */
export interface MapSettings {
  /** Number of entries, instead of the object's own. */
  readonly maxEntries?: number;
  /** Use the map pinned at this absolute path, which must have the same definition, instead of one of our own. */
  readonly pinned?: string;
  /** Whether the map and its entries stay when its program changes. Absent: they stay while the definition is the same. `true`: a changed definition is an error. `false`: a change starts with an empty map. */
  readonly keep?: boolean;
  /** Of a BPF_MAP_TYPE_PROG_ARRAY: which function of the object stands in which slot, `{ '0': 'parse_tcp' }`. They are loaded with the programs that reach the map, and stand over what the object itself says of those slots. A changed table is a change of the programs: they get a map of their own and are swapped in place, so that no packet meets old programs and new ones. With `keep: true` or `pinned` the map is the one that is there, and its slots are filled as soon as the programs are loaded. */
  readonly slots?: Record<string, string>;
}

/** One program of a chain. */
export interface Program {
  /** Unique in the attachment; the name of its pin. */
  readonly name: string;
  /** The ELF object that holds it: a path, or an asset. Its content is compared, not its path. Programs of one attachment from one object share its maps and globals; those from two objects share a map only where both say `pinned`. */
  readonly object: pulumi.asset.Asset;
  /** The function's name, in full. May be left out when the object has just one. */
  readonly program?: string;
  /** Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF. */
  readonly globals?: Record<string, Json>;
  /** Settings of maps, by name. */
  readonly maps?: Record<string, MapSettings>;
}

/** A program as it was read back. */
export interface ProgramState {
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
  readonly mapIds: number[];
}

/** The machine that a resource is on, and how it is reached. With an `address`, by OpenSSH's own client, so that the user's configuration, agent, jump hosts and certificates work; without one it is this machine. No secret is ever an input: keys stay in files and agents. */
export interface Host {
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
  readonly options?: Record<string, string>;
  /** Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known. */
  readonly insecureIgnoreHostKey?: boolean;
  /** Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it. */
  readonly sudo?: boolean;
  /** Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider. */
  readonly node?: string;
  /** Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content. */
  readonly helper?: string;
  /** Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `["nsenter", "--target", "1", "--all"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it. */
  readonly command?: string[];
  /** Seconds that connecting may take. Absent: 15. */
  readonly connectTimeout?: number;
  /** Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300. */
  readonly requestTimeout?: number;
}

/** A program on a hook, as the kernel shows it. */
export interface HookEntry {
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
}

/** Something that the kernel has or has not. */
export interface KernelFeature {
  /** What it is: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`. */
  readonly name: string;
  /** Whether it is there. */
  readonly state: FeatureState;
  /** The release of Linux that brought it. */
  readonly since?: string;
  /** How it is known, or why it could not be told. */
  readonly detail: string;
}
