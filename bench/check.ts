/** Check and diff through the door, as the engine asks for them: no host may be touched. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { dynamicProvider, type DynamicProvider } from '../provider/src/doors/dynamic.js';
import type { Host } from '../provider/src/host/host.js';
import { netkitPair } from '../provider/src/resources/netkit-pair/index.js';
import { inTurns, median, time } from './measure';
import type { Row } from './report';
import { declaration } from './sample';

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
  const recorded = { ...inputs, stateVersion: 1, inputsDigest: '', policy: 'drop' };
  const { replaces, changes } = await provider.diff(`bench${i}`, recorded, inputs);
  if (replaces.length > 0 || changes === false) throw new Error('not the diff of a changed policy');
}

// Until V8 has compiled it for good.
const WARM_UPS = 20;

/** Check + diff of one resource: in a process that is warm, and of the first ones of a new process. */
export async function checkRows(resources: number, rounds: number): Promise<Row[]> {
  const provider = dynamicProvider(netkitPair, never);
  const all = async (): Promise<number> => {
    const took = await time(async () => {
      for (let i = 0; i < resources; i++) await checkAndDiff(provider, i);
    });
    return took / resources;
  };
  for (let i = 0; i < WARM_UPS; i++) await all();
  const first: number[] = [];
  const took = await inTurns(rounds, {
    warm: all,
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
    row(`the first ${resources} of a process: check + diff`, took.cold),
    row('the very first, with the schema compiled', first.slice(1)),
  ];
}
