'use strict';
// Runs commands in a lab guest from Node, without a process of its own: one connection to the guest's socket per command.
//   const { socketPath, exec, spawn } = require('./client.cjs');
//   await exec(socketPath('uml-6.12'), ['ip', '-j', 'link'])            -> { code, stdout, stderr }
//   const helper = spawn(socketPath('uml-6.12'), ['node', 'helper.js']) -> stdin, stdout, stderr, kill(), 'exit'
// Closing the connection, however it comes about, kills the command.
const { EventEmitter } = require('node:events');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { Readable, Writable } = require('node:stream');
const { T, CHUNK, frame, reader, u32 } = require('./wire.cjs');

/** The lab's part of the cache: kernels, tools and running guests. */
function cacheDir() {
  const own = process.env.PULUMI_NETKIT_CACHE;
  const xdg = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(own || path.join(xdg, 'pulumi-netkit'), 'lab');
}

/** Where the guest `name` listens. */
function socketPath(name) {
  return path.join(cacheDir(), 'vm', name, 'sock');
}

/** What a command in the guest sees of the environment: nothing of the caller's but PATH and LANG. */
function guestEnv(extra = {}) {
  return {
    PATH: `${process.env.PATH || '/usr/local/bin:/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`,
    HOME: '/root',
    USER: 'root',
    LANG: process.env.LANG || 'C.UTF-8',
    TERM: 'dumb',
    LAB_GUEST: '1',
    ...extra,
  };
}

/**
 * Starts `argv` in the guest. Like a ChildProcess: `stdin`, `stdout`, `stderr`, `kill(signal)`, events `exit` (code) and
 * `close` (code, when all output was read), `error` when the guest cannot be reached or stops. Codes are a shell's: 128 + signal.
 * An unread stdout or stderr stops the other, too, after its buffer is full: read both or `resume()` one.
 * @param {string} socket path of the guest's socket
 * @param {string[]} argv
 * @param {{cwd?: string, env?: Record<string, string | undefined>, fresh?: boolean}} [options] `env` is added to a clean one;
 *   `fresh: false` skips looking again at files that changed on the host since the guest last read them
 */
function spawn(socket, argv, options = {}) {
  /** @type {any} a GuestProcess in the making */
  const child = new EventEmitter();
  const conn = net.connect({ path: socket });
  let over = false;
  let code = null;

  // the relay reads on only while the guest takes more, so the socket itself is the flow control
  const send = (type, payload, done) => {
    if (over || conn.destroyed) return done?.();
    conn.write(frame(type, 0, payload), done ? () => done() : undefined);
  };
  child.stdin = new Writable({
    highWaterMark: 65536,
    write(chunk, _encoding, done) {
      let at = 0;
      const next = () => {
        const part = chunk.subarray(at, at + CHUNK);
        at += CHUNK;
        send(T.STDIN, part, at >= chunk.length ? done : next);
      };
      next();
    },
    final: (done) => send(T.STDIN_EOF, undefined, done),
  });
  child.stdin.on('error', () => undefined);
  const output = () => new Readable({ highWaterMark: 65536, read: () => void conn.resume() });
  child.stdout = output();
  child.stderr = output();
  child.exitCode = null;
  child.kill = (signal = 'SIGTERM') => {
    if (over) return false;
    const number = typeof signal === 'number' ? signal : os.constants.signals[signal];
    send(T.SIGNAL, u32(number));
    return true;
  };
  /** Ends the connection at once; the guest kills the command. */
  child.destroy = () => conn.destroy();
  child.ref = () => conn.ref();
  child.unref = () => conn.unref();

  const finish = (error) => {
    if (over) return;
    over = true;
    let open = 2;
    const closed = () => {
      open -= 1;
      if (open === 0) child.emit('close', code);
    };
    child.stdout.once('close', closed).push(null);
    child.stderr.once('close', closed).push(null);
    child.stdin.destroy();
    if (error) child.emit('error', error);
    else child.emit('exit', (child.exitCode = code), null);
    conn.destroy();
  };
  const lost = (why) =>
    Object.assign(new Error(`lab guest: ${why}`), { code: 'lab-guest-lost', socket });
  const onFrame = (type, _id, payload) => {
    if (type === T.STDOUT || type === T.STDERR) {
      const stream = type === T.STDOUT ? child.stdout : child.stderr;
      if (!stream.push(payload)) conn.pause();
    } else if (type === T.EXIT) {
      code = payload.readUInt32LE(0);
      finish();
    } else if (type === T.FATAL) finish(lost(payload.toString()));
  };
  const read = reader(onFrame);
  conn.on('data', (data) => {
    try {
      read(data);
    } catch (error) {
      finish(lost(error.message));
    }
  });
  conn.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
    finish(
      lost(
        error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
          ? `nothing listens at ${socket}; start one with: lab up KERNEL`
          : error.message,
      ),
    ),
  );
  conn.on('close', () => finish(lost('the connection ended before the command did')));
  send(
    T.START,
    JSON.stringify({
      argv,
      cwd: options.cwd ?? process.cwd(),
      env: guestEnv(options.env),
      fresh: options.fresh ?? true,
    }),
  );
  return child;
}

/**
 * Runs `argv` in the guest to its end.
 * @param {string} socket
 * @param {string[]} argv
 * @param {{cwd?: string, env?: Record<string, string | undefined>, fresh?: boolean, input?: string | Buffer,
 *   encoding?: BufferEncoding | 'buffer', timeout?: number}} [options]
 * @returns {Promise<{code: number, stdout: any, stderr: any}>} strings, or Buffers with `encoding: 'buffer'`
 */
function exec(socket, argv, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(socket, argv, options);
    const parts = { stdout: [], stderr: [] };
    const text = (list) => {
      const all = Buffer.concat(list);
      return options.encoding === 'buffer' ? all : all.toString(options.encoding ?? 'utf8');
    };
    let timer;
    if (options.timeout) {
      timer = setTimeout(() => {
        reject(new Error(`lab guest: ${argv.join(' ')}: not done after ${options.timeout} ms`));
        child.destroy();
      }, options.timeout);
    }
    for (const name of ['stdout', 'stderr']) child[name].on('data', (d) => parts[name].push(d));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout: text(parts.stdout), stderr: text(parts.stderr) });
    });
    child.stdin.end(options.input ?? '');
  });
}

/** One question to the guest's PID 1 and back: rejects when there is no guest, or it does not answer in time. */
function ping(socket, timeout = 5000) {
  return ask(socket, frame(T.PING), timeout);
}

/** Stops the guest; resolves when it is gone, or was not there. */
function down(socket, timeout = 15000) {
  return ask(socket, frame(T.OFF), timeout, true).catch(() => undefined);
}

function ask(socket, message, timeout, untilClosed = false) {
  return new Promise((resolve, reject) => {
    const conn = net.connect({ path: socket });
    const timer = setTimeout(() => {
      conn.destroy();
      reject(new Error(`no answer at ${socket} in ${timeout} ms`));
    }, timeout);
    const end = (f, value) => {
      clearTimeout(timer);
      conn.destroy();
      f(value);
    };
    const read = reader((type) => type === T.PONG && end(resolve));
    conn.on('data', (d) => {
      try {
        read(d);
      } catch (error) {
        end(reject, error);
      }
    });
    conn.on('error', (error) => end(reject, error));
    conn.on('close', () => end(untilClosed ? resolve : reject, new Error('the guest is gone')));
    conn.write(message);
  });
}

module.exports = { cacheDir, socketPath, guestEnv, spawn, exec, ping, down };
