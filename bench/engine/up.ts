/** Our own share of a whole `pulumi up`: pairs on a host that answers at once, against a provider that does nothing at all. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCHEMA } from '../../provider/src/generated/schema.js';
import { costOf, instantHost, makeProject, OPERATIONS, prepare, type Operation } from './engine';
import { inTurns, median, ratio, type Cost } from '../lib/measure';
import type { Row } from '../lib/report';
import { declaration } from '../lib/sample';

const WAYS = ['ours', 'instant'] as const;
type Way = (typeof WAYS)[number];

const OUTPUTS = Object.keys(SCHEMA.resources['netkit:index:NetkitPair']?.properties ?? {});

/** The rows of `resources` pairs through the real engine; none where there is no engine. */
export async function upRows(resources: number, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'netkit-bench-'));
  const host = await instantHost(join(folder, 'host'));
  const projects = {
    ours: projectOf(folder, 'ours', resources),
    instant: projectOf(folder, 'instant', resources),
  };
  const costs: Record<Way, Record<Operation, Cost>[]> = { ours: [], instant: [] };
  try {
    for (const way of WAYS) await prepare(projects[way], join(folder, 'host'));
    const cycle = (way: Way) => async (): Promise<number> => {
      const all = {} as Record<Operation, Cost>;
      for (const name of Object.keys(OPERATIONS) as Operation[]) {
        // By the clock, without what the host took.
        const before = host.took();
        const { wall, processor } = await costOf(projects[way], OPERATIONS[name]);
        all[name] = { wall: wall - (host.took() - before), processor };
      }
      if (host.left() > 0) throw new Error(`${host.left()} devices outlive the destroy`);
      costs[way].push(all);
      return all.up.wall;
    };
    // Nothing is warm in the first round nor in the second: each command is a new process. So it counts.
    await inTurns(rounds - 1, { ours: cycle('ours'), instant: cycle('instant') });
  } finally {
    host.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const of = (way: Way, name: Operation, what: keyof Cost): number[] =>
    costs[way].map((all) => all[name][what]);
  const row = (name: Operation, what: keyof Cost, limit?: number): Row => ({
    name: `pulumi ${name} of ${resources} pairs${what === 'wall' ? '' : ', processor time'}`,
    unit: 'ms',
    ours: median(of('ours', name, what)) / 1e6,
    other: { name: 'an instant provider', value: median(of('instant', name, what)) / 1e6 },
    ratio: ratio(of('ours', name, what), of('instant', name, what)),
    ...(limit === undefined ? {} : { budget: { of: 'ratio', limit } }),
  });
  return [
    row('up', 'wall', 1.15),
    row('up', 'processor'),
    ...(['preview', 'refresh', 'destroy'] as const).flatMap((name) => [
      row(name, 'wall'),
      row(name, 'processor'),
    ]),
  ];
}

// As small as ours: the text that stands in the state is one line, and the outputs are the inputs. The class names as many
// outputs as ours: each costs the program a third of a millisecond, whatever the provider.
const INSTANT = `
const provider = {
  check: async (olds, news) => ({ inputs: news, failures: [] }),
  diff: async (id, olds, news) => ({ changes: false, replaces: [] }),
  create: async (inputs) => ({ id: inputs.name, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (id, olds, news) => ({ outs: news }),
  delete: async () => {},
};
module.exports = { Instant: provider };`;

const PROGRAMS: Readonly<Record<Way, string>> = {
  ours: `
const { NetkitPair } = require('pulumi-netkit');
const make = (name, args) => new NetkitPair(name, args);`,
  instant: `
const pulumi = require('@pulumi/pulumi');
const __provider = 'exports.handler = () => require("instant").Instant;';
const unset = Object.fromEntries(require('./outputs.json').map((key) => [key, undefined]));
const make = (name, args) =>
  new pulumi.CustomResource('pulumi-nodejs:dynamic/bench:Instant', name, { ...unset, ...args, __provider });`,
};

function projectOf(folder: string, way: Way, resources: number): string {
  const project = join(folder, way);
  const declared = Array.from({ length: resources }, (_, i) => declaration(i));
  makeProject(project, {
    'Pulumi.yaml': `name: ${way}\nruntime: {name: nodejs, options: {typescript: false}}\n`,
    'package.json': JSON.stringify({ name: way, main: 'index.cjs' }),
    'declared.json': JSON.stringify(declared),
    'outputs.json': JSON.stringify(OUTPUTS),
    'index.cjs': `${PROGRAMS[way]}\nfor (const args of require('./declared.json')) make(args.name, args);\n`,
    'node_modules/instant/index.js': INSTANT,
  });
  return project;
}
