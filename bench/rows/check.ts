/** Check and diff through the door, as the engine asks for them: no host may be touched. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { withDefaults } from '../../provider/src/check/defaults.js';
import { dynamicProvider, type DynamicProvider } from '../../provider/src/doors/dynamic.js';
import type { Host } from '@pulumi-netkit/contract';
import { netkitPair } from '../../provider/src/resources/netkit-pair/index.js';
import { onHost } from '../../provider/src/resources/common/on-host.js';
import { inTurns, median, time } from '../lib/measure';
import type { Row } from '../lib/report';
import { declaration } from '../lib/sample';

/** A host that must not be asked for. */
export function never(): Host {
  throw new Error('check and diff do no I/O');
}

/** What a preview of one changed resource asks: check of the new inputs, then diff. */
export async function checkAndDiff(provider: DynamicProvider, i: number): Promise<void> {
  const news = {
    ...declaration(i),
    owner: `urn:pulumi:bench::bench::pulumi-nodejs:dynamic:Resource::bench${i}`,
    __provider: 'text',
  };
  const { inputs, failures } = await provider.check({}, news);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  // A state has all values, the checked inputs only those that the program sets.
  const before = { ...withDefaults('NetkitPair', inputs), policy: 'drop' };
  const recorded = { ...before, stateVersion: 1, inputsDigest: '' };
  const { replaces, changes } = await provider.diff(`bench${i}`, recorded, inputs);
  if (replaces.length > 0 || changes === false) throw new Error('not the diff of a changed policy');
}

/** Addresses, and routes, of one pair: half of the routes go by a gateway. */
const MANY = 10_000;

/** A pair whose host end has `count` addresses and `count` routes. */
export function crowded(count: number, family: 4 | 6 = 4): Record<string, unknown> {
  const four = (net: number, i: number): string => `${net}.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
  const ip = family === 4 ? four : (net: number, i: number) => `fd${net}::${i.toString(16)}`;
  const bits = family === 4 ? 32 : 128;
  const indexes = Array.from({ length: count }, (_, i) => i);
  return {
    name: 'crowd0',
    owner: 'urn:pulumi:bench::bench::pulumi-nodejs:dynamic:Resource::crowd',
    addresses: indexes.map((i) => `${ip(10, 2 * i + 2)}/${bits - 1}`),
    routes: indexes.map((i) => ({
      destination: `${ip(99, i + 1)}/${bits}`,
      ...(i % 2 === 0 ? { gateway: ip(10, 2 * i + 3) } : {}),
    })),
    peer: { name: 'crowd1', netns: 'bench' },
  };
}

/** Check of a crowded pair. */
async function checkCrowd(provider: DynamicProvider, news: Record<string, unknown>): Promise<void> {
  const { failures } = await provider.check({}, news);
  if (failures.length > 0) throw new Error(JSON.stringify(failures.slice(0, 3)));
}

// Until V8 has compiled it for good.
const WARM_UPS = 20;

/** Check + diff of one resource: in a process that is warm, and of the first ones of a new process. */
export async function checkRows(resources: number, rounds: number): Promise<Row[]> {
  const provider = dynamicProvider(onHost(netkitPair), () => ({ at: never }));
  const all = async (): Promise<number> => {
    const took = await time(async () => {
      for (let i = 0; i < resources; i++) await checkAndDiff(provider, i);
    });
    return took / resources;
  };
  for (let i = 0; i < WARM_UPS; i++) await all();
  const [crowd, crowd6] = [crowded(MANY), crowded(MANY, 6)];
  const first: number[] = [];
  const took = await inTurns(rounds, {
    warm: all,
    crowd: () => time(() => checkCrowd(provider, crowd)),
    crowd6: () => time(() => checkCrowd(provider, crowd6)),
    cold: () => {
      const script = [join(__dirname, 'cold-check.js'), String(resources)];
      const said = execFileSync(process.execPath, script, { encoding: 'utf8' });
      const [one = NaN, rest = NaN] = JSON.parse(said) as number[];
      first.push(one);
      return rest;
    },
  });
  const row = (name: string, values: readonly number[]): Row => ({
    name,
    unit: 'ms',
    ours: median(values) / 1e6,
  });
  return [
    { ...row('check + diff of a resource', took.warm), budget: { of: 'value', limit: 1 } },
    {
      ...row(`check of a pair with ${MANY} addresses and ${MANY} routes`, took.crowd),
      budget: { of: 'value', limit: 500 },
    },
    {
      ...row('the same with IPv6', took.crowd6),
      budget: { of: 'value', limit: 500 },
    },
    row(`the first ${resources} of a process: check + diff`, took.cold),
    row('the very first, with the schema compiled', first.slice(1)),
  ];
}
