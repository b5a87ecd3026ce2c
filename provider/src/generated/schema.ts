// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

import type { PackageSchema } from '../check/package-schema.js';

/** schema.json, embedded: nothing is read from disk at run time, and a bundle stays one file. */
export const SCHEMA: PackageSchema = {
  "name": "netkit",
  "displayName": "netkit",
  "version": "0.1.0",
  "description": "Declares Linux netkit device pairs, the BPF programs on them, and the network namespaces that they are in.",
  "keywords": [
    "pulumi",
    "netkit",
    "netlink",
    "bpf",
    "network",
    "kind/native",
    "category/network"
  ],
  "homepage": "https://github.com/pulumi-netkit/pulumi-netkit",
  "license": "Apache-2.0",
  "repository": "https://github.com/pulumi-netkit/pulumi-netkit",
  "pluginDownloadURL": "github://api.github.com/pulumi-netkit/pulumi-netkit",
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
        "description": "How to reach the machine for resources that do not set `host`. Absent: these resources are on the machine that runs the engine."
      },
      "refreshBeforeUpdate": {
        "type": "boolean",
        "default": true,
        "description": "Whether a plain `pulumi up` or `preview` first reads each resource on its host. The run then also shows and repairs what other tools deleted or changed. This costs one read for each resource. `false`: only `pulumi refresh` reads. The engine stores this setting with each resource, so a change takes effect one or two runs later."
      },
      "offline": {
        "type": "boolean",
        "description": "Whether to work without contacting any host, for previews of pull requests. A preview then compares the program with the state only. Operations that need a host are refused: an `up` or `destroy` with changes to make, `import`, and the functions. If a stack's configuration sets it (`netkit:offline`), it applies at once to every provider of the stack. Absent: `false`."
      }
    }
  },
  "provider": {
    "description": "Settings for the resources that use this provider.",
    "inputProperties": {
      "connection": {
        "$ref": "#/types/netkit:index:Connection",
        "description": "How to reach the machine for resources that do not set `host`. Absent: these resources are on the machine that runs the engine."
      },
      "refreshBeforeUpdate": {
        "type": "boolean",
        "default": true,
        "description": "Whether a plain `pulumi up` or `preview` first reads each resource on its host. The run then also shows and repairs what other tools deleted or changed. This costs one read for each resource. `false`: only `pulumi refresh` reads. The engine stores this setting with each resource, so a change takes effect one or two runs later."
      },
      "offline": {
        "type": "boolean",
        "description": "Whether to work without contacting any host, for previews of pull requests. A preview then compares the program with the state only. Operations that need a host are refused: an `up` or `destroy` with changes to make, `import`, and the functions. If a stack's configuration sets it (`netkit:offline`), it applies at once to every provider of the stack. Absent: `false`."
      }
    }
  },
  "types": {
    "netkit:index:Mode": {
      "type": "string",
      "description": "The layer at which a pair works.",
      "enum": [
        {
          "name": "L3",
          "value": "l3",
          "description": "IP packets only: no MAC addresses, no ARP. The kernel's default."
        },
        {
          "name": "L2",
          "value": "l2",
          "description": "Ethernet frames: each end has a MAC address and uses ARP and neighbour discovery."
        }
      ]
    },
    "netkit:index:Policy": {
      "type": "string",
      "description": "What happens to the packets that an end transmits while no program is attached to its hook.",
      "enum": [
        {
          "name": "Pass",
          "value": "pass",
          "description": "Packets pass. iproute2 prints `forward`."
        },
        {
          "name": "Drop",
          "value": "drop",
          "description": "Packets are dropped. iproute2 prints `blackhole`."
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
          "description": "The kernel sets mark and priority to zero before programs run."
        },
        {
          "name": "None",
          "value": "none",
          "description": "The kernel keeps mark and priority."
        }
      ]
    },
    "netkit:index:Route": {
      "type": "object",
      "description": "A route through the device that declares it.",
      "properties": {
        "destination": {
          "type": "string",
          "format": "route-destination",
          "description": "The destination, which is a prefix such as `10.1.0.0/16` or `fd00::/8`, an address (a host route), or `default`. `default` is IPv4 unless `gateway` or `source` is IPv6."
        },
        "gateway": {
          "type": "string",
          "format": "ip-address",
          "description": "The address of the next hop. It must have the address family of the destination. Absent: the destination is on the link."
        },
        "source": {
          "type": "string",
          "format": "ip-address",
          "description": "The preferred source address of packets that take this route. It must be an address of the same network namespace."
        },
        "metric": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "description": "The metric of the route. Of several routes to one destination, the kernel uses the one with the lowest metric. Absent: the kernel's default, 0 for IPv4 and 1024 for IPv6."
        },
        "table": {
          "type": "integer",
          "minimum": 1,
          "maximum": 4294967295,
          "default": 254,
          "description": "The number of the routing table. 254 is `main`. 255 (`local`) is refused because the kernel manages it."
        },
        "onLink": {
          "type": "boolean",
          "default": false,
          "description": "Whether the gateway is reachable on this device even if it is in no subnet of the device's addresses. An IPv4 route with `onLink` must have a `gateway`."
        }
      },
      "required": [
        "destination"
      ]
    },
    "netkit:index:Peer": {
      "type": "object",
      "description": "The peer: the end in a pod's network namespace. The primary holds the programs of both ends, so programs cannot be attached from the pod.",
      "properties": {
        "name": {
          "type": "string",
          "format": "new-device-name",
          "description": "The peer's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change renames the device in place. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply."
        },
        "netns": {
          "type": "string",
          "format": "netns",
          "willReplaceOnChanges": true,
          "description": "The network namespace in which the peer is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace."
        },
        "mtu": {
          "type": "integer",
          "minimum": 68,
          "maximum": 65535,
          "description": "The peer's largest packet in bytes, 68 to 65535. IPv6 needs at least 1280. A change is made in place. Absent: the `mtu` of the primary."
        },
        "mac": {
          "type": "string",
          "format": "mac",
          "description": "The peer's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted."
        },
        "up": {
          "type": "boolean",
          "default": true,
          "description": "Whether to set the peer up (`ip link set up`). Packets pass only while both ends are up. A change is made in place."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string",
            "format": "interface-address"
          },
          "uniqueItems": true,
          "description": "The peer's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.2/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place."
        },
        "routes": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Route"
          },
          "uniqueItems": true,
          "description": "The routes through the peer. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place."
        },
        "group": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "default": 0,
          "description": "The peer's device group: a number that `ip link` can select devices by. A change is made in place."
        },
        "txQueueLength": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32767,
          "default": 1000,
          "description": "Length of the peer's transmit queue in packets, at most 32767. A change is made in place."
        },
        "gsoMaxSize": {
          "type": "integer",
          "minimum": 321,
          "maximum": 524280,
          "default": 65536,
          "description": "The peer's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "minimum": 321,
          "maximum": 524280,
          "default": 65536,
          "description": "The peer's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place."
        },
        "groMaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "The peer's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "The peer's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place."
        },
        "alias": {
          "type": "string",
          "format": "alias",
          "default": "",
          "description": "The peer's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place."
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
          "description": "The peer's network namespace. Absent: the host's own namespace."
        },
        "mtu": {
          "type": "integer",
          "description": "The peer's largest packet in bytes."
        },
        "mac": {
          "type": "string",
          "description": "The peer's MAC address as declared. The output `peerMac` has the address in use."
        },
        "up": {
          "type": "boolean",
          "description": "Whether the peer is set up."
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
          "description": "The peer's device group."
        },
        "txQueueLength": {
          "type": "integer",
          "description": "Length of the peer's transmit queue in packets."
        },
        "gsoMaxSize": {
          "type": "integer",
          "description": "The peer's largest IPv6 packet of segmentation offload (GSO) in bytes."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "description": "The peer's largest IPv4 packet of segmentation offload (GSO) in bytes."
        },
        "groMaxSize": {
          "type": "integer",
          "description": "The peer's largest IPv6 packet of receive offload (GRO) in bytes."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "description": "The peer's largest IPv4 packet of receive offload (GRO) in bytes."
        },
        "alias": {
          "type": "string",
          "description": "The peer's alias."
        },
        "incarnation": {
          "type": "string",
          "description": "The `incarnation` of the pair that the peer belongs to."
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
      "description": "The kind of a hook, named as in libbpf.",
      "enum": [
        {
          "name": "NetkitPrimary",
          "value": "netkit/primary",
          "description": "Packets that the primary transmits, from the host to the pod. The target is the primary of the pair."
        },
        {
          "name": "NetkitPeer",
          "value": "netkit/peer",
          "description": "Packets that the peer transmits, from the pod to the host. The target is the primary of the pair, which holds the programs of both ends."
        },
        {
          "name": "TcxIngress",
          "value": "tcx/ingress",
          "description": "Packets that a device of any kind receives."
        },
        {
          "name": "TcxEgress",
          "value": "tcx/egress",
          "description": "Packets that a device of any kind sends."
        }
      ]
    },
    "netkit:index:Placement": {
      "type": "string",
      "description": "Where the programs of an attachment run relative to foreign programs.",
      "enum": [
        {
          "name": "BeforeForeign",
          "value": "before-foreign",
          "description": "Before the foreign programs. They run only if the programs of this attachment let the packet continue."
        },
        {
          "name": "AfterForeign",
          "value": "after-foreign",
          "description": "After the foreign programs."
        }
      ]
    },
    "netkit:index:Anchor": {
      "type": "object",
      "description": "A program or attachment on the same hook, before or after which an attachment runs. Set exactly one of `attachment`, `program` and `tag`.",
      "properties": {
        "attachment": {
          "type": "string",
          "format": "attachment-name",
          "description": "The name of another attachment on the hook, of this stack or another one."
        },
        "owner": {
          "type": "string",
          "minLength": 1,
          "description": "The owner of that attachment: `project/stack`, or the URN of the resource. Needed only if attachments of several owners have that name on the hook."
        },
        "program": {
          "type": "string",
          "minLength": 1,
          "description": "The name of a foreign program on the hook, in full or as the kernel stores it (its first 15 bytes)."
        },
        "tag": {
          "type": "string",
          "format": "program-tag",
          "description": "The tag of a foreign program on the hook: 16 hex digits, the kernel's digest of its instructions."
        },
        "required": {
          "type": "boolean",
          "description": "Whether it is an error if the anchor is not on the hook. Absent: an anchor that is not on the hook has no effect until it is there."
        }
      }
    },
    "netkit:index:Target": {
      "type": "object",
      "description": "The device to which programs are attached: `pair.primary` for a pair, or the name of any other device.",
      "properties": {
        "name": {
          "type": "string",
          "format": "device-name",
          "description": "The device's name. If the same device has a new name, the programs stay attached. If the name is that of another device, the programs are attached there before they are detached from the old device."
        },
        "netns": {
          "type": "string",
          "format": "netns",
          "willReplaceOnChanges": true,
          "description": "The network namespace of the device: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. Absent: the host's own namespace."
        },
        "incarnation": {
          "type": "string",
          "willReplaceOnChanges": true,
          "description": "The `incarnation` of the pair that the device belongs to. If it is set, another device of the same name is refused, and a replacement of the pair also replaces its attachments."
        }
      },
      "required": [
        "name"
      ]
    },
    "netkit:index:MapSettings": {
      "type": "object",
      "description": "Settings of one map of an object.",
      "properties": {
        "maxEntries": {
          "type": "integer",
          "minimum": 1,
          "maximum": 4294967295,
          "description": "The number of entries (`max_entries`). Absent: the number in the object."
        },
        "pinned": {
          "type": "string",
          "format": "bpffs-path",
          "description": "The absolute path, below /sys/fs/bpf, of a pinned map to use. Its definition must be the same as that of the object's map. Absent: a new map is made."
        },
        "keep": {
          "type": "boolean",
          "description": "Whether the map keeps its entries when its program changes. Absent: the map stays while its definition is the same. If only the number of entries changed, the entries are copied. For types that do not allow a copy (queues, ring buffers, maps of sockets or devices, and others), this change is an error. Any other change starts with an empty map. `true`: any other change is also an error. `false`: a change starts with an empty map."
        },
        "shared": {
          "type": "boolean",
          "description": "Whether this attachment shares the map with all attachments of this stack on this host that share a map of this name. The definition must be the same in all of them. The map exists from the first of these attachments to the last. While several use it, it is kept even with `keep: false`. `false`: this attachment has its own map, even if the object says `LIBBPF_PIN_BY_NAME`. Absent: shared if the object says `LIBBPF_PIN_BY_NAME`."
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
          "description": "The functions to put into the slots of a BPF_MAP_TYPE_PROG_ARRAY, by slot number: `{ '0': 'parse_tcp' }`. They are loaded with the programs that use the map, and override what the object says about these slots. A change loads the programs again with a new map and replaces them in place, so that no packet meets a mix of old and new programs. With `keep: true` or `pinned`, the existing map is used, and its slots change as soon as the programs are loaded."
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
          "description": "The name of the program, unique in the attachment. It is the file name of the pin."
        },
        "object": {
          "$ref": "pulumi.json#/Asset",
          "description": "The ELF object that holds the program: a path, or an asset. A change of its content replaces the program; a change of its path alone does not. Programs of one attachment from one object share its maps and variables. Programs from two objects share a map only if the map's source says `LIBBPF_PIN_BY_NAME`, or if both set `shared` or `pinned`."
        },
        "program": {
          "type": "string",
          "minLength": 1,
          "description": "The full name of the function in the object. Absent: the only program of the object."
        },
        "anySection": {
          "type": "boolean",
          "description": "Whether to load the function as a tc program if libbpf does not know the name of its section, such as `SEC(\"policy\")`. It also applies to the functions in slots that the program uses. A section for another kind of program, such as `SEC(\"xdp\")`, is always refused."
        },
        "globals": {
          "type": "object",
          "additionalProperties": {
            "$ref": "pulumi.json#/Any"
          },
          "description": "Values of `const volatile` and initialised variables, by name. A value is a number, a decimal string (for an integer), a boolean, a byte string, a list (for an array) or an object (for a struct). It is checked against the object's BTF."
        },
        "maps": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/types/netkit:index:MapSettings"
          },
          "description": "Settings of maps, by the name of the map."
        }
      },
      "required": [
        "name",
        "object"
      ]
    },
    "netkit:index:ProgramState": {
      "type": "object",
      "description": "A program as read back from the kernel.",
      "properties": {
        "name": {
          "type": "string",
          "description": "The name of the program in the attachment."
        },
        "id": {
          "type": "integer",
          "description": "The kernel's id of the loaded program."
        },
        "tag": {
          "type": "string",
          "description": "The kernel's digest of the program's instructions."
        },
        "linkId": {
          "type": "integer",
          "description": "The kernel's id of the link."
        },
        "digest": {
          "type": "string",
          "description": "SHA-256 of the object from which the program was loaded."
        },
        "position": {
          "type": "integer",
          "description": "The position in the chain, counted from 0, including foreign programs."
        },
        "mapIds": {
          "type": "array",
          "items": {
            "type": "integer"
          },
          "description": "The kernel's ids of the maps that the program uses."
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
      "description": "The machine that a resource is on, and how to reach it. With `address`, the OpenSSH client connects, with the user's configuration, agent, jump hosts and certificates. Without `address` or `command`, it is the machine that runs the engine. No property holds a secret: keys stay in files and agents.",
      "properties": {
        "name": {
          "type": "string",
          "format": "host-name",
          "willReplaceOnChanges": true,
          "description": "The name of the host in ids and messages: at most 63 letters, digits, `.`, `_` and `-`. It is part of the resource's id, so a change replaces the resource."
        },
        "address": {
          "type": "string",
          "format": "ssh-address",
          "description": "What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id."
        },
        "user": {
          "type": "string",
          "format": "ssh-user",
          "description": "The user to log in as. Absent: as in the ssh configuration."
        },
        "port": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "The port of sshd. Absent: as in the ssh configuration, or 22."
        },
        "identityFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files."
        },
        "configFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the ssh configuration to use, on the machine that runs the engine. Absent: the user's own."
        },
        "options": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Options of `ssh_config(5)` by name, such as `{ ProxyJump: \"bastion\" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`."
        },
        "insecureIgnoreHostKey": {
          "type": "boolean",
          "description": "Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known."
        },
        "sudo": {
          "type": "boolean",
          "description": "Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities."
        },
        "node": {
          "type": "string",
          "format": "file-path",
          "description": "Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider."
        },
        "helper": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content."
        },
        "command": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "minItems": 1,
          "description": "A command that starts the helper on the host, instead of an address. It is a list of words, such as `[\"nsenter\", \"--target\", \"1\", \"--all\"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`."
        },
        "connectTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 3600,
          "description": "The time limit for connecting, in seconds, at most 3600. Absent: 15."
        },
        "requestTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 86400,
          "description": "The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300."
        }
      },
      "required": [
        "name"
      ]
    },
    "netkit:index:Connection": {
      "type": "object",
      "description": "How to reach the machine for resources that do not set `host`. Empty: these resources are on the machine that runs the engine.",
      "properties": {
        "address": {
          "type": "string",
          "format": "ssh-address",
          "description": "What `ssh` connects to: a name, an IP address, or a `Host` of the ssh configuration. A change to another address of the same machine replaces nothing: the machine is identified by its machine-id."
        },
        "user": {
          "type": "string",
          "format": "ssh-user",
          "description": "The user to log in as. Absent: as in the ssh configuration."
        },
        "port": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "The port of sshd. Absent: as in the ssh configuration, or 22."
        },
        "identityFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the private key, on the machine that runs the engine. Absent: the keys of the agent and the default files."
        },
        "configFile": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the ssh configuration to use, on the machine that runs the engine. Absent: the user's own."
        },
        "options": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Options of `ssh_config(5)` by name, such as `{ ProxyJump: \"bastion\" }`. Only options about the connection are accepted, such as `ProxyJump`, `ProxyCommand`, `HostKeyAlias` and `ConnectTimeout`. Write others into a file and name it in `configFile`."
        },
        "insecureIgnoreHostKey": {
          "type": "boolean",
          "description": "Whether to connect without a check of the host key. Any machine that answers at the address is then accepted, and can do what the engine can do. Use it for throw-away machines only; each run warns about it. Absent: the host key must be known."
        },
        "sudo": {
          "type": "boolean",
          "description": "Whether to start the helper as root with `sudo -n`, which must not ask for a password. Absent: the helper runs as the user who logs in. That user must be root or have the capabilities."
        },
        "node": {
          "type": "string",
          "format": "file-path",
          "description": "Path of Node.js (20 or newer) on the host. Absent: the `node` on the PATH of a login without a terminal; on the machine that runs the engine, the Node.js that runs the provider."
        },
        "helper": {
          "type": "string",
          "format": "file-path",
          "description": "Path of the helper on the host, if an administrator installed it. The helper is the file of this package that works with the kernel, such as `dist/remote/linux-x64.js`. Absent: it is sent to the host and kept in the user's cache directory under the digest of its content."
        },
        "command": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "minItems": 1,
          "description": "A command that starts the helper on the host, instead of an address. It is a list of words, such as `[\"nsenter\", \"--target\", \"1\", \"--all\"]`. The words that start the helper are appended. The command must pass on standard input and output. The helper must be at the same path there, or at the path in `helper`."
        },
        "connectTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 3600,
          "description": "The time limit for connecting, in seconds, at most 3600. Absent: 15."
        },
        "requestTimeout": {
          "type": "integer",
          "minimum": 1,
          "maximum": 86400,
          "description": "The time limit for one request to the host, in seconds, at most 86400. A resource needs a few requests. Absent: 300."
        }
      }
    },
    "netkit:index:HookEntry": {
      "type": "object",
      "description": "A program on a hook, as the kernel reports it.",
      "properties": {
        "position": {
          "type": "integer",
          "description": "The position in the chain, counted from 0."
        },
        "programId": {
          "type": "integer",
          "description": "The kernel's id of the loaded program."
        },
        "programName": {
          "type": "string",
          "description": "The kernel's name of the program: the first 15 bytes of the function's name."
        },
        "tag": {
          "type": "string",
          "description": "The kernel's digest of the program's instructions."
        },
        "linkId": {
          "type": "integer",
          "description": "The kernel's id of the link. 0: the program was attached without a link, by the older call `BPF_PROG_ATTACH`."
        },
        "attachment": {
          "type": "string",
          "description": "The name of the `BpfAttachment` that holds the program. Absent: the program is foreign."
        },
        "program": {
          "type": "string",
          "description": "The name of the program in that attachment. Absent: the program is foreign."
        },
        "owner": {
          "type": "string",
          "description": "The URN of the resource that declares the attachment. Absent: the program is foreign."
        },
        "stack": {
          "type": "string",
          "description": "The stack of the resource that declares the attachment."
        },
        "project": {
          "type": "string",
          "description": "The project of the resource that declares the attachment."
        },
        "priority": {
          "type": "integer",
          "description": "The priority of the attachment on its hook."
        },
        "placedBy": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The constraints of the attachment that hold and determine its position."
        },
        "unmet": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The constraints of the attachment that have no effect, each with the reason."
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
      "description": "Something that the kernel of a host supports or does not support.",
      "properties": {
        "name": {
          "type": "string",
          "description": "The name of the feature: `netkit`, `netkit-scrub`, `netkit-headroom`, `netkit-programs`, `tcx`, `bpffs`, `bpf-jit`, `libbpf`."
        },
        "state": {
          "$ref": "#/types/netkit:index:FeatureState",
          "description": "Whether the host has the feature."
        },
        "since": {
          "type": "string",
          "description": "The first release of Linux with the feature."
        },
        "detail": {
          "type": "string",
          "description": "How the state was determined, or why it is unknown."
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
      "description": "Whether a host has a feature.",
      "enum": [
        {
          "name": "Present",
          "value": "present",
          "description": "The host has the feature."
        },
        {
          "name": "Absent",
          "value": "absent",
          "description": "The host does not have the feature."
        },
        {
          "name": "Unknown",
          "value": "unknown",
          "description": "Unknown: a right is missing, or a test would have a side effect."
        }
      ]
    }
  },
  "resources": {
    "netkit:index:NetworkNamespace": {
      "description": "A named network namespace, as `ip netns add` makes it: a mount under `/run/netns`, with `lo` up.\n\nUnless `force` is set, a delete is refused if the namespace was adopted or still has foreign devices or processes.\n\n{{% examples %}}\n\n## Example Usage\n\n{{% example %}}\n\n```typescript\nimport * as netkit from 'pulumi-netkit/plugin';\n\nconst blue = new netkit.NetworkNamespace('blue', { name: 'blue' });\n\nexport const inode = blue.inode;\n```\n\n```python\nimport pulumi\nimport pulumi_netkit as netkit\n\nblue = netkit.NetworkNamespace(\"blue\", name=\"blue\")\n\npulumi.export(\"inode\", blue.inode)\n```\n\n```go\npackage main\n\nimport (\n\t\"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit\"\n\t\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\tblue, err := netkit.NewNetworkNamespace(ctx, \"blue\", &netkit.NetworkNamespaceArgs{\n\t\t\tName: pulumi.String(\"blue\"),\n\t\t})\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tctx.Export(\"inode\", blue.Inode)\n\t\treturn nil\n\t})\n}\n```\n\n```yaml\nresources:\n  blue:\n    type: netkit:NetworkNamespace\n    properties:\n      name: blue\n\noutputs:\n  inode: ${blue.inode}\n```\n\n{{% /example %}}\n\n{{% /examples %}}",
      "inputProperties": {
        "name": {
          "type": "string",
          "format": "netns-name",
          "willReplaceOnChanges": true,
          "description": "The name under `/run/netns`, at most 255 bytes, without `/`. A change replaces the namespace. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply."
        },
        "adopt": {
          "type": "boolean",
          "default": false,
          "description": "Whether to take over an existing namespace of that name, even if another stack made it. It is not deleted with the resource unless `force` is set."
        },
        "force": {
          "type": "boolean",
          "default": false,
          "description": "Whether to delete the namespace even if it was adopted or still has foreign devices or processes."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine."
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
          "description": "Whether the namespace is deleted even if it was adopted or still has foreign devices or processes."
        },
        "path": {
          "type": "string",
          "description": "The path of the mount, `/run/netns/NAME`."
        },
        "inode": {
          "type": "string",
          "description": "The namespace's inode number, as a decimal string. It identifies the namespace until the host reboots."
        },
        "adopted": {
          "type": "boolean",
          "description": "Whether the namespace existed before this resource."
        },
        "incarnation": {
          "type": "string",
          "description": "A random id of this namespace. Each replacement gets a new one."
        },
        "kernel": {
          "type": "string",
          "description": "The kernel release of the host, as `uname -r` prints it."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine that the resource is on, as declared."
        },
        "machine": {
          "type": "string",
          "description": "The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id."
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
      "description": "A pair of netkit devices: the primary, which stays on the host and holds the programs of both ends, and the peer, which goes into a pod's network namespace.\n\nEach end is created in its own namespace and is down at first. It then gets its addresses, is set up, and gets its routes. Outputs are the values that were read back from the kernel. Names are unique in a namespace, so a replacement deletes the old pair first.\n\n{{% examples %}}\n\n## Example Usage\n\n{{% example %}}\n\n```typescript\nimport * as netkit from 'pulumi-netkit/plugin';\n\nconst blue = new netkit.NetworkNamespace('blue', { name: 'blue' });\n\n// The pod can send nothing until programs are attached to netkit/peer.\nconst pair = new netkit.NetkitPair('web', {\n  name: 'web0',\n  peerPolicy: 'drop',\n  addresses: ['10.0.0.1/32'],\n  routes: [{ destination: '10.0.0.2/32' }],\n  peer: {\n    name: 'eth0',\n    netns: blue.name,\n    addresses: ['10.0.0.2/32'],\n    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],\n  },\n});\n\nexport const ifindex = pair.ifindex;\n```\n\n```python\nimport pulumi\nimport pulumi_netkit as netkit\n\nblue = netkit.NetworkNamespace(\"blue\", name=\"blue\")\n\n# The pod can send nothing until programs are attached to netkit/peer.\npair = netkit.NetkitPair(\n    \"web\",\n    name=\"web0\",\n    peer_policy=netkit.Policy.DROP,\n    addresses=[\"10.0.0.1/32\"],\n    routes=[{\"destination\": \"10.0.0.2/32\"}],\n    peer={\n        \"name\": \"eth0\",\n        \"netns\": blue.name,\n        \"addresses\": [\"10.0.0.2/32\"],\n        \"routes\": [\n            {\"destination\": \"10.0.0.1/32\"},\n            {\"destination\": \"default\", \"gateway\": \"10.0.0.1\"},\n        ],\n    },\n)\n\npulumi.export(\"ifindex\", pair.ifindex)\n```\n\n```go\npackage main\n\nimport (\n\t\"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit\"\n\t\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\tblue, err := netkit.NewNetworkNamespace(ctx, \"blue\", &netkit.NetworkNamespaceArgs{\n\t\t\tName: pulumi.String(\"blue\"),\n\t\t})\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\n\t\t// The pod can send nothing until programs are attached to netkit/peer.\n\t\tpair, err := netkit.NewNetkitPair(ctx, \"web\", &netkit.NetkitPairArgs{\n\t\t\tName:       pulumi.String(\"web0\"),\n\t\t\tPeerPolicy: netkit.PolicyDrop,\n\t\t\tAddresses:  pulumi.ToStringArray([]string{\"10.0.0.1/32\"}),\n\t\t\tRoutes:     netkit.RouteArray{netkit.RouteArgs{Destination: pulumi.String(\"10.0.0.2/32\")}},\n\t\t\tPeer: netkit.PeerArgs{\n\t\t\t\tName:      pulumi.String(\"eth0\"),\n\t\t\t\tNetns:     blue.Name,\n\t\t\t\tAddresses: pulumi.ToStringArray([]string{\"10.0.0.2/32\"}),\n\t\t\t\tRoutes: netkit.RouteArray{\n\t\t\t\t\tnetkit.RouteArgs{Destination: pulumi.String(\"10.0.0.1/32\")},\n\t\t\t\t\tnetkit.RouteArgs{Destination: pulumi.String(\"default\"), Gateway: pulumi.String(\"10.0.0.1\")},\n\t\t\t\t},\n\t\t\t},\n\t\t})\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tctx.Export(\"ifindex\", pair.Ifindex)\n\t\treturn nil\n\t})\n}\n```\n\n```yaml\nresources:\n  blue:\n    type: netkit:NetworkNamespace\n    properties:\n      name: blue\n\n  # The pod can send nothing until programs are attached to netkit/peer.\n  web:\n    type: netkit:NetkitPair\n    properties:\n      name: web0\n      peerPolicy: drop\n      addresses: [10.0.0.1/32]\n      routes:\n        - destination: 10.0.0.2/32\n      peer:\n        name: eth0\n        netns: ${blue.name}\n        addresses: [10.0.0.2/32]\n        routes:\n          - destination: 10.0.0.1/32\n          - destination: default\n            gateway: 10.0.0.1\n\noutputs:\n  ifindex: ${web.ifindex}\n```\n\n{{% /example %}}\n\n{{% /examples %}}",
      "inputProperties": {
        "name": {
          "type": "string",
          "format": "new-device-name",
          "willReplaceOnChanges": true,
          "description": "The primary's device name, at most 15 bytes, without `/`, `:`, `%`, white space or a leading `-`. A change replaces the pair. Absent: the resource's name and a digest of its URN, such as `web-3f9a1c`. This name is the same in every preview and run. The engine's `autonaming` settings apply."
        },
        "netns": {
          "type": "string",
          "format": "netns",
          "willReplaceOnChanges": true,
          "description": "The network namespace in which the primary is created: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. A change replaces the pair. Absent: the host's own namespace."
        },
        "mode": {
          "$ref": "#/types/netkit:index:Mode",
          "default": "l3",
          "willReplaceOnChanges": true,
          "description": "The layer at which the pair works. A change replaces the pair."
        },
        "policy": {
          "$ref": "#/types/netkit:index:Policy",
          "default": "pass",
          "description": "What happens to packets from the host to the pod while no program is attached to `netkit/primary`. A change is made in place."
        },
        "peerPolicy": {
          "$ref": "#/types/netkit:index:Policy",
          "default": "pass",
          "description": "What happens to packets from the pod to the host while no program is attached to `netkit/peer`. A change is made in place."
        },
        "scrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "default": "default",
          "willReplaceOnChanges": true,
          "description": "What the kernel does with the mark and priority of the primary's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair."
        },
        "peerScrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "default": "default",
          "willReplaceOnChanges": true,
          "description": "What the kernel does with the mark and priority of the peer's packets when they cross into another namespace. `none` needs Linux 6.13, or 6.12 stable. A change replaces the pair."
        },
        "headroom": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32768,
          "default": 0,
          "willReplaceOnChanges": true,
          "description": "Bytes that both ends keep free before each packet, at most 32768. Linux accepts up to 65535, but from 65500 on, Linux 7.3 crashes at the first packet. Another device, such as a bridge, may raise the value in use. Needs Linux 6.14. A change replaces the pair."
        },
        "tailroom": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32768,
          "default": 0,
          "willReplaceOnChanges": true,
          "description": "Bytes that both ends keep free after each packet, at most 32768, although Linux accepts up to 65535. Needs Linux 6.14. A change replaces the pair."
        },
        "mtu": {
          "type": "integer",
          "minimum": 68,
          "maximum": 65535,
          "default": 1500,
          "description": "The primary's largest packet in bytes, 68 to 65535. It also applies to the peer unless `peer.mtu` is set. IPv6 needs at least 1280. A change is made in place."
        },
        "mac": {
          "type": "string",
          "format": "mac",
          "description": "The primary's MAC address. It is valid in mode `l2` only. A change is made in place. Absent: a random address, which stays the same until the pair is deleted."
        },
        "up": {
          "type": "boolean",
          "default": true,
          "description": "Whether to set the primary up (`ip link set up`). Packets pass only while both ends are up. A change is made in place."
        },
        "addresses": {
          "type": "array",
          "items": {
            "type": "string",
            "format": "interface-address"
          },
          "uniqueItems": true,
          "description": "The primary's IPv4 and IPv6 addresses with their prefix length, such as `10.0.0.1/32`. Addresses that are not in the list are removed, except those that the kernel adds by itself (link-local, autoconfigured). A change is made in place."
        },
        "routes": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Route"
          },
          "uniqueItems": true,
          "description": "The routes through the primary. Other routes through it with `proto static` or `proto boot` are removed. Routes of the kernel and of routing daemons stay. A change is made in place."
        },
        "group": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295,
          "default": 0,
          "description": "The primary's device group: a number that `ip link` can select devices by. A change is made in place."
        },
        "txQueueLength": {
          "type": "integer",
          "minimum": 0,
          "maximum": 32767,
          "default": 1000,
          "description": "Length of the primary's transmit queue in packets, at most 32767. A change is made in place."
        },
        "gsoMaxSize": {
          "type": "integer",
          "minimum": 321,
          "maximum": 524280,
          "default": 65536,
          "description": "The primary's largest IPv6 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "minimum": 321,
          "maximum": 524280,
          "default": 65536,
          "description": "The primary's largest IPv4 packet of segmentation offload (GSO) in bytes, with headers: 321 to 524280. Linux refuses 320 and less (`MAX_TCP_HEADER`). A change is made in place."
        },
        "groMaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "The primary's largest IPv6 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "minimum": 0,
          "maximum": 524280,
          "default": 65536,
          "description": "The primary's largest IPv4 packet of receive offload (GRO) in bytes: 0 to 524280. A change is made in place."
        },
        "alias": {
          "type": "string",
          "format": "alias",
          "default": "",
          "description": "The primary's alias: a text that `ip link` shows, at most 255 bytes. A change is made in place."
        },
        "adopt": {
          "type": "boolean",
          "default": false,
          "description": "Whether to take over an existing pair with these names, even if another stack made it. The pair is changed in place. Properties that cannot be changed in place must match."
        },
        "peer": {
          "$ref": "#/types/netkit:index:Peer",
          "description": "The peer, which is the end in a pod's network namespace."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine."
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
          "description": "The primary's network namespace. Absent: the host's own namespace."
        },
        "mode": {
          "$ref": "#/types/netkit:index:Mode",
          "description": "The layer at which the pair works."
        },
        "policy": {
          "$ref": "#/types/netkit:index:Policy",
          "description": "What happens to packets from the host to the pod while no program is attached to `netkit/primary`."
        },
        "peerPolicy": {
          "$ref": "#/types/netkit:index:Policy",
          "description": "What happens to packets from the pod to the host while no program is attached to `netkit/peer`."
        },
        "scrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "description": "What happens to the mark and priority of the primary's packets when they cross into another namespace."
        },
        "peerScrub": {
          "$ref": "#/types/netkit:index:Scrub",
          "description": "What happens to the mark and priority of the peer's packets when they cross into another namespace."
        },
        "headroom": {
          "type": "integer",
          "description": "Bytes that both ends keep free before each packet, as declared."
        },
        "tailroom": {
          "type": "integer",
          "description": "Bytes that both ends keep free after each packet, as declared."
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
          "description": "The primary's largest IPv6 packet of segmentation offload (GSO) in bytes."
        },
        "gsoIpv4MaxSize": {
          "type": "integer",
          "description": "The primary's largest IPv4 packet of segmentation offload (GSO) in bytes."
        },
        "groMaxSize": {
          "type": "integer",
          "description": "The primary's largest IPv6 packet of receive offload (GRO) in bytes."
        },
        "groIpv4MaxSize": {
          "type": "integer",
          "description": "The primary's largest IPv4 packet of receive offload (GRO) in bytes."
        },
        "alias": {
          "type": "string",
          "description": "The primary's alias."
        },
        "adopt": {
          "type": "boolean",
          "description": "Whether an existing pair may be taken over."
        },
        "peer": {
          "$ref": "#/types/netkit:index:PeerState",
          "description": "The peer, as read back from the kernel."
        },
        "ifindex": {
          "type": "integer",
          "description": "The primary's interface index in its namespace. It changes when the device is made again."
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
          "description": "A random id of this pair, which both devices carry as an alternative name. Each replacement gets a new one."
        },
        "adopted": {
          "type": "boolean",
          "description": "Whether the pair existed before this resource."
        },
        "changes": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The operations of the last create or update on the host, each shown as the equivalent `ip` command."
        },
        "kernel": {
          "type": "string",
          "description": "The kernel release of the host, as `uname -r` prints it."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine that the resource is on, as declared."
        },
        "machine": {
          "type": "string",
          "description": "The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id."
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
      "description": "An ordered list of BPF programs on one hook of a device.\n\nThe programs are attached by links that are pinned under `/sys/fs/bpf/pulumi-netkit`. A changed program is replaced in its link. A changed order takes the fewest moves: each moved program is attached in its new place before the old link is removed. So no packet passes the hook without its programs. Foreign programs on the hook keep their place and are not changed.\n\n{{% examples %}}\n\n## Example Usage\n\n{{% example %}}\n\n```typescript\nimport * as netkit from 'pulumi-netkit/plugin';\n\n// Any device has tcx hooks. A pair's primary has netkit hooks too: target: pair.primary.\nconst ingress = new netkit.BpfAttachment('uplink', {\n  target: { name: 'eth0' },\n  attachType: 'tcx/ingress',\n  programs: [\n    { name: 'guard', object: './policy.o', program: 'guard', globals: { allowed_range: 1 } },\n    { name: 'count', object: './policy.o', program: 'count' },\n  ],\n});\n\nexport const chain = ingress.chain;\n```\n\n```python\nimport pulumi\nimport pulumi_netkit as netkit\n\npolicy = pulumi.FileAsset(\"policy.o\")\n\n# Any device has tcx hooks. A pair's primary has netkit hooks too.\ningress = netkit.BpfAttachment(\n    \"uplink\",\n    target={\"name\": \"eth0\"},\n    attach_type=netkit.AttachType.TCX_INGRESS,\n    programs=[\n        {\"name\": \"guard\", \"object\": policy, \"program\": \"guard\", \"globals\": {\"allowed_range\": 1}},\n        {\"name\": \"count\", \"object\": policy, \"program\": \"count\"},\n    ],\n)\n\npulumi.export(\"chain\", ingress.chain)\n```\n\n```go\npackage main\n\nimport (\n\t\"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit\"\n\t\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\tpolicy := pulumi.NewFileAsset(\"policy.o\")\n\n\t\t// Any device has tcx hooks. A pair's primary has netkit hooks too.\n\t\tingress, err := netkit.NewBpfAttachment(ctx, \"uplink\", &netkit.BpfAttachmentArgs{\n\t\t\tTarget:     netkit.TargetArgs{Name: pulumi.String(\"eth0\")},\n\t\t\tAttachType: netkit.AttachTypeTcxIngress,\n\t\t\tPrograms: netkit.ProgramArray{\n\t\t\t\tnetkit.ProgramArgs{\n\t\t\t\t\tName: pulumi.String(\"guard\"), Object: policy, Program: pulumi.String(\"guard\"),\n\t\t\t\t\tGlobals: pulumi.Map{\"allowed_range\": pulumi.Int(1)},\n\t\t\t\t},\n\t\t\t\tnetkit.ProgramArgs{Name: pulumi.String(\"count\"), Object: policy, Program: pulumi.String(\"count\")},\n\t\t\t},\n\t\t})\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tctx.Export(\"chain\", ingress.Chain)\n\t\treturn nil\n\t})\n}\n```\n\n```yaml\nresources:\n  # Any device has tcx hooks. A pair's primary has netkit hooks too.\n  uplink:\n    type: netkit:BpfAttachment\n    properties:\n      target:\n        name: eth0\n      attachType: tcx/ingress\n      programs:\n        - name: guard\n          object:\n            fn::fileAsset: policy.o\n          program: guard\n          globals:\n            allowed_range: 1\n        - name: count\n          object:\n            fn::fileAsset: policy.o\n          program: count\n\noutputs:\n  chain: ${uplink.chain}\n```\n\n{{% /example %}}\n\n{{% /examples %}}",
      "inputProperties": {
        "name": {
          "type": "string",
          "format": "attachment-name",
          "willReplaceOnChanges": true,
          "description": "The name of the attachment on its hook, at most 64 bytes. It is part of the path of its pins. A change replaces the attachment. Absent: the name of the resource."
        },
        "target": {
          "$ref": "#/types/netkit:index:Target",
          "description": "The device that holds the hook. For both netkit hooks, this is the primary of the pair."
        },
        "attachType": {
          "$ref": "#/types/netkit:index:AttachType",
          "willReplaceOnChanges": true,
          "description": "The hook of the device. A change replaces the attachment."
        },
        "programs": {
          "type": "array",
          "minItems": 1,
          "maxItems": 63,
          "items": {
            "$ref": "#/types/netkit:index:Program"
          },
          "description": "The programs, in the order in which they run. A hook holds at most 63 programs, including foreign programs. A change is made in place."
        },
        "placement": {
          "$ref": "#/types/netkit:index:Placement",
          "default": "before-foreign",
          "description": "Whether the programs run before or after the foreign programs on the hook. A foreign program on the wrong side is drift, and the next update moves the programs of this attachment. An anchor on the hook (`before`, `after`) has precedence. A change is made in place."
        },
        "priority": {
          "type": "integer",
          "minimum": 0,
          "maximum": 1000,
          "default": 500,
          "description": "The priority among the attachments of a hook, 0 to 1000. The attachment with the lowest number runs first. Attachments with equal numbers run in the order of stack, project and resource name. `before` and `after` have precedence. A change is made in place."
        },
        "before": {
          "type": "array",
          "maxItems": 63,
          "items": {
            "$ref": "#/types/netkit:index:Anchor"
          },
          "description": "The attachments or foreign programs on the same hook that the programs run before. A change is made in place."
        },
        "after": {
          "type": "array",
          "maxItems": 63,
          "items": {
            "$ref": "#/types/netkit:index:Anchor"
          },
          "description": "The attachments or foreign programs on the same hook that the programs run after. A change is made in place."
        },
        "adopt": {
          "type": "boolean",
          "default": false,
          "description": "Whether to take over an existing attachment of this name on this hook, even if another stack made it. It is changed in place. Programs that do not belong to an attachment stay as they are."
        },
        "mayDisconnect": {
          "type": "boolean",
          "description": "Whether the device may be one that carries the connection between the engine and the host: `lo` on the machine that runs the engine, or the device of the ssh connection. A program that drops packets there breaks the run. Absent: such a device is refused."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine that the resource is on. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine."
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
          "description": "The device that holds the hook."
        },
        "attachType": {
          "$ref": "#/types/netkit:index:AttachType",
          "description": "The hook of the device."
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
          "description": "Whether the programs run before or after the foreign programs on the hook. A refresh sets it to what it finds."
        },
        "priority": {
          "type": "integer",
          "description": "The priority among the attachments of a hook. The attachment with the lowest number runs first."
        },
        "before": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Anchor"
          },
          "description": "The attachments or foreign programs on the same hook that the programs run before. A refresh removes the anchors that do not hold."
        },
        "after": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:Anchor"
          },
          "description": "The attachments or foreign programs on the same hook that the programs run after. A refresh removes the anchors that do not hold."
        },
        "adopt": {
          "type": "boolean",
          "description": "Whether an existing attachment may be taken over."
        },
        "mayDisconnect": {
          "type": "boolean",
          "description": "Whether the device may be one that carries the connection between the engine and the host."
        },
        "attached": {
          "type": "array",
          "items": {
            "$ref": "#/types/netkit:index:ProgramState"
          },
          "description": "The programs as read back from the kernel, in the order in which they run."
        },
        "chain": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The names of this attachment's programs, in order."
        },
        "revision": {
          "type": "string",
          "description": "The kernel's count of changes to the chain when it was last read, as a decimal string."
        },
        "changes": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "The operations of the last update on the host, one in each entry."
        },
        "kernel": {
          "type": "string",
          "description": "The kernel release of the host, as `uname -r` prints it."
        },
        "host": {
          "$ref": "#/types/netkit:index:Host",
          "description": "The machine that the resource is on, as declared."
        },
        "machine": {
          "type": "string",
          "description": "The identity of the machine: 32 hex digits, a digest of its machine-id. Absent: the machine has no machine-id."
        }
      },
      "required": [
        "name",
        "target",
        "attachType",
        "programs",
        "placement",
        "priority",
        "adopt",
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
      "description": "Reads an existing pair, whichever tool made it, and changes nothing.\n\n{{% examples %}}\n\n## Example Usage\n\n{{% example %}}\n\n```typescript\nimport * as netkit from 'pulumi-netkit/plugin';\n\nexport const mode = netkit.getNetkitPairOutput({ name: 'web0' }).mode;\n```\n\n```python\nimport pulumi\nimport pulumi_netkit as netkit\n\npulumi.export(\"mode\", netkit.get_netkit_pair_output(name=\"web0\").mode)\n```\n\n```go\npackage main\n\nimport (\n\t\"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit\"\n\t\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\tpair, err := netkit.LookupNetkitPair(ctx, &netkit.LookupNetkitPairArgs{Name: \"web0\"})\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n\t\tctx.Export(\"mode\", pulumi.String(string(pair.Mode)))\n\t\treturn nil\n\t})\n}\n```\n\n```yaml\nvariables:\n  pair:\n    fn::invoke:\n      function: netkit:getNetkitPair\n      arguments:\n        name: web0\n\noutputs:\n  mode: ${pair.mode}\n```\n\n{{% /example %}}\n\n{{% /examples %}}",
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
            "description": "The primary's network namespace: a name under /run/netns, an absolute path, or `pid:N` for the namespace of process N. Absent: the host's own namespace."
          },
          "host": {
            "$ref": "#/types/netkit:index:Host",
            "description": "The machine to read from. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine."
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
            "description": "The primary's network namespace. Absent: the host's own namespace."
          },
          "mode": {
            "$ref": "#/types/netkit:index:Mode",
            "description": "The layer at which the pair works."
          },
          "policy": {
            "$ref": "#/types/netkit:index:Policy",
            "description": "What happens to packets from the host to the pod while no program is attached to `netkit/primary`."
          },
          "peerPolicy": {
            "$ref": "#/types/netkit:index:Policy",
            "description": "What happens to packets from the pod to the host while no program is attached to `netkit/peer`."
          },
          "scrub": {
            "$ref": "#/types/netkit:index:Scrub",
            "description": "What happens to the mark and priority of the primary's packets when they cross into another namespace."
          },
          "peerScrub": {
            "$ref": "#/types/netkit:index:Scrub",
            "description": "What happens to the mark and priority of the peer's packets when they cross into another namespace."
          },
          "headroom": {
            "type": "integer",
            "description": "Bytes that both ends keep free before each packet, as declared."
          },
          "tailroom": {
            "type": "integer",
            "description": "Bytes that both ends keep free after each packet, as declared."
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
            "description": "The primary's largest IPv6 packet of segmentation offload (GSO) in bytes."
          },
          "gsoIpv4MaxSize": {
            "type": "integer",
            "description": "The primary's largest IPv4 packet of segmentation offload (GSO) in bytes."
          },
          "groMaxSize": {
            "type": "integer",
            "description": "The primary's largest IPv6 packet of receive offload (GRO) in bytes."
          },
          "groIpv4MaxSize": {
            "type": "integer",
            "description": "The primary's largest IPv4 packet of receive offload (GRO) in bytes."
          },
          "alias": {
            "type": "string",
            "description": "The primary's alias."
          },
          "peer": {
            "$ref": "#/types/netkit:index:PeerState",
            "description": "The peer, as read back from the kernel."
          },
          "ifindex": {
            "type": "integer",
            "description": "The primary's interface index in its namespace. It changes when the device is made again."
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
            "description": "The `incarnation` that a `NetkitPair` gave the pair. Empty: no `NetkitPair` made it."
          },
          "kernel": {
            "type": "string",
            "description": "The kernel release of the host, as `uname -r` prints it."
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
      "description": "Reads the programs on a hook of any device, including foreign programs, in the order in which they run. It changes nothing.\n\n{{% examples %}}\n\n## Example Usage\n\n{{% example %}}\n\n```typescript\nimport * as netkit from 'pulumi-netkit/plugin';\n\nexport const chain = netkit.getHookOutput({\n  target: { name: 'eth0' },\n  attachType: 'tcx/ingress',\n}).chain;\n```\n\n```python\nimport pulumi\nimport pulumi_netkit as netkit\n\nhook = netkit.get_hook_output(target={\"name\": \"eth0\"}, attach_type=netkit.AttachType.TCX_INGRESS)\n\npulumi.export(\"chain\", hook.chain)\n```\n\n```go\npackage main\n\nimport (\n\t\"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit\"\n\t\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\thook := netkit.GetHookOutput(ctx, netkit.GetHookOutputArgs{\n\t\t\tTarget:     netkit.TargetArgs{Name: pulumi.String(\"eth0\")},\n\t\t\tAttachType: netkit.AttachTypeTcxIngress,\n\t\t})\n\t\tctx.Export(\"chain\", hook.Chain())\n\t\treturn nil\n\t})\n}\n```\n\n```yaml\nvariables:\n  hook:\n    fn::invoke:\n      function: netkit:getHook\n      arguments:\n        target:\n          name: eth0\n        attachType: tcx/ingress\n\noutputs:\n  chain: ${hook.chain}\n```\n\n{{% /example %}}\n\n{{% /examples %}}",
      "inputs": {
        "type": "object",
        "properties": {
          "target": {
            "$ref": "#/types/netkit:index:Target",
            "description": "The device that holds the hook. For both netkit hooks, this is the primary of the pair."
          },
          "attachType": {
            "$ref": "#/types/netkit:index:AttachType",
            "description": "The hook of the device."
          },
          "host": {
            "$ref": "#/types/netkit:index:Host",
            "description": "The machine to read from. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine."
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
            "description": "The programs, in the order in which they run."
          },
          "revision": {
            "type": "string",
            "description": "The kernel's count of changes to this chain, as a decimal string. `0`: the chain of a netkit hook is empty, and the kernel does not report its count."
          },
          "isClosedWhenEmpty": {
            "type": "boolean",
            "description": "Whether every packet is dropped while no program is attached, because the policy of the netkit end is `drop`."
          },
          "kernel": {
            "type": "string",
            "description": "The kernel release of the host, as `uname -r` prints it."
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
      "description": "Reports which of the features that resources need a host has. It has no side effects.\n\n{{% examples %}}\n\n## Example Usage\n\n{{% example %}}\n\n```typescript\nimport * as netkit from 'pulumi-netkit/plugin';\n\nexport const features = netkit.getKernelSupportOutput().features;\n```\n\n```python\nimport pulumi\nimport pulumi_netkit as netkit\n\npulumi.export(\"features\", netkit.get_kernel_support_output().features)\n```\n\n```go\npackage main\n\nimport (\n\t\"github.com/pulumi-netkit/pulumi-netkit/sdk/go/netkit\"\n\t\"github.com/pulumi/pulumi/sdk/v3/go/pulumi\"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\tsupport := netkit.GetKernelSupportOutput(ctx, netkit.GetKernelSupportOutputArgs{})\n\t\tctx.Export(\"features\", support.Features())\n\t\treturn nil\n\t})\n}\n```\n\n```yaml\nvariables:\n  support:\n    fn::invoke:\n      function: netkit:getKernelSupport\n      arguments: {}\n\noutputs:\n  features: ${support.features}\n```\n\n{{% /example %}}\n\n{{% /examples %}}",
      "inputs": {
        "type": "object",
        "properties": {
          "host": {
            "$ref": "#/types/netkit:index:Host",
            "description": "The machine to read from. Absent: the one in the setting `netkit:connection`, or the machine that runs the engine."
          }
        }
      },
      "outputs": {
        "type": "object",
        "properties": {
          "kernel": {
            "type": "string",
            "description": "The kernel release of the host, as `uname -r` prints it."
          },
          "libbpf": {
            "type": "string",
            "description": "The version of libbpf on the host. Absent: libbpf is not installed."
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
