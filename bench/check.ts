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

/** Check + diff of one resource: the first of a process, and among many. */
export async function checkRows(resources: number, rounds: number): Promise<Row[]> {
  const took = await inTurns(rounds, {
    warm: async () => {
      const provider = dynamicProvider(netkitPair, never);
      const all = await time(async () => {
        for (let i = 0; i < resources; i++) await checkAndDiff(provider, i);
      });
      return all / resources;
    },
    cold: () =>
      Number(
        execFileSync(process.execPath, [join(__dirname, 'cold-check.js')], { encoding: 'utf8' }),
      ),
  });
  return [
    {
      name: 'check + diff of a resource',
      unit: 'ms',
      ours: median(took.warm) / 1e6,
      budget: { of: 'value', limit: 1 },
    },
    {
      name: 'check + diff, the first of a process',
      unit: 'ms',
      ours: median(took.cold) / 1e6,
    },
  ];
}
