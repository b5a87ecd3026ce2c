/** The plugin's rows: its process, and whole runs of the engine against the dynamic provider and a plugin that does nothing. */
import { execFileSync } from 'node:child_process';
import { OPERATIONS, type Operation } from './engine';
import { median, ratio, type Cost } from '../lib/measure';
import { runsOf, type Spendings, type Spent } from './plugin-runs';
import { startRows } from './plugin-start';
import type { Row } from '../lib/report';

const ALL = Object.keys(OPERATIONS) as Operation[];
const DOORS = ['plugin', 'dynamic', 'unrefreshed'] as const;

/** Rows of `resources` pairs; with `isLong` also of 300, and our share of 1000. Without an engine only those of the process. */
export async function pluginRows(
  resources: number,
  rounds: number,
  isLong: boolean,
): Promise<Row[]> {
  const rows = await startRows(rounds);
  if (!hasEngine()) return rows;
  const turns = Math.min(rounds, 3);
  const runs = await runsOf([...DOORS, 'yaml', 'instant'], resources, turns);
  rows.push(
    ...ofDoors(runs, resources),
    ...against(runs.yaml, 'plugin from YAML', runs.plugin, 'from TypeScript', ALL, resources),
    ...share(runs.plugin, runs.instant, resources),
  );
  if (!isLong) return rows;
  rows.push(...ofDoors(await runsOf(DOORS, 300, turns), 300));
  const most = await runsOf(['plugin', 'instant'], 1000, Math.min(rounds, 2));
  return [...rows, ...share(most.plugin, most.instant, 1000)];
}

function hasEngine(): boolean {
  try {
    execFileSync('pulumi', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Each command, by the clock and in processor time. */
function against(
  ours: Spendings,
  name: string,
  other: Spendings,
  otherName: string,
  operations: readonly Operation[],
  resources: number,
): Row[] {
  const row = (operation: Operation, what: keyof Cost): Row => ({
    name: `${name}: ${operation} of ${resources} pairs${what === 'wall' ? '' : ', processor time'}`,
    unit: 'ms',
    ...compared(ours[operation], other[operation], what, otherName),
  });
  return operations.flatMap((operation) => [row(operation, 'wall'), row(operation, 'processor')]);
}

/** The two doors, and what their own processes took of an up and held at its end. */
function ofDoors(
  runs: Readonly<Record<(typeof DOORS)[number], Spendings>>,
  resources: number,
): Row[] {
  const { plugin, dynamic, unrefreshed } = runs;
  const name = 'plugin without refreshBeforeUpdate';
  const door = 'the dynamic provider';
  const other = `${door} process`;
  return [
    ...against(plugin, 'plugin', dynamic, door, ALL, resources),
    ...against(unrefreshed, name, dynamic, door, ['preview', 'destroy'], resources),
    {
      name: `plugin process: processor time in up of ${resources} pairs`,
      unit: 'ms',
      ...compared(plugin.up, dynamic.up, 'provider', other),
    },
    {
      name: `plugin process: resident after up of ${resources} pairs`,
      unit: 'MB',
      ...compared(plugin.up, dynamic.up, 'resident', other),
      budget: { of: 'value', limit: 80 },
    },
  ];
}

/** How much of a whole up is ours: of its processor time, and over an up without any work of a provider. */
function share(plugin: Spendings, instant: Spendings, resources: number): Row[] {
  const own = plugin.up.map(({ provider }) => provider);
  const whole = plugin.up.map(({ processor }) => processor);
  const otherName = 'a plugin that does nothing';
  return [
    {
      name: `plugin process: its share in up of ${resources} pairs`,
      unit: 'ms',
      ours: median(own) / 1e6,
      other: { name: 'all processes of up', value: median(whole) / 1e6 },
      ratio: ratio(own, whole),
    },
    {
      name: `plugin: up of ${resources} pairs`,
      unit: 'ms',
      ...compared(plugin.up, instant.up, 'wall', otherName),
      budget: { of: 'ratio', limit: 1.15 },
    },
    {
      name: `plugin: up of ${resources} pairs, processor time`,
      unit: 'ms',
      ...compared(plugin.up, instant.up, 'processor', otherName),
    },
  ];
}

function compared(
  ours: readonly Spent[],
  others: readonly Spent[],
  what: keyof Spent,
  name: string,
): Pick<Row, 'ours' | 'other' | 'ratio'> {
  const [mine, theirs] = [ours.map((one) => one[what]), others.map((one) => one[what])];
  return {
    ours: median(mine) / 1e6,
    other: { name, value: median(theirs) / 1e6 },
    ratio: ratio(mine, theirs),
  };
}
