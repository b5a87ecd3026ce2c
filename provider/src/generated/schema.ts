// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type { PackageSchema } from '../check/schema.js';

/** schema.json, embedded: nothing is read from disk at run time, and a bundle stays one file. */
export const SCHEMA: PackageSchema = {
  "name": "netkit",
  "displayName": "netkit",
  "version": "0.1.0",
  "description": "Linux netkit device pairs, the BPF programs on them and the network namespaces they live in, declared.",
  "keywords": [
    "pulumi",
    "netkit",
    "netlink",
    "bpf",
    "network",
    "kind/native",
    "category/network"
  ],
  "license": "Apache-2.0",
  "publisher": "pulumi-netkit",
  "meta": {
    "moduleFormat": "(.*)"
  },
  "language": {
    "nodejs": {
      "packageName": "pulumi-netkit",
      "respectSchemaVersion": true
    },
    "python": {
      "packageName": "pulumi_netkit",
      "respectSchemaVersion": true,
      "pyproject": {
        "enabled": true
      }
    },
    "go": {
      "importBasePath": "github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit",
      "rootPackageName": "netkit",
      "generateResourceContainerTypes": true,
      "respectSchemaVersion": true
    }
  },
  "config": {
    "variables": {
      "connection": {
        "$ref": "#/types/netkit:index:Connection",
        "description": "How the machine is reached that a resource without a `host` is on. Absent: the machine that runs the engine."
      },
      "refreshBeforeUpdate": {
        "type": "boolean",
        "default": true,
        "description": "Whether a plain `pulumi up` or `preview` looks at the host first, so that what is gone or was changed behind our back is shown and mended. It costs one look a resource. `false`: only `pulumi refresh` looks. The engine keeps this with each resource, as of its last run, so that a change of the setting takes hold a run or two later."
      }
    }
  },
  "provider": {
    "description": "Settings for the resources that use this provider.",
    "inputProperties": {
      "connection": {
        "$ref": "#/types/netkit:index:Connection",
        "description": "How the machine is reached that a resource without a `host` is on. Absent: the machine that runs the engine."
      },
      "refreshBeforeUpdate": {
        "type": "boolean",
        "default": true,
        "description": "Whether a plain `pulumi up` or `preview` looks at the host first, so that what is gone or was changed behind our back is shown and mended. It costs one look a resource. `false`: only `pulumi refresh` looks. The engine keeps this with each resource, as of its last run, so that a change of the setting takes hold a run or two later."
      }
    }
  },
  "types": {
    "netkit:index:Mode": {
      "type": "string",
      "description": "At which layer a pair works.",
      "enum": [
        {
          "name": "L3",
          "value": "l3",
          "description": "IP packets only: no MAC addresses, no ARP. The kernel's default."
        },
        {
          "name": "L2",
          "value": "l2",
          "description": "Ethernet frames: each end has a MAC address, ARP and neighbour discovery run."
        }
      ]
    },
    "netkit:index:Policy": {
      "type": "string",
      "description": "What an end does with packets it transmits while no program is attached to its hook.",
      "enum": [
        {
          "name": "Pass",
          "value": "pass",
          "description": "Let them through. iproute2 prints `forward`."
        },
        {
          "name": "Drop",
          "value": "drop",
          "description": "Drop them. iproute2 prints `blackhole`."
        }
      ]
    },
    "netkit:index:Scrub": {
      "type": "string",
      "description": "What happens to a packet's mark and priority when it crosses into another namespace.",
      "enum": [
        {
          "name": "Default",
          "value": "default",
          "description": "Zero them before programs run."
        },
        {
          "name": "None",
          "value": "none",
          "description": "Keep them."
        }
      ]
    },
    "netkit:index:Route": {
      "type": "object",
      "description": "A route through the device it is declared on.",
      "properties": {
        "destination": {
          "type": "string",
          "format": "route-destination",
          "description": "Where to: a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6."
        },
        "gateway": {
          "type": "string",
          "format": "ip-address",
          "description": "The next hop, of the destination's family. Absent: the destination is on the link."
        },
        "source": {
          "type": "string",
          "format": "ip-address",
          "description": "The preferred source address of packets that take this route. It must be an address of this host."
        },
        "metric": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "description": "The lower wins among routes to one destination. Absent: the kernel's own, 0 for IPv4 and 1024 for IPv6."
        },
        "table": {
          "type": "integer",
          "minimum": 1,
          "maximum": 4294967295,
          "default": 254,
          "description": "The routing table's number. 254 is `main`."
        },
        "onLink": {
          "type": "boolean",
          "default": false,
          "description": "Take the gateway as reachable on this device although no address covers it."
        }
      },
      "required": [
        "destination"
      ]
    },
    "netkit:index:Peer": {
      "type": "object",
      "description": "The peer: the end that goes into a pod's network namespace. It can attach no programs; the primary does that for both.",
      "properties": {
        "name": {
          "type": "string",
          "format": "device-name",
          "description": "The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Changed in place. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured."
        },
        "netns": {
          "type": "string",
          "format": "netns",
          "willReplaceOnChanges": true,
          "description": "The network namespace the peer is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own."
        },
        "mtu": {
          "type": "integer",
          "minimum": 68,
          "maximum": 65535,
          "description": "Largest packet in bytes. Absent: the primary's `mtu` (the kernel itself does not inherit it)."
        },
        "mac": {
          "type": "string",
          "format": "mac",
          "description": "MAC address, in mode `l2` only. Absent: the kernel draws one."
        },
        "up": {
          "type": "boolean",
          "default": true,
          "description": "Whether the device is set up. A pair has a carrier only while both ends are up."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string",
            "format": "interface-address"
          },
          "uniqueItems": true,
          "description": "IPv4 and IPv6 addresses with their prefix length, `10.0.0.2/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds."
        },
        "routes": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Route"
          },
          "uniqueItems": true,
          "description": "Routes through this device. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone."
        },
        "group": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "default": 0,
          "description": "The device group, a number that `ip link` can select by."
        },
        "txQueueLength": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32767,
          "default": 1000,
          "description": "Length of the transmit queue in packets."
        },
        "gsoMaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv6 segmentation-offload packet in bytes."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv4 segmentation-offload packet in bytes."
        },
        "groMaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv6 receive-offload packet in bytes."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv4 receive-offload packet in bytes."
        },
        "alias": {
          "type": "string",
          "format": "alias",
          "default": "",
          "description": "A free text on the device, at most 255 bytes."
        }
      },
      "required": []
    },
    "netkit:index:PeerState": {
      "type": "object",
      "description": "The peer as read back from the kernel.",
      "properties": {
        "name": {
          "type": "string",
          "description": "The peer's device name."
        },
        "netns": {
          "type": "string",
          "description": "The peer's network namespace. Absent: the host's own."
        },
        "mtu": {
          "type": "integer",
          "description": "Largest packet in bytes."
        },
        "mac": {
          "type": "string",
          "description": "The declared MAC address; the one in use is `peerMac`."
        },
        "up": {
          "type": "boolean",
          "description": "Whether the device is set up."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The peer's addresses."
        },
        "routes": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Route"
          },
          "description": "Routes through the peer."
        },
        "group": {
          "type": "integer",
          "description": "The device group."
        },
        "txQueueLength": {
          "type": "integer",
          "description": "Length of the transmit queue in packets."
        },
        "gsoMaxSize": {
          "type": "integer",
          "description": "Largest IPv6 segmentation-offload packet in bytes."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "description": "Largest IPv4 segmentation-offload packet in bytes."
        },
        "groMaxSize": {
          "type": "integer",
          "description": "Largest IPv6 receive-offload packet in bytes."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "description": "Largest IPv4 receive-offload packet in bytes."
        },
        "alias": {
          "type": "string",
          "description": "The text on the device."
        },
        "incarnation": {
          "type": "string",
          "description": "The pair's `incarnation`, so that the peer alone says which pair it belongs to."
        }
      },
      "required": [
        "name",
        "mtu",
        "up",
        "addresses",
        "routes",
        "group",
        "txQueueLength",
        "gsoMaxSize",
        "gsoIpv4MaxSize",
        "groMaxSize",
        "groIpv4MaxSize",
        "alias",
        "incarnation"
      ]
    },
    "netkit:index:AttachType": {
      "type": "string",
      "description": "A hook's kind, in libbpf's words.",
      "enum": [
        {
          "name": "NetkitPrimary",
          "value": "netkit/primary",
          "description": "Packets the primary transmits: host to pod. The target is the pair's primary."
        },
        {
          "name": "NetkitPeer",
          "value": "netkit/peer",
          "description": "Packets the peer transmits: pod to host. The target is the pair's primary, which manages both ends."
        },
        {
          "name": "TcxIngress",
          "value": "tcx/ingress",
          "description": "Packets that arrive on the device, of any kind."
        },
        {
          "name": "TcxEgress",
          "value": "tcx/egress",
          "description": "Packets that leave by the device, of any kind."
        }
      ]
    },
    "netkit:index:Placement": {
      "type": "string",
      "description": "Where the programs go in a chain that holds programs of others and none of this attachment.",
      "enum": [
        {
          "name": "BeforeForeign",
          "value": "before-foreign",
          "description": "In front of them: they run after ours, if ours let a packet on."
        },
        {
          "name": "AfterForeign",
          "value": "after-foreign",
          "description": "Behind them."
        }
      ]
    },
    "netkit:index:Target": {
      "type": "object",
      "description": "The device that programs are attached to. `pair.primary` is one; for any other device, its name.",
      "properties": {
        "name": {
          "type": "string",
          "format": "device-name",
          "description": "The device's name."
        },
        "netns": {
          "type": "string",
          "format": "netns",
          "description": "Its network namespace: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own."
        },
        "incarnation": {
          "type": "string",
          "description": "The id of the pair it belongs to. With it, a device of the same name that is not that pair's is refused, and a replaced pair replaces its attachments."
        }
      },
      "required": [
        "name"
      ]
    },
    "netkit:index:MapSettings": {
      "type": "object",
      "description": "What is done with one map of an object.",
      "properties": {
        "maxEntries": {
          "type": "integer",
          "minimum": 1,
          "maximum": 4294967295,
          "description": "Number of entries, instead of the object's own."
        },
        "pinned": {
          "type": "string",
          "format": "bpffs-path",
          "description": "Use the map pinned at this absolute path, which must have the same definition, instead of one of our own."
        },
        "keep": {
          "type": "boolean",
          "description": "Whether the map and its entries stay when its program changes. Absent: they stay while the definition is the same. `true`: a changed definition is an error. `false`: a change starts with an empty map."
        },
        "slots": {
          "type": "object",
          "propertyNames": {
            "pattern": "^(0|[1-9][0-9]*)$"
          },
          "additionalProperties": {
            "type": "string",
            "minLength": 1
          },
          "description": "Of a BPF_MAP_TYPE_PROG_ARRAY: which function of the object stands in which slot, `{ '0': 'parse_tcp' }`. They are loaded with the programs that reach the map, and stand over what the object itself says of those slots. A changed table is a change of the programs: they get a map of their own and are swapped in place, so that no packet meets old programs and new ones. With `keep: true` or `pinned` the map is the one that is there, and its slots are filled as soon as the programs are loaded."
        }
      }
    },
    "netkit:index:Program": {
      "type": "object",
      "description": "One program of a chain.",
      "properties": {
        "name": {
          "type": "string",
          "format": "program-name",
          "description": "Unique in the attachment; the name of its pin."
        },
        "object": {
          "$ref": "pulumi.json#/Asset",
          "description": "The ELF object that holds it: a path, or an asset. Its content is compared, not its path. Programs of one attachment from one object share its maps and globals; those from two objects share a map only where both say `pinned`."
        },
        "program": {
          "type": "string",
          "minLength": 1,
          "description": "The function's name, in full. May be left out when the object has just one."
        },
        "globals": {
          "type": "object",
          "additionalProperties": {
            "$ref": "pulumi.json#/Any"
          },
          "description": "Values of `const volatile` and initialised variables, by name: integers as numbers or decimal strings, booleans, byte strings, lists for arrays, objects for structs. Checked against the object's BTF."
        },
        "maps": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/types/netkit:index:MapSettings"
          },
          "description": "Settings of maps, by name."
        }
      },
      "required": [
        "name",
        "object"
      ]
    },
    "netkit:index:ProgramState": {
      "type": "object",
      "description": "A program as it was read back.",
      "properties": {
        "name": {
          "type": "string",
          "description": "Its name in the attachment."
        },
        "id": {
          "type": "integer",
          "description": "The kernel's id of the loaded program."
        },
        "tag": {
          "type": "string",
          "description": "The kernel's digest of its instructions."
        },
        "linkId": {
          "type": "integer",
          "description": "The kernel's id of its link."
        },
        "digest": {
          "type": "string",
          "description": "SHA-256 of the object it was loaded from."
        },
        "position": {
          "type": "integer",
          "description": "Its place in the chain, programs of others counted, from 0."
        },
        "mapIds": {
          "type": "array",
          "items": {
            "type": "integer"
          },
          "description": "The kernel's ids of its maps."
        }
      },
      "required": [
        "name",
        "id",
        "tag",
        "linkId",
        "digest",
        "position",
        "mapIds"
      ]
    },
    "netkit:index:Host": {
      "type": "object",
      "description": "The machine that a resource is on, and how it is reached. With an `address`, by OpenSSH's own client, so that the user's configuration, agent, jump hosts and certificates work; without one it is this machine. No secret is ever an input: keys stay in files and agents.",
      "properties": {
        "name": {
          "type": "string",
          "format": "host-name",
          "willReplaceOnChanges": true,
          "description": "What the host is called in ids and messages, at most 63 letters, digits, `.`, `_` and `-`. Part of the resource's id: another name is another host."
        },
        "address": {
          "type": "string",
          "format": "ssh-address",
          "description": "What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. Another address of the same machine is no replacement: the machine is known by its machine-id."
        },
        "user": {
          "type": "string",
          "format": "ssh-user",
          "description": "The user to log in as. Absent: what the ssh configuration says."
        },
        "port": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "The port that sshd listens on. Absent: what the ssh configuration says, else 22."
        },
        "identityFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the private key's file, on the machine that runs the engine. Absent: the agent's keys and the default files."
        },
        "configFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of an ssh configuration, on the machine that runs the engine, to use instead of the user's own."
        },
        "options": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Further options of `ssh_config(5)` by name, `{ ProxyJump: \"bastion\" }`. Those that would weaken the check of the host's key or ask questions are refused."
        },
        "insecureIgnoreHostKey": {
          "type": "boolean",
          "description": "Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known."
        },
        "sudo": {
          "type": "boolean",
          "description": "Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it."
        },
        "node": {
          "type": "string",
          "format": "file-path",
          "description": "Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider."
        },
        "helper": {
          "type": "string",
          "format": "file-path",
          "description": "Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content."
        },
        "command": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "minItems": 1,
          "description": "Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `[\"nsenter\", \"--target\", \"1\", \"--all\"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it."
        },
        "connectTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 3600,
          "description": "Seconds that connecting may take. Absent: 15."
        },
        "requestTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 86400,
          "description": "Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300."
        }
      },
      "required": [
        "name"
      ]
    },
    "netkit:index:Connection": {
      "type": "object",
      "description": "How the machine is reached that a resource without a `host` is on. Empty: the machine that runs the engine.",
      "properties": {
        "address": {
          "type": "string",
          "format": "ssh-address",
          "description": "What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. Another address of the same machine is no replacement: the machine is known by its machine-id."
        },
        "user": {
          "type": "string",
          "format": "ssh-user",
          "description": "The user to log in as. Absent: what the ssh configuration says."
        },
        "port": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "The port that sshd listens on. Absent: what the ssh configuration says, else 22."
        },
        "identityFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the private key's file, on the machine that runs the engine. Absent: the agent's keys and the default files."
        },
        "configFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of an ssh configuration, on the machine that runs the engine, to use instead of the user's own."
        },
        "options": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Further options of `ssh_config(5)` by name, `{ ProxyJump: \"bastion\" }`. Those that would weaken the check of the host's key or ask questions are refused."
        },
        "insecureIgnoreHostKey": {
          "type": "boolean",
          "description": "Connect without checking the host's key: whoever answers at the address is believed, and can do what the engine can. For throw-away machines alone; each run warns of it. Absent: the key must be known."
        },
        "sudo": {
          "type": "boolean",
          "description": "Become root there by `sudo -n`, which must not ask for a password. Absent: what touches the kernel runs as the user who logs in, who is root or has the capabilities for it."
        },
        "node": {
          "type": "string",
          "format": "file-path",
          "description": "Path of Node.js (20 or newer) there. Absent: `node` on the PATH of a login without a terminal; on this machine the one that runs the provider."
        },
        "helper": {
          "type": "string",
          "format": "file-path",
          "description": "Path, on the host, of the helper (the file of this package that touches the kernel: `dist/remote/linux-x64.js` and its like) where an administrator installed it. Absent: it is sent there and kept in the user's cache directory, under the digest of its content."
        },
        "command": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "minItems": 1,
          "description": "Instead of an address: the words of a command that runs another one where the host is, and hands on both pipes, `[\"nsenter\", \"--target\", \"1\", \"--all\"]`. The helper's file must be there under the same path, or under `helper`; the plugin that is one file sends it."
        },
        "connectTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 3600,
          "description": "Seconds that connecting may take. Absent: 15."
        },
        "requestTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 86400,
          "description": "Seconds that the host may take for one look or one plan; a resource needs a few of them. Absent: 300."
        }
      }
    },
    "netkit:index:HookEntry": {
      "type": "object",
      "description": "A program on a hook, as the kernel shows it.",
      "properties": {
        "position": {
          "type": "integer",
          "description": "Its place in the order they run, from 0."
        },
        "programId": {
          "type": "integer",
          "description": "The kernel's id of the loaded program."
        },
        "programName": {
          "type": "string",
          "description": "What the kernel calls it: the first 15 bytes of the function's name."
        },
        "tag": {
          "type": "string",
          "description": "The kernel's digest of its instructions."
        },
        "linkId": {
          "type": "integer",
          "description": "The kernel's id of its link. 0: attached without one, by an older call."
        },
        "attachment": {
          "type": "string",
          "description": "The `BpfAttachment` that holds it, by its name on the hook. Absent: somebody else's."
        },
        "program": {
          "type": "string",
          "description": "Its name in that attachment. Absent: somebody else's."
        }
      },
      "required": [
        "position",
        "programId",
        "programName",
        "tag",
        "linkId"
      ]
    },
    "netkit:index:KernelFeature": {
      "type": "object",
      "description": "Something that the kernel has or has not.",
      "properties": {
        "name": {
          "type": "string",
          "description": "What it is: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`."
        },
        "state": {
          "$ref": "#/types/netkit:index:FeatureState",
          "description": "Whether it is there."
        },
        "since": {
          "type": "string",
          "description": "The release of Linux that brought it."
        },
        "detail": {
          "type": "string",
          "description": "How it is known, or why it could not be told."
        }
      },
      "required": [
        "name",
        "state",
        "detail"
      ]
    },
    "netkit:index:FeatureState": {
      "type": "string",
      "description": "Whether a feature is there.",
      "enum": [
        {
          "name": "Present",
          "value": "present",
          "description": "It is there."
        },
        {
          "name": "Absent",
          "value": "absent",
          "description": "It is not there."
        },
        {
          "name": "Unknown",
          "value": "unknown",
          "description": "It could not be told: a right is missing, or no question without a side effect is known."
        }
      ]
    }
  },
  "resources": {
    "netkit:index:NetworkNamespace": {
      "description": "A named network namespace, as `ip netns add` makes them: a mount under `/run/netns`, with `lo` up.\n\nDeleting refuses a namespace that this resource did not make, or that still holds devices or processes of others, unless `force` is set.",
      "inputProperties": {
        "name": {
          "type": "string",
          "format": "netns-name",
          "willReplaceOnChanges": true,
          "description": "The name under `/run/netns`, at most 255 bytes, without `/`. A change makes a new namespace. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured."
        },
        "adopt": {
          "type": "boolean",
          "default": false,
          "description": "Take over a namespace of that name that exists already. It is not deleted with the resource unless `force` is set."
        },
        "force": {
          "type": "boolean",
          "default": false,
          "description": "Delete the namespace even when it was adopted or still holds devices or processes of others."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine."
        }
      },
      "requiredInputs": [],
      "properties": {
        "name": {
          "type": "string",
          "description": "The name under `/run/netns`."
        },
        "adopt": {
          "type": "boolean",
          "description": "Whether an existing namespace may be taken over."
        },
        "force": {
          "type": "boolean",
          "description": "Whether it is deleted whatever it holds."
        },
        "path": {
          "type": "string",
          "description": "Where it is mounted, `/run/netns/NAME`."
        },
        "inode": {
          "type": "string",
          "description": "The namespace's inode number, which identifies it until the host reboots. A decimal string."
        },
        "adopted": {
          "type": "boolean",
          "description": "Whether it existed before this resource did."
        },
        "incarnation": {
          "type": "string",
          "description": "The id of this very namespace, drawn anew at each replacement."
        },
        "kernel": {
          "type": "string",
          "description": "Release of the kernel it runs on, as `uname -r` prints it."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine it is on, as declared."
        },
        "machine": {
          "type": "string",
          "description": "Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none."
        }
      },
      "required": [
        "name",
        "adopt",
        "force",
        "path",
        "inode",
        "adopted",
        "incarnation",
        "kernel"
      ],
      "aliases": [
        {
          "type": "pulumi-nodejs:dynamic/netkit:NetworkNamespace"
        }
      ]
    },
    "netkit:index:NetkitPair": {
      "description": "A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes into a pod's network namespace.\n\nBoth ends are born in their namespaces, configured while down, and set up last. Everything is read back from the kernel before it is reported. Names are unique in a namespace, so a replacement deletes first.",
      "inputProperties": {
        "name": {
          "type": "string",
          "format": "device-name",
          "willReplaceOnChanges": true,
          "description": "The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. Absent: made of the resource's name and of a digest of its URN, `web-3f9a1c`, the same in every preview and run; the engine's `autonaming` settings are honoured."
        },
        "netns": {
          "type": "string",
          "format": "netns",
          "willReplaceOnChanges": true,
          "description": "The network namespace the primary is born in: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own."
        },
        "mode": {
          "$ref": "#/types/netkit:index:Mode",
          "default": "l3",
          "willReplaceOnChanges": true,
          "description": "At which layer the pair works. Fixed at creation."
        },
        "policy": {
          "$ref": "#/types/netkit:index:Policy",
          "default": "pass",
          "description": "What becomes of packets from the host to the pod while no program is attached to `netkit/primary`. Changed in place."
        },
        "peerPolicy": {
          "$ref": "#/types/netkit:index:Policy",
          "default": "pass",
          "description": "What becomes of packets from the pod to the host while no program is attached to `netkit/peer`. Changed in place."
        },
        "scrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "default": "default",
          "willReplaceOnChanges": true,
          "description": "Whether the primary zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation."
        },
        "peerScrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "default": "default",
          "willReplaceOnChanges": true,
          "description": "Whether the peer zeroes mark and priority of what it sends into another namespace. `none` needs Linux 6.13, or 6.12 stable. Fixed at creation."
        },
        "headroom": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32768,
          "default": 0,
          "willReplaceOnChanges": true,
          "description": "Bytes kept free in front of each packet, on both ends. Needs Linux 6.14. At most 32768 here: Linux takes up to 65535, but 7.3 crashes at the first packet from 65500 on. Fixed at creation; others, a bridge say, may raise it."
        },
        "tailroom": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32768,
          "default": 0,
          "willReplaceOnChanges": true,
          "description": "Bytes kept free behind each packet, on both ends. Needs Linux 6.14. At most 32768 here, as of headroom; Linux takes up to 65535. Fixed at creation."
        },
        "mtu": {
          "type": "integer",
          "minimum": 68,
          "maximum": 65535,
          "default": 1500,
          "description": "Largest packet in bytes, for both ends unless `peer.mtu` says otherwise. Changed in place."
        },
        "mac": {
          "type": "string",
          "format": "mac",
          "description": "The primary's MAC address, in mode `l2` only. Absent: the kernel draws one."
        },
        "up": {
          "type": "boolean",
          "default": true,
          "description": "Whether the primary is set up. A pair has a carrier only while both ends are up."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string",
            "format": "interface-address"
          },
          "uniqueItems": true,
          "description": "The primary's IPv4 and IPv6 addresses with their prefix length, `10.0.0.1/32`. The list is complete: others are removed, save link-local and automatic ones that the kernel adds."
        },
        "routes": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Route"
          },
          "uniqueItems": true,
          "description": "Routes through the primary. The list is complete for routes made by hand (`proto static` and `boot`); routes of the kernel and of routing daemons are left alone."
        },
        "group": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "default": 0,
          "description": "The primary's device group, a number that `ip link` can select by."
        },
        "txQueueLength": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32767,
          "default": 1000,
          "description": "Length of the primary's transmit queue in packets."
        },
        "gsoMaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv6 segmentation-offload packet of the primary in bytes."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv4 segmentation-offload packet of the primary in bytes."
        },
        "groMaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv6 receive-offload packet of the primary in bytes."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "Largest IPv4 receive-offload packet of the primary in bytes."
        },
        "alias": {
          "type": "string",
          "format": "alias",
          "default": "",
          "description": "A free text on the primary, at most 255 bytes."
        },
        "adopt": {
          "type": "boolean",
          "default": false,
          "description": "Take over an existing pair of these names that is not ours, changing it in place. What cannot be changed in place must match."
        },
        "peer": {
          "$ref": "#/types/netkit:index:Peer",
          "description": "The other end."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine."
        }
      },
      "requiredInputs": [
        "peer"
      ],
      "properties": {
        "name": {
          "type": "string",
          "description": "The primary's device name."
        },
        "netns": {
          "type": "string",
          "description": "The primary's network namespace. Absent: the host's own."
        },
        "mode": {
          "$ref": "#/types/netkit:index:Mode",
          "description": "At which layer the pair works."
        },
        "policy": {
          "$ref": "#/types/netkit:index:Policy",
          "description": "The primary's policy."
        },
        "peerPolicy": {
          "$ref": "#/types/netkit:index:Policy",
          "description": "The peer's policy."
        },
        "scrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "description": "The primary's scrubbing."
        },
        "peerScrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "description": "The peer's scrubbing."
        },
        "headroom": {
          "type": "integer",
          "description": "Bytes in front of each packet, as declared."
        },
        "tailroom": {
          "type": "integer",
          "description": "Bytes behind each packet, as declared."
        },
        "mtu": {
          "type": "integer",
          "description": "The primary's largest packet in bytes."
        },
        "mac": {
          "type": "string",
          "description": "The primary's MAC address. Absent in mode `l3`."
        },
        "up": {
          "type": "boolean",
          "description": "Whether the primary is set up."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The primary's addresses."
        },
        "routes": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Route"
          },
          "description": "Routes through the primary."
        },
        "group": {
          "type": "integer",
          "description": "The primary's device group."
        },
        "txQueueLength": {
          "type": "integer",
          "description": "Length of the primary's transmit queue in packets."
        },
        "gsoMaxSize": {
          "type": "integer",
          "description": "Largest IPv6 segmentation-offload packet of the primary in bytes."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "description": "Largest IPv4 segmentation-offload packet of the primary in bytes."
        },
        "groMaxSize": {
          "type": "integer",
          "description": "Largest IPv6 receive-offload packet of the primary in bytes."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "description": "Largest IPv4 receive-offload packet of the primary in bytes."
        },
        "alias": {
          "type": "string",
          "description": "The text on the primary."
        },
        "adopt": {
          "type": "boolean",
          "description": "Whether an existing pair may be taken over."
        },
        "peer": {
          "$ref": "#/types/netkit:index:PeerState",
          "description": "The other end, as read back."
        },
        "ifindex": {
          "type": "integer",
          "description": "The primary's interface index in its namespace. Not an identity: it changes when the device is made anew."
        },
        "operstate": {
          "type": "string",
          "description": "The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, …"
        },
        "peerIfindex": {
          "type": "integer",
          "description": "The peer's interface index in its namespace."
        },
        "peerMac": {
          "type": "string",
          "description": "The peer's MAC address. Absent in mode `l3`."
        },
        "peerOperstate": {
          "type": "string",
          "description": "The peer's operational state (RFC 2863)."
        },
        "incarnation": {
          "type": "string",
          "description": "The id of this very pair, drawn anew at each replacement and kept on both devices as an alternative name."
        },
        "adopted": {
          "type": "boolean",
          "description": "Whether the pair existed before this resource did."
        },
        "changes": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "What the last create or update did on the host, one line an operation, in the words of `ip`."
        },
        "kernel": {
          "type": "string",
          "description": "Release of the kernel it runs on, as `uname -r` prints it."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine it is on, as declared."
        },
        "machine": {
          "type": "string",
          "description": "Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none."
        }
      },
      "required": [
        "name",
        "mode",
        "policy",
        "peerPolicy",
        "scrub",
        "peerScrub",
        "headroom",
        "tailroom",
        "mtu",
        "up",
        "addresses",
        "routes",
        "group",
        "txQueueLength",
        "gsoMaxSize",
        "gsoIpv4MaxSize",
        "groMaxSize",
        "groIpv4MaxSize",
        "alias",
        "adopt",
        "peer",
        "ifindex",
        "operstate",
        "peerIfindex",
        "peerOperstate",
        "incarnation",
        "adopted",
        "changes",
        "kernel"
      ],
      "aliases": [
        {
          "type": "pulumi-nodejs:dynamic/netkit:NetkitPair"
        }
      ]
    },
    "netkit:index:BpfAttachment": {
      "description": "An ordered list of BPF programs on one hook of a device.\n\nPrograms are held by links pinned under `/sys/fs/bpf/pulumi-netkit`. A changed program is swapped in place, a changed order is made with the fewest moves, each a copy attached before the old one goes, so that no packet passes a hook without its programs. Programs of others on the hook keep their place and are never touched.",
      "inputProperties": {
        "name": {
          "type": "string",
          "format": "attachment-name",
          "willReplaceOnChanges": true,
          "description": "The attachment's name on its hook, part of its pins' path. Absent: the resource's own name."
        },
        "target": {
          "$ref": "#/types/netkit:index:Target",
          "willReplaceOnChanges": true,
          "description": "The device. For the netkit hooks, the pair's primary."
        },
        "attachType": {
          "$ref": "#/types/netkit:index:AttachType",
          "willReplaceOnChanges": true,
          "description": "Which hook of the device."
        },
        "programs": {
          "type": "array",
          "minItems": 1,
          "maxItems": 63,
          "items": {
            "$ref": "#/types/netkit:index:Program"
          },
          "description": "The programs, first to run first. A hook holds at most 63, programs of others counted."
        },
        "placement": {
          "$ref": "#/types/netkit:index:Placement",
          "default": "before-foreign",
          "description": "Where they go in a chain that holds none of them yet."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine."
        }
      },
      "requiredInputs": [
        "target",
        "attachType",
        "programs"
      ],
      "properties": {
        "name": {
          "type": "string",
          "description": "The attachment's name on its hook."
        },
        "target": {
          "$ref": "#/types/netkit:index:Target",
          "description": "The device."
        },
        "attachType": {
          "$ref": "#/types/netkit:index:AttachType",
          "description": "Which hook of the device."
        },
        "programs": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Program"
          },
          "description": "The programs as declared, in the order of the chain."
        },
        "placement": {
          "$ref": "#/types/netkit:index:Placement",
          "description": "Where they go in a chain that holds none of them yet."
        },
        "attached": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:ProgramState"
          },
          "description": "The programs as read back, in the order they run."
        },
        "chain": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The order of this attachment's programs, by name."
        },
        "revision": {
          "type": "string",
          "description": "The hook's revision when it was last read, a decimal string."
        },
        "changes": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "What the last update did on the host, one line an operation."
        },
        "kernel": {
          "type": "string",
          "description": "Release of the kernel it runs on, as `uname -r` prints it."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine it is on, as declared."
        },
        "machine": {
          "type": "string",
          "description": "Which machine that is: 32 hex digits made of its machine-id, which they do not give away. Absent when the machine has none."
        }
      },
      "required": [
        "name",
        "target",
        "attachType",
        "programs",
        "placement",
        "attached",
        "chain",
        "revision",
        "changes",
        "kernel"
      ],
      "aliases": [
        {
          "type": "pulumi-nodejs:dynamic/netkit:BpfAttachment"
        }
      ]
    }
  },
  "functions": {
    "netkit:index:getNetkitPair": {
      "description": "Looks at a pair that exists, whoever made it, and changes nothing.",
      "inputs": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string",
            "format": "device-name",
            "description": "The primary's device name."
          },
          "netns": {
            "type": "string",
            "format": "netns",
            "description": "The primary's network namespace: a name under /run/netns, an absolute path, or `pid:N`. Absent: the host's own."
          },
          "host": {
            "$ref": "#/types/netkit:index:Host",
            "description": "The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine."
          }
        },
        "required": [
          "name"
        ]
      },
      "outputs": {
        "type": "object",
        "properties": {
          "name": {
            "type": "string",
            "description": "The primary's device name."
          },
          "netns": {
            "type": "string",
            "description": "The primary's network namespace. Absent: the host's own."
          },
          "mode": {
            "$ref": "#/types/netkit:index:Mode",
            "description": "At which layer the pair works."
          },
          "policy": {
            "$ref": "#/types/netkit:index:Policy",
            "description": "The primary's policy."
          },
          "peerPolicy": {
            "$ref": "#/types/netkit:index:Policy",
            "description": "The peer's policy."
          },
          "scrub": {
            "$ref": "#/types/netkit:index:Scrub",
            "description": "The primary's scrubbing."
          },
          "peerScrub": {
            "$ref": "#/types/netkit:index:Scrub",
            "description": "The peer's scrubbing."
          },
          "headroom": {
            "type": "integer",
            "description": "Bytes in front of each packet, as declared."
          },
          "tailroom": {
            "type": "integer",
            "description": "Bytes behind each packet, as declared."
          },
          "mtu": {
            "type": "integer",
            "description": "The primary's largest packet in bytes."
          },
          "mac": {
            "type": "string",
            "description": "The primary's MAC address. Absent in mode `l3`."
          },
          "up": {
            "type": "boolean",
            "description": "Whether the primary is set up."
          },
          "addresses": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "description": "The primary's addresses."
          },
          "routes": {
            "type": "array",
            "items": {
              "$ref": "#/types/netkit:index:Route"
            },
            "description": "Routes through the primary."
          },
          "group": {
            "type": "integer",
            "description": "The primary's device group."
          },
          "txQueueLength": {
            "type": "integer",
            "description": "Length of the primary's transmit queue in packets."
          },
          "gsoMaxSize": {
            "type": "integer",
            "description": "Largest IPv6 segmentation-offload packet of the primary in bytes."
          },
          "gsoIpv4MaxSize": {
            "type": "integer",
            "description": "Largest IPv4 segmentation-offload packet of the primary in bytes."
          },
          "groMaxSize": {
            "type": "integer",
            "description": "Largest IPv6 receive-offload packet of the primary in bytes."
          },
          "groIpv4MaxSize": {
            "type": "integer",
            "description": "Largest IPv4 receive-offload packet of the primary in bytes."
          },
          "alias": {
            "type": "string",
            "description": "The text on the primary."
          },
          "peer": {
            "$ref": "#/types/netkit:index:PeerState",
            "description": "The other end, as read back."
          },
          "ifindex": {
            "type": "integer",
            "description": "The primary's interface index in its namespace. Not an identity: it changes when the device is made anew."
          },
          "operstate": {
            "type": "string",
            "description": "The primary's operational state (RFC 2863): `up`, `down`, `lowerlayerdown`, …"
          },
          "peerIfindex": {
            "type": "integer",
            "description": "The peer's interface index in its namespace."
          },
          "peerMac": {
            "type": "string",
            "description": "The peer's MAC address. Absent in mode `l3`."
          },
          "peerOperstate": {
            "type": "string",
            "description": "The peer's operational state (RFC 2863)."
          },
          "incarnation": {
            "type": "string",
            "description": "The id that a `NetkitPair` gave it. Empty: nobody's that we know of."
          },
          "kernel": {
            "type": "string",
            "description": "Release of the kernel it runs on, as `uname -r` prints it."
          }
        },
        "required": [
          "name",
          "mode",
          "policy",
          "peerPolicy",
          "scrub",
          "peerScrub",
          "headroom",
          "tailroom",
          "mtu",
          "up",
          "addresses",
          "routes",
          "group",
          "txQueueLength",
          "gsoMaxSize",
          "gsoIpv4MaxSize",
          "groMaxSize",
          "groIpv4MaxSize",
          "alias",
          "peer",
          "ifindex",
          "operstate",
          "peerIfindex",
          "peerOperstate",
          "incarnation",
          "kernel"
        ]
      }
    },
    "netkit:index:getHook": {
      "description": "Looks at the programs on a hook of any device, ours and those of others, in the order they run.",
      "inputs": {
        "type": "object",
        "properties": {
          "target": {
            "$ref": "#/types/netkit:index:Target",
            "description": "The device. For the netkit hooks, the pair's primary."
          },
          "attachType": {
            "$ref": "#/types/netkit:index:AttachType",
            "description": "Which hook of the device."
          },
          "host": {
            "$ref": "#/types/netkit:index:Host",
            "description": "The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine."
          }
        },
        "required": [
          "target",
          "attachType"
        ]
      },
      "outputs": {
        "type": "object",
        "properties": {
          "chain": {
            "type": "array",
            "items": {
              "$ref": "#/types/netkit:index:HookEntry"
            },
            "description": "The programs, in the order they run."
          },
          "revision": {
            "type": "string",
            "description": "The kernel's count of changes to this chain, decimal. `0`: an empty netkit chain, whose count the kernel does not tell."
          },
          "isClosedWhenEmpty": {
            "type": "boolean",
            "description": "Whether nothing passes while no program is attached: a netkit end whose policy is `drop`."
          },
          "kernel": {
            "type": "string",
            "description": "The release of the kernel, `uname -r`."
          }
        },
        "required": [
          "chain",
          "revision",
          "isClosedWhenEmpty",
          "kernel"
        ]
      }
    },
    "netkit:index:getKernelSupport": {
      "description": "Tells what the kernel of a host can do of what resources here need. Asks without side effects.",
      "inputs": {
        "type": "object",
        "properties": {
          "host": {
            "$ref": "#/types/netkit:index:Host",
            "description": "The machine it is on. Absent: the one that the setting `netkit:connection` names, else this machine."
          }
        }
      },
      "outputs": {
        "type": "object",
        "properties": {
          "kernel": {
            "type": "string",
            "description": "The release of the kernel, `uname -r`."
          },
          "libbpf": {
            "type": "string",
            "description": "The version of libbpf on the host. Absent: there is none."
          },
          "features": {
            "type": "array",
            "items": {
              "$ref": "#/types/netkit:index:KernelFeature"
            },
            "description": "One entry for each feature."
          }
        },
        "required": [
          "kernel",
          "features"
        ]
      }
    }
  }
};
