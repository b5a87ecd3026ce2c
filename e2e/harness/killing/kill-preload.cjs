'use strict';
// Preloaded into a helper (node --require): it kills itself with SIGKILL just before its n-th change of the host. A change is
// a netlink request that is no GET, a mount, unshare or umount, a bpf(2) that pins, attaches or detaches, or a write to the
// file system. A program or map that is loaded and not pinned goes with the process, so loading is no change. What is between two changes
// only reads, so a death there leaves the same host.
// KILL_FILE names a file that holds n, or n and how the changes that count begin ("2 LINK_CREATE"). The file is taken away
// before the death: a helper started anew lives. With n = 0 nothing dies. For a test that strikes from outside: KILL_HOLD
// makes it wait instead, until the test takes away the file .held, which holds its pid, and write all changes to the file
// .log; DELAY_MS makes each change wait before. PAUSE_MS makes the change that counts wait so long instead of killing, for a
// test that cuts the line just then: the helper goes on, with nobody to tell.
const fs = require('node:fs');

const file = process.env.KILL_FILE;
const plain = { ...fs };
let count = 0;
// Not before it touches a kernel: what it puts on disk to start with is no change of the host.
let isLoaded = false;

function limit() {
  try {
    const [, n, kind] = /^(\d+) ?(.*)/.exec(plain.readFileSync(file, 'utf8'));
    return { n: Number(n), kind };
  } catch {
    return undefined;
  }
}

const wait = (milliseconds) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

const delay = Number(process.env.DELAY_MS ?? 0);
const isHeld = process.env.KILL_HOLD !== undefined;

function note(what) {
  // Not appendFileSync, which calls what is replaced below.
  const log = plain.openSync(`${file}.log`, 'a');
  plain.writeSync(log, `${what}\n`);
  plain.closeSync(log);
}

function change(what) {
  if (!isLoaded) return;
  if (delay > 0) wait(delay);
  if (isHeld) note(what);
  const { n, kind } = limit() ?? {};
  if (n === undefined || !what.startsWith(kind)) return;
  count += 1;
  if (n === 0 || count < n) return;
  plain.unlinkSync(file);
  if (isHeld) {
    plain.writeFileSync(`${file}.held`, String(process.pid));
    while (plain.existsSync(`${file}.held`)) wait(5);
    return;
  }
  plain.writeFileSync(`${file}.died`, what);
  if (process.env.PAUSE_MS) {
    wait(Number(process.env.PAUSE_MS));
    return;
  }
  process.kill(process.pid, 'SIGKILL');
  for (;;); // The signal is on its way.
}

for (const name of ['writeFileSync', 'renameSync', 'rmSync', 'unlinkSync']) {
  fs[name] = (...args) => {
    change(`${name} ${args[0]}`);
    return plain[name](...args);
  };
}
for (const name of ['mkdirSync', 'rmdirSync']) {
  fs[name] = (...args) => {
    if (String(args[0]).startsWith('/sys/fs/bpf/')) change(`${name} ${args[0]}`);
    return plain[name](...args);
  };
}
fs.openSync = (path, flags, ...more) => {
  if ((Number(flags) & fs.constants.O_CREAT) !== 0 && !String(path).endsWith('/lock'))
    change(`open ${path}`);
  return plain.openSync(path, flags, ...more);
};

const CHANGES = new Set(['mount', 'unshare', 'umount2']);
const BPF = { x64: 321, arm64: 280 }[process.arch];
const BPF_CHANGES = new Map([
  [2, 'MAP_UPDATE_ELEM'],
  [6, 'OBJ_PIN'],
  [28, 'LINK_CREATE'],
  [29, 'LINK_UPDATE'],
  [34, 'LINK_DETACH'],
]);
// RTM_GETLINK is 18, and every fourth from there is a GET.
const isGet = (bytes) => bytes[4] % 4 === 2;

/** A library that koffi loaded, whose calls are looked at. */
function watched(library) {
  return new Proxy(library, {
    get(lib, name) {
      if (name !== 'func') return lib[name];
      return (...signature) => {
        const call = lib.func(...signature);
        const [symbol] = signature;
        if (symbol === 'send')
          return Object.assign((...given) => {
            if (!isGet(given[1])) change(`netlink ${given[1].readUInt16LE(4)}`);
            return call(...given);
          }, call);
        if (symbol === 'syscall')
          return Object.assign((...given) => {
            const what = given[0] === BPF ? BPF_CHANGES.get(given[1]) : undefined;
            if (what !== undefined) change(what);
            return call(...given);
          }, call);
        if (!CHANGES.has(symbol)) return call;
        return Object.assign((...given) => {
          change(symbol);
          return call(...given);
        }, call);
      };
    },
  });
}

// koffi's native part comes this way whether koffi is a package or, in a helper that was sent, part of the file.
const dlopen = process.dlopen;
process.dlopen = (/** @type {any} */ module, ...rest) => {
  dlopen.call(process, module, ...rest);
  const { load } = module.exports;
  if (typeof load !== 'function') return;
  isLoaded = true;
  module.exports.load = (...args) => watched(load(...args));
};
