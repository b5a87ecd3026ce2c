'use strict';
// Owns one guest: starts its kernel, holds its line, serves its unix socket, ends with it. Started by `lab up`, in a
// session and process group of its own; its last act is to kill that group and the guest's.
// It does not restart, fetch or build anything.
//   node relay.cjs CONFIG.json     see `lab` for the fields
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { T, CHUNK, WINDOW, frame, reader, u32 } = require('./wire.cjs');

const config = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const dir = config.dir;
const inDir = (name) => path.join(dir, name);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** The idlest CPU over 40 ms: guest processes hand over at every system call, across two CPUs that is 3-4 times slower. */
async function idlestCpu() {
  const idle = () =>
    fs
      .readFileSync('/proc/stat', 'utf8')
      .split('\n')
      .filter((l) => /^cpu\d/.test(l))
      .map((l) => ({ cpu: Number(l.match(/\d+/)[0]), idle: Number(l.split(/\s+/)[4]) }));
  const allowed = /Cpus_allowed_list:\s*(\S+)/.exec(
    fs.readFileSync('/proc/self/status', 'utf8'),
  )[1];
  const may = (cpu) =>
    allowed.split(',').some((r) => {
      const [a, b = a] = r.split('-').map(Number);
      return cpu >= a && cpu <= b;
    });
  const before = idle();
  await sleep(40);
  return idle()
    .map((s, i) => ({ cpu: s.cpu, gain: s.idle - before[i].idle }))
    .filter((s) => may(s.cpu))
    .sort((a, b) => b.gain - a.gain)[0].cpu;
}

function startUml(cpu) {
  // prettier-ignore
  const args = [
    `mem=${config.mem}M`, 'ncpus=1', 'seccomp=auto', `uml_dir=${dir}/`, 'umid=vm',
    'root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', `init="${config.init}"`,
    'con=null', 'con0=null,fd:4', 'console=tty0', 'ssl=null', 'ssl0=fd:3',
    'panic=-1', 'loglevel=4', 'rootfs=hostfs',
  ];
  return spawn('taskset', ['-c', String(cpu), config.image, ...args], guestStdio('uml.log'));
}

function guestStdio(log) {
  const out = fs.openSync(inDir(log), 'a');
  // User-Mode Linux keeps its memory in a file below TMPDIR: the user's may be a slow disk, or gone.
  const { TMPDIR, TMP, TEMP, ...env } = process.env;
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', out, out, 'pipe', fs.openSync(inDir('console'), 'a')];
  return { cwd: '/', env, stdio };
}

// Debian's virtiofsd has no read-only switch: it gets a read-only bind mount of / in a mount namespace of its own.
const READ_ONLY_ROOT = `set -e; R=$1; shift; mkdir -p "$R"; mount --bind / "$R"; mount -o remount,bind,ro "$R"
cut -d' ' -f1-4 /proc/self/mounts | while read -r dev m fs o; do
  case $fs:$m in ext4:/?*|xfs:/?*|btrfs:/?*|overlay:/?*) case $m in "$R"*) ;; *)
    [ ! -d "$R$m" ] || { mount --bind "$m" "$R$m" && mount -o remount,bind,ro "$R$m"; } ;; esac ;; esac
done
exec "$@"`;

async function startQemu() {
  const log = fs.openSync(inDir('virtiofsd.log'), 'a');
  /** @type {import('node:child_process').StdioOptions} */
  const stdio = ['ignore', log, log];
  const devices = [];
  const share = async (tag, source, readOnly) => {
    const sock = inDir(`${tag}.sock`);
    const daemon = [
      ...config.virtiofsd,
      `--socket-path=${sock}`,
      '-f',
      ...['-o', 'sandbox=chroot', '-o', `cache=${readOnly ? 'always' : 'none'}`],
    ];
    const [cmd, ...args] = readOnly
      ? ['unshare', '-m', '--propagation', 'private', 'sh', '-c', READ_ONLY_ROOT, 'sh', config.ro]
          .concat(daemon)
          .concat(['-o', `source=${config.ro}`, '-o', 'xattr'])
      : [...daemon, '-o', `source=${source}`];
    const p = spawn(cmd, args, { stdio });
    // it also ends with the guest, whose own end says more
    p.on('exit', (code) =>
      setTimeout(
        () => end(`virtiofsd for ${source} ended (${code}); see ${inDir('virtiofsd.log')}`),
        500,
      ),
    );
    for (let i = 0; !fs.existsSync(sock); i++) {
      if (i > 1000) throw new Error(`virtiofsd did not start; see ${inDir('virtiofsd.log')}`);
      await sleep(10);
    }
    devices.push('-chardev', `socket,id=${tag},path=${sock}`);
    devices.push('-device', `vhost-user-fs-pci,chardev=${tag},tag=${tag}`);
  };
  await share('labroot', '/', true);
  for (const [i, s] of config.shares.entries()) await share(`w${i}`, s, false);
  // prettier-ignore
  const args = [
    ...config.qemu, '-nodefaults', '-no-user-config', '-display', 'none', ...config.accel, '-cpu', 'max', '-M', 'q35',
    '-smp', String(config.cpus), '-m', String(config.mem),
    '-object', `memory-backend-memfd,id=mem,size=${config.mem}M,share=on`, '-numa', 'node,memdev=mem', ...devices,
    '-kernel', config.image, '-initrd', config.initrd,
    '-append', 'console=ttyS0 mitigations=off panic=-1 loglevel=4 rootfs=virtiofs',
    '-no-reboot', '-device', 'isa-debug-exit,iobase=0x501,iosize=1', '-nic', 'none',
    '-serial', `file:${inDir('console')}`, '-device', 'virtio-serial-pci',
    '-chardev', 'socket,id=line,fd=3', '-device', 'virtserialport,chardev=line,name=lab.line',
  ];
  return spawn(args[0], args.slice(1), guestStdio('qemu.log'));
}

