'use strict';
// lab exec [NAME] [-C DIR] [-e NAME[=VALUE]]... -- command...   (also: ping NAME, down NAME, list; used by `lab`)
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { cacheDir, socketPath, spawn, ping, down } = require('./client.cjs');

function fail(text) {
  process.stderr.write(`lab: ${text}\n`);
  process.exit(125);
}

function guests() {
  try {
    return fs
      .readdirSync(path.join(cacheDir(), 'vm'))
      .filter((n) => fs.existsSync(socketPath(n)))
      .sort();
  } catch {
    return [];
  }
}

function parse(args) {
  const env = {};
  let name, cwd;
  for (;;) {
    const a = args.shift();
    if (a === undefined) fail('exec: no command; say: lab exec [NAME] -- command');
    if (a === '--') break;
    if (a === '-C') cwd = path.resolve(args.shift() ?? '');
    else if (a === '-e') {
      const [key, ...value] = (args.shift() ?? '').split('=');
      env[key] = value.length ? value.join('=') : (process.env[key] ?? '');
    } else if (a.startsWith('-')) fail(`exec: unknown option ${a}`);
    else if (name === undefined) name = a;
    else fail('exec: put -- before the command: lab exec [NAME] -- command');
  }
  if (!args.length) fail('exec: no command after --');
  name ??= process.env.LAB_NAME;
  if (!name) {
    const all = guests();
    if (all.length === 0) fail('exec: no guest is running; start one with: lab up KERNEL');
    if (all.length > 1) fail(`exec: which guest? Running: ${all.join(' ')}`);
    name = all[0];
  }
  return { name, cwd, env, argv: args };
}

function execute(args) {
  const { name, cwd, env, argv } = parse(args);
  const child = spawn(socketPath(name), argv, { cwd, env: { ...env } });
  process.stdin.pipe(child.stdin);
  process.stdin.on('error', () => child.stdin.end());
  child.stdout.pipe(process.stdout);
  child.stderr.pipe(process.stderr);
  for (const signal of /** @type {NodeJS.Signals[]} */ ([
    'SIGINT',
    'SIGTERM',
    'SIGHUP',
    'SIGQUIT',
    'SIGUSR1',
    'SIGUSR2',
  ]))
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`lab: ${error.message}\n`);
    process.exitCode = 125;
    finish();
  });
  child.on('close', (code) => {
    process.exitCode ??= code;
    finish();
  });
  // process.exit() would cut off output that is still on its way into a pipe
  const finish = () => {
    process.stdin.unpipe();
    process.stdin.destroy();
    for (const signal of Object.keys(os.constants.signals)) process.removeAllListeners(signal);
    let open = 2;
    const flushed = () => --open || process.exit();
    process.stdout.write('', flushed);
    process.stderr.write('', flushed);
  };
}

async function list() {
  for (const name of guests()) {
    const state = await ping(socketPath(name)).then(
      () => 'up',
      () => 'dead (replaced by the next lab up)',
    );
    let info = {};
    try {
      info = JSON.parse(fs.readFileSync(path.join(path.dirname(socketPath(name)), 'info'), 'utf8'));
    } catch {
      // A guest that is going: its name is all there is.
    }
    const text = `${name}\t${info.release ?? '?'}\t${state}\tsince ${info.since ?? '?'}\tshares ${(info.shares ?? []).join(' ') || '-'}`;
    process.stdout.write(`${text}\n`);
  }
}

// the reader of our output went away: what SIGPIPE does to a local command
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(141));

const [verb, ...args] = process.argv.slice(2);
if (verb === 'exec') execute(args);
else if (verb === 'ping')
  // long enough for a guest on an overloaded machine: up replaces one that does not answer
  ping(socketPath(args[0]), 20000).then(
    () => process.exit(0),
    () => process.exit(1),
  );
else if (verb === 'down') void down(socketPath(args[0]));
else if (verb === 'list') void list();
else fail(`exec.cjs: unknown verb ${verb}`);
