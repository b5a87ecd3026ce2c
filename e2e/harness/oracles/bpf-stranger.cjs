'use strict';
// Somebody else on the same hooks: attaches, detaches and exchanges programs in the guest, with nothing of the provider's.
//   link DEVICE HOOK head|tail|before:PROGID|after:PROGID NAME   attach by a link, pinned under /sys/fs/bpf/stranger
//   prog DEVICE HOOK head|tail|before:PROGID|after:PROGID NAME   attach by the older call
//   fill DEVICE HOOK COUNT NAME   attach so many at the tail by the older call
//   unprog DEVICE HOOK PROGID   detach what `prog` attached
//   swap PIN NAME [VERDICT]     another program into a pinned link
//   move DEVICE HOOK PIN head|tail   the same program anew at an end, under the same pin
//   storm DEVICE HOOK FILE      attach at the head, detach, and again, until FILE is gone; prints how often
//   revision DEVICE HOOK
const fs = require('node:fs');
const { join } = require('node:path');
const dist = join(__dirname, '../../../packages/libbpf-ts/dist');
const bpf = require(join(dist, 'index.js'));
const { progAttach, progDetach } = require(join(dist, 'sys/links.js'));

const TYPES = { 'tcx/ingress': 46, 'tcx/egress': 47, 'netkit/primary': 54, 'netkit/peer': 55 };
const [what, ...args] = process.argv.slice(2);
const PINS = '/sys/fs/bpf/stranger';

function program(name, verdict = -1) {
  const instructions = Buffer.from('b7000000000000009500000000000000', 'hex');
  instructions.writeInt32LE(Number(verdict), 4);
  return bpf.LoadedProgram.fromInstructions({ type: 'sched_cls', name, instructions });
}

const indexOf = (device) => Number(fs.readFileSync(`/sys/class/net/${device}/ifindex`, 'utf8'));

function anchorOf(place) {
  if (place === 'head') return bpf.head();
  if (place === 'tail') return bpf.tail();
  const [side, id] = place.split(':');
  return (side === 'before' ? bpf.beforeProgram : bpf.afterProgram)(Number(id));
}

function placeOf(place) {
  const [side, id] = place.split(':');
  const flags = side === 'head' || side === 'before' ? 8 : 16;
  return id === undefined ? { flags, relative: 0 } : { flags: flags | 32, relative: Number(id) };
}

const older = (device, hook, place, number) => ({
  programFd: number,
  ifindex: indexOf(device),
  attachType: TYPES[hook],
  expectedRevision: 0n,
  ...place,
});

const COMMANDS = {
  link(device, attachType, place, name) {
    bpf.ensurePinDirectory(PINS);
    const anchor = anchorOf(place);
    const options = { program: program(name).fd, ifindex: indexOf(device), attachType, anchor };
    bpf.Link.create(options).pin(join(PINS, name));
  },
  prog(device, hook, place, name) {
    progAttach(older(device, hook, placeOf(place), program(name).fd.number));
  },
  fill(device, hook, count, name) {
    for (let left = Number(count); left > 0; left--) COMMANDS.prog(device, hook, 'tail', name);
  },
  unfill(device, hook) {
    for (const { programId, linkId } of bpf.queryChain(indexOf(device), hook).entries)
      if (linkId === undefined) COMMANDS.unprog(device, hook, programId);
  },
  unprog(device, hook, id) {
    const { fd } = bpf.LoadedProgram.byId(Number(id));
    progDetach(older(device, hook, { flags: 0, relative: 0 }, fd.number));
  },
  swap(pin, name, verdict) {
    bpf.Link.open(pin).update(program(name, verdict).fd);
  },
  move(device, attachType, pin, place) {
    const link = bpf.Link.open(pin);
    const { fd } = bpf.LoadedProgram.byId(link.info().programId);
    link.detach();
    const options = { program: fd, ifindex: indexOf(device), attachType, anchor: anchorOf(place) };
    bpf.ensurePinDirectory(PINS);
    bpf.Link.create(options).pin(join(PINS, 'moved'));
    bpf.renamePin(join(PINS, 'moved'), pin);
  },
  storm(device, attachType, file) {
    const ifindex = indexOf(device);
    const { fd } = program('storm');
    let times = 0;
    for (; fs.existsSync(file); times++)
      bpf.Link.create({ program: fd, ifindex, attachType, anchor: bpf.head() }).close();
    process.stdout.write(`${times}\n`);
  },
  revision(device, attachType) {
    process.stdout.write(`${bpf.queryChain(indexOf(device), attachType).revision}\n`);
  },
};

COMMANDS[what](...args);