let guest;
let line;
const commands = new Map(); // id -> Command
const pings = []; // waiting for the guest's PONG, in order
let nextId = 1;
let lastUse = Date.now();
let lastHeard = Date.now();
let ended = false;
let stopping;

// A tty of User-Mode Linux loses its input for good once it throttles, which it does with 3968 unread bytes. So no more
// than this is under way; PID 1 gives credit for stream 0 as it reads. A virtio port needs none of this.
let lineCredit = config.kind === 'uml' ? 3584 : Infinity;
const lineQueue = [];

function toGuest(type, id, payload) {
  lineQueue.push(frame(type, id, payload));
  pumpLine();
}

function pumpLine() {
  while (lineQueue.length && lineCredit > 0) {
    const [data] = lineQueue;
    const part = data.length > lineCredit ? data.subarray(0, lineCredit) : data;
    lineCredit -= part.length;
    line.write(part);
    if (part.length === data.length) lineQueue.shift();
    else lineQueue[0] = data.subarray(part.length);
  }
}

const pingGuest = (done) => {
  pings.push(done);
  toGuest(T.PING, 0);
};

/** One connection: at most one command. Stdin waits here for the guest's credit, output for the client to take it. */
class Command {
  constructor(sock) {
    this.sock = sock;
    this.id = 0;
    this.credit = WINDOW;
    this.waiting = []; // [type, payload] held back until there is credit
    this.owed = 0;
    const read = reader((type, _id, payload) => this.fromClient(type, payload));
    sock.on('data', (data) => {
      try {
        read(data);
      } catch (error) {
        this.fail(error.message);
      }
    });
    sock.on('error', () => sock.destroy());
    sock.on('close', () => this.gone());
  }

  fromClient(type, payload) {
    lastUse = Date.now();
    if (type === T.START && !this.id) {
      const { argv, cwd, env, fresh } = JSON.parse(payload.toString());
      const pairs = Object.entries(env).filter(([, v]) => v !== undefined && v !== null);
      const words = [cwd, ...argv, ...pairs.map(([k, v]) => `${k}=${v}`)];
      if (!argv.length || words.some((w) => String(w).includes('\0')))
        throw new Error('start: a command without words, or with a zero byte in one');
      const head = [u32(fresh ? 1 : 0), u32(argv.length), u32(pairs.length)];
      this.id = nextId++;
      commands.set(this.id, this);
      toGuest(
        T.START,
        this.id,
        Buffer.concat([...head, Buffer.from(words.map((w) => `${w}\0`).join(''))]),
      );
    } else if (type === T.STDIN || type === T.STDIN_EOF) {
      this.waiting.push([type, Buffer.from(payload)]);
      this.pump();
    } else if (type === T.SIGNAL) toGuest(T.SIGNAL, this.id, payload);
    else if (type === T.PING) pingGuest(() => this.sock.end(frame(T.PONG)));
    else if (type === T.OFF) powerOff('stopped');
    else throw new Error(`a frame of type ${type} where none is expected`);
  }

  pump() {
    while (this.waiting.length && this.credit > 0) {
      const [type, payload] = this.waiting[0];
      if (type === T.STDIN_EOF) {
        toGuest(type, this.id);
        this.waiting.shift();
        continue;
      }
      const part = payload.subarray(0, Math.min(this.credit, CHUNK));
      this.credit -= part.length;
      toGuest(T.STDIN, this.id, part);
      if (part.length === payload.length) this.waiting.shift();
      else this.waiting[0][1] = payload.subarray(part.length);
    }
    if (this.waiting.length) this.sock.pause();
    else this.sock.resume();
  }

