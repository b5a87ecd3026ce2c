/** Many hosts over a real ssh and a real sshd: pairs on all of them in one go, the first answer, and what is sent. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { HelperHost } from '../../provider/src/transport/process/client.js';
import type { DeclaredHost } from '../../provider/src/transport/way/connection.js';
import { HostPool } from '../../provider/src/transport/process/pool.js';
import { describeOp } from '@pulumi-netkit/contract';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { planPair } from '../../provider/src/resources/netkit-pair/plan.js';
import { inTurns, IP, median, ratio, time, timeCommand, type Series } from '../lib/measure';
import type { Row, Unit } from '../lib/report';
import { checkedPair, NETNS } from '../lib/sample';

const run = promisify(execFile);

const ROOMS = join(__dirname, 'rooms');
const SSH_HOSTS = join(dirname(process.env['NODE_PATH'] ?? '.'), 'lab/ssh-hosts');
const CONFIG = join(ROOMS, 'ssh_config');
const COUNTING = join(ROOMS, 'ssh_config.counting');
const SOCKET = join(ROOMS, 'master-%n');
const LIBRARIES = process.env['BENCH_IP_LIBRARIES'] ?? '';

/** The rows of `count` hosts with `pairs` pairs each. A process a step is measured on one pair of one host. */
export async function hostRows(count: number, pairs: number, rounds: number): Promise<Row[]> {
  const hosts = Array.from({ length: count }, (_, i) => `bench${i}`);
  const [first = ''] = hosts;
  execFileSync(SSH_HOSTS, ['here', ROOMS, ...hosts], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    writeFileSync(COUNTING, counting(readFileSync(CONFIG, 'utf8')));
    await clear(hosts);
    const sent = await countSent(hosts, pairs);
    const took = await inTurns(rounds, {
      pool: async () => (await fleet(hosts, pairs, CONFIG)) / (count * pairs),
      // On the first host alone: hosts do not get in each other's way, but here they share one machine.
      one: async () => (await fleet([first], pairs, CONFIG)) / pairs,
      steps: () => steps(first, []),
      master: () => throughMaster(first),
      cold: () => firstAnswer(first, true),
      warm: () => firstAnswer(first, false),
      ssh: () => timeCommand('ssh', '-F', CONFIG, first, 'true'),
    });
    return rows(took, sent, `${count} hosts x ${pairs} pairs`);
  } finally {
    execFileSync(SSH_HOSTS, ['--down', 'here'], { stdio: 'inherit' });
    rmSync(ROOMS, { recursive: true, force: true });
  }
}

type Ways = 'pool' | 'one' | 'steps' | 'master' | 'cold' | 'warm' | 'ssh';

function rows(took: Series<Ways>, sent: Record<'cold' | 'warm', number>, fleetName: string): Row[] {
  const row = (name: string, ours: Ways, other: Ways, against: string): Row => ({
    name,
    unit: 'ms',
    ours: median(took[ours]) / 1e6,
    other: { name: against, value: median(took[other]) / 1e6 },
    ratio: ratio(took[ours], took[other]),
  });
  const megabytes: Unit = 'MB';
  return [
    row(`hosts: a pair, ${fleetName} in one go`, 'pool', 'steps', 'one ssh a step'),
    row(`hosts: a pair, ${fleetName} in one go`, 'pool', 'master', 'the same, ControlMaster is up'),
    row('hosts: a pair, one host in one go', 'one', 'steps', 'one ssh a step'),
    row('hosts: a pair, one host in one go', 'one', 'master', 'the same, ControlMaster is up'),
    row('hosts: first answer, warm', 'warm', 'ssh', 'ssh HOST true'),
    row('hosts: first answer, cold', 'cold', 'warm', 'warm'),
    {
      name: 'hosts: sent to a host that has nothing, first answer',
      unit: megabytes,
      ours: sent.cold / 1e6,
      other: { name: 'one that has the helper', value: sent.warm / 1e6 },
      ratio: sent.cold / sent.warm,
    },
  ];
}

/** Pairs on all hosts at once, from no connection to none. @returns nanoseconds */
async function fleet(hosts: readonly string[], pairs: number, config: string): Promise<number> {
  const desired = hosts.map(() => Array.from({ length: pairs }, (_, i) => checkedPair(i)));
  const took = await time(async () => {
    const pool = new HostPool({});
    await Promise.all(
      hosts.map(async (name, i) => {
        const host = pool.at(connection(name, config));
        for (const pair of desired[i] ?? []) await netkitPair.create(host, { ...pair });
      }),
    );
    await pool.close();
  });
  await clear(hosts);
  return took;
}

