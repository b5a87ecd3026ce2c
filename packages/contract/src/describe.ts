/** A plan in the words of iproute2, one line a step: for people, in outputs and dry runs. Pure. */
import type { Netns } from './names.js';
import type {
  ChainOp,
  DeviceRef,
  EndCreation,
  LinkSetting,
  Neighbour,
  Op,
  Place,
  Plan,
  RouteSetting,
} from './requests/op.js';

/** The lines of a plan, without the book-keeping that only we care for. */
export function describePlan(plan: Plan): string[] {
  const names = new Map<string, string>();
  return plan.flatMap(({ op }) => {
    const line = describeOp('device' in op ? { ...op, device: renamed(op.device, names) } : op);
    if (op.op === 'link.set' && 'name' in op.set) names.set(keyOf(op.device), op.set.name);
    return line === undefined ? [] : [line];
  });
}

// After a step that renames it, a device is called by its new name.
function renamed(device: DeviceRef, names: ReadonlyMap<string, string>): DeviceRef {
  return { ...device, name: names.get(keyOf(device)) ?? device.name };
}

function keyOf(device: DeviceRef): string {
  return `${device.netns ?? ''}/${'newborn' in device ? device.newborn : device.altName}`;
}

/** One operation as the command that would do it; undefined for records. */
export function describeOp(op: Op): string | undefined {
  switch (op.op) {
    case 'record.write':
    case 'record.remove':
      return undefined;
    case 'pair.create': {
      const { pair } = op;
      return (
        `${ip(pair.primary.netns)} link add ${end(pair.primary)} type netkit mode ${pair.mode} ${verdict(pair.policy)} scrub ${pair.scrub}` +
        `${pair.headroom ? ` headroom ${pair.headroom}` : ''}${pair.tailroom ? ` tailroom ${pair.tailroom}` : ''}` +
        ` peer ${verdict(pair.peerPolicy)} scrub ${pair.peerScrub} ${end(pair.peer)}${pair.peer.netns === null ? '' : ` netns ${pair.peer.netns}`}`
      );
    }
    case 'pair.delete':
      return `${ipOf(op.device)} link delete ${op.device.name}`;
    case 'altName.add':
    case 'altName.delete':
      return `${ipOf(op.device)} link property ${op.op === 'altName.add' ? 'add' : 'del'} dev ${op.device.name} altname ${op.altName}`;
    case 'link.set':
      return `${ipOf(op.device)} link set ${op.device.name} ${setting(op.set)}`;
    case 'policy.set':
      return (
        `${ipOf(op.device)} link set ${op.device.name} type netkit ` +
        ('policy' in op.set ? verdict(op.set.policy) : `peer ${verdict(op.set.peerPolicy)}`)
      );
    case 'address.add':
    case 'address.delete':
      return `${ipOf(op.device)} address ${verb(op.op)} ${op.address} dev ${op.device.name}`;
    case 'route.add':
    case 'route.delete':
      return `${ipOf(op.device)} route ${verb(op.op)} ${route(op.route)} dev ${op.device.name}`;
    case 'netns.touch':
      return `touch /run/netns/${op.name}`;
    case 'netns.bind':
      return `ip netns add ${op.name}`;
    case 'netns.loUp':
      return `ip -n ${op.name} link set lo up`;
    case 'netns.delete':
      return `ip netns delete ${op.name}`;
    case 'object.load':
      return `load ${op.load.programs.map(({ name }) => name).join(', ')}`;
    case 'gate.attach':
      return `close ${hook(op)} until its chain is whole`;
    case 'gate.close':
      return `close ${hook(op)} until its chain is gone`;
    case 'gate.open':
      return `open ${hook(op)}`;
    case 'chain.attach':
      return `attach ${op.name} to ${hook(op)} ${place(op.place)}`;
    case 'chain.move':
      return `move ${op.name} on ${hook(op)} ${place(op.place)}`;
    case 'chain.moveOther':
      return `move ${op.other.name}/${op.name} on ${hook(op)} ${place(op.place)}`;
    case 'chain.swap':
    case 'chain.swapBack':
      return `swap the program of ${op.name} on ${hook(op)}`;
    case 'chain.detach':
      return `detach ${op.name} from ${hook(op)}`;
    case 'pin.drop':
      return `remove the pin ${op.pin}`;
    case 'pins.move':
      return `keep what is attached to ${hook(op)}, which is called ${op.to.target.name} now`;
    case 'object.unload':
    case 'maps.commit':
    case 'attachment.declare':
    case 'attachment.forget':
      return undefined;
  }
}

function ip(netns: Netns): string {
  return netns === null ? 'ip' : `ip -n ${netns}`;
}

function ipOf({ netns }: DeviceRef): string {
  return ip(netns);
}

function end({ name, mtu, mac }: EndCreation): string {
  return `name ${name} mtu ${mtu}${mac === undefined ? '' : ` address ${mac}`}`;
}

const verdict = (policy: string): string => (policy === 'drop' ? 'blackhole' : 'forward');
const verb = (op: string): string => (op.endsWith('.add') ? 'add' : 'del');

/** Where ip(8) has another word than ours. */
const SETTING_WORDS: Readonly<Record<string, string>> = {
  mac: 'address',
  txQueueLength: 'txqueuelen',
};

function setting(set: LinkSetting): string {
  if ('up' in set) return set.up ? 'up' : 'down';
  const [key, value] = Object.entries(set)[0] as [string, string | number];
  const isWord = /^[^\s"'$\\]+$/.test(String(value));
  return `${SETTING_WORDS[key] ?? snake(key)} ${isWord ? value : JSON.stringify(value)}`;
}

/** `gsoIpv4MaxSize` as `gso_ipv4_max_size`, like ip(8). */
function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function route({ destination, gateway, source, metric, table, onLink }: RouteSetting): string {
  const words = [destination];
  if (gateway !== undefined) words.push('via', gateway);
  if (source !== undefined) words.push('src', source);
  if (metric) words.push('metric', String(metric));
  if (table !== 254) words.push('table', String(table));
  if (onLink) words.push('onlink');
  return words.join(' ');
}

function hook({ attachment: { target, attachType } }: ChainOp): string {
  return `${target.netns === null ? '' : `${target.netns}/`}${target.name} ${attachType}`;
}

function place(where: Place): string {
  if ('at' in where) return `at the ${where.at}`;
  return 'before' in where
    ? `before ${neighbour(where.before)}`
    : `after ${neighbour(where.after)}`;
}

function neighbour(one: Neighbour): string {
  if ('own' in one) return one.own;
  if ('other' in one) return `${one.other.attachment.name}/${one.other.name}`;
  return 'link' in one ? `foreign link ${one.link}` : `foreign program ${one.program}`;
}