  fromGuest(type, payload) {
    lastUse = Date.now();
    if (type === T.STDOUT || type === T.STDERR) {
      const n = payload.length;
      this.sock.write(frame(type, 0, payload), () => {
        this.owed += n;
        if (this.owed < WINDOW / 4 || this.sock.destroyed) return;
        toGuest(T.CREDIT, this.id, u32(this.owed));
        this.owed = 0;
      });
    } else if (type === T.CREDIT) {
      this.credit += payload.readUInt32LE(0);
      this.pump();
    } else if (type === T.EXIT) {
      commands.delete(this.id);
      this.id = 0;
      this.sock.end(frame(T.EXIT, 0, payload));
    }
  }

  fail(text) {
    this.sock.end(frame(T.FATAL, 0, text));
    this.gone();
  }

  /** The client went away before its command ended. */
  gone() {
    if (this.id && !ended) toGuest(T.KILL, this.id);
    this.id = 0; // the guest's EXIT clears the map
  }
}

function fromGuest(type, id, payload) {
  lastHeard = Date.now();
  if (type === T.CREDIT && id === 0) {
    lineCredit += payload.readUInt32LE(0);
    pumpLine();
  } else if (type === T.PONG) pings.shift()?.();
  else if (type === T.FATAL) end(`the guest gave up: ${payload}`);
  else if (type === T.HELLO) hello(payload.toString());
  else {
    const c = commands.get(id);
    if (!c) return;
    if (c.id) c.fromGuest(type, payload);
    else if (type === T.EXIT) commands.delete(id);
    else if (type !== T.CREDIT) toGuest(T.CREDIT, id, u32(payload.length));
  }
}

function hello(release) {
  for (const [file, value] of Object.entries(config.sysctl ?? {}))
    toGuest(T.SYSCTL, 0, `${file}\0${value}\0`);
  for (const [i, s] of config.shares.entries()) toGuest(T.MOUNT, 0, `w${i}\0${s}\0`);
  pingGuest(() => {
    const info = {
      kernel: config.kernel,
      release,
      since: new Date().toISOString(),
      shares: config.shares,
    };
    fs.writeFileSync(inDir('info'), JSON.stringify(info));
    net
      .createServer({ allowHalfOpen: false }, (sock) => new Command(sock))
      .listen(inDir('sock.new'), () => fs.renameSync(inDir('sock.new'), inDir('sock')));
    clearTimeout(bootLimit);
    setInterval(watch, 10000);
  });
}

/** A guest that hangs must not hang its clients, and one nobody uses must not stay for ever. */
function watch() {
  const now = Date.now();
  const silence = Math.min(config.silence ?? 120, 3600) * 1000;
  if (now - lastHeard > silence) end(`the guest has not answered for ${silence / 1000} s`);
  else if (commands.size) {
    lastUse = now;
    pingGuest(() => undefined);
  } else if (now - lastUse > config.idle * 60000) powerOff(`stopped: idle for ${config.idle} min`);
  else pingGuest(() => undefined);
}

function powerOff(why) {
  if (ended) return;
  stopping = why;
  toGuest(T.OFF, 0); // the guest writes its shares back first
  setTimeout(() => end(why), 10000);
}

function end(why) {
  if (ended) return;
  ended = true;
  fs.writeFileSync(inDir('ended'), `${why}\n`);
  fs.rmSync(inDir('sock'), { force: true });
  for (const c of commands.values()) if (c.id) c.fail(`${why}; log: ${inDir('console')}`);
  // clients get their last frame; then everything in our group goes, we included
  setTimeout(() => {
    if (config.forget) fs.rmSync(dir, { recursive: true, force: true });
    for (const group of [guest?.pid, process.pid])
      try {
        if (group) process.kill(-group, 'SIGKILL'); // User-Mode Linux makes a group of its own
      } catch {
        // It is gone already.
      }
  }, 50);
}

const bootLimit = setTimeout(
  () => end(`the guest did not come up in ${config.bootLimit} s`),
  config.bootLimit * 1000,
);
for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => end('stopped'));

async function main() {
  guest = config.kind === 'uml' ? startUml(await idlestCpu()) : await startQemu();
  line = guest.stdio[3];
  fs.writeFileSync(inDir('guest.pid'), `${guest.pid}\n`);
  const read = reader(fromGuest);
  line.on('data', (data) => {
    try {
      read(data);
    } catch (error) {
      end(error.message);
    }
  });
  line.on('error', () => undefined);
  guest.on('error', (error) => end(`cannot start the guest: ${error.message}`));
  guest.on('exit', (code, signal) => end(stopping ?? `the guest stopped (${signal ?? code})`));
}
main().catch((error) => end(error.message));