/** The steps of one pair's plan, each through an ssh of its own. @returns nanoseconds */
async function steps(host: string, options: readonly string[]): Promise<number> {
  const nothing = { kind: 'pair', leftovers: [], occupants: {}, missingNetns: {} } as const;
  const ssh = ['ssh', '-F', CONFIG, ...options, host].join(' ');
  const script = planPair(checkedPair(0), nothing).steps.flatMap(({ op }) => {
    const words = describeOp(op);
    if (!words?.startsWith('ip ')) return [];
    return [
      `${ssh} '${LIBRARIES && `LD_LIBRARY_PATH=${LIBRARIES} `}${IP} ${words.slice(3)}' </dev/null`,
    ];
  });
  const file = join(ROOMS, 'steps');
  writeFileSync(file, `set -e\n${script.join('\n')}\n`);
  const took = timeCommand('sh', file);
  await clear([host]);
  return took;
}

// The master is started off the clock, in favour of this way.
async function throughMaster(host: string): Promise<number> {
  const options = ['-o', `ControlPath=${SOCKET}`];
  await run('ssh', ['-F', CONFIG, ...options, '-o', 'ControlMaster=yes', '-fN', host]);
  try {
    return await steps(host, options);
  } finally {
    await run('ssh', ['-F', CONFIG, ...options, '-O', 'exit', host]);
  }
}

/** From nothing to the first answer. @returns nanoseconds */
async function firstAnswer(name: string, isCold: boolean, config = CONFIG): Promise<number> {
  if (isCold) await enter(name, 'rm -rf /root/.cache/pulumi-netkit/helper-*');
  const host = new HelperHost(connection(name, config));
  const took = await time(() => host.facts());
  await host.close();
  return took;
}

/** The bytes that ssh sends for a first answer; and that a run has one connection a host, else it throws. */
async function countSent(
  hosts: readonly string[],
  pairs: number,
): Promise<Record<'cold' | 'warm', number>> {
  const [first = ''] = hosts;
  const sent = { cold: 0, warm: 0 };
  for (const state of ['cold', 'warm'] as const) {
    await firstAnswer(first, state === 'cold', COUNTING);
    sent[state] = await counted(first);
  }
  await fleet(hosts, pairs, COUNTING);
  for (const name of hosts) await counted(name);
  const connections = readFileSync(join(ROOMS, 'connections'), 'utf8').trim().split('\n').length;
  const expected = hosts.length + 2;
  if (connections !== expected)
    throw new Error(`${connections} connections, and ${expected} were to be`);
  return sent;
}

/** What was sent to a host since this was last asked. */
async function counted(name: string): Promise<number> {
  const file = join(ROOMS, `sent-${name}`);
  for (let i = 0; i < 500; i++) {
    const bytes = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (bytes > 0) {
      rmSync(file);
      return bytes;
    }
    await sleep(20);
  }
  throw new Error(`nobody counted what ${name} was sent`);
}

/** The rooms' configuration with a proxy that counts. */
function counting(config: string): string {
  mkdirSync(ROOMS, { recursive: true });
  const script = join(ROOMS, 'count');
  writeFileSync(
    script,
    `#!/bin/bash
echo "$1" >> ${ROOMS}/connections
tee >(wc -c > ${ROOMS}/sent-$1) | ${ROOMS}/enter "$1" /usr/sbin/sshd -i
`,
    { mode: 0o755 },
  );
  return config.replace(/ProxyCommand \S+\/enter (\S+) .*/g, `ProxyCommand ${script} $1`);
}

function connection(name: string, configFile: string): DeclaredHost {
  return { name, address: name, configFile, connectTimeout: 60 };
}

/** Makes hosts bare: no pair, no record, an empty namespace for the peers. */
async function clear(hosts: readonly string[]): Promise<void> {
  const ip = `${LIBRARIES && `LD_LIBRARY_PATH=${LIBRARIES} `}${IP}`;
  const script =
    `ls /sys/class/net | sed -n "s/^bench/link del bench/p" | ${ip} -batch -; ` +
    `rm -rf /run/pulumi-netkit/records; ${ip} netns add ${NETNS} 2>/dev/null || true`;
  await Promise.all(hosts.map((name) => enter(name, script)));
}

async function enter(name: string, script: string): Promise<void> {
  await run(join(ROOMS, 'enter'), [name, 'sh', '-c', script]);
}
