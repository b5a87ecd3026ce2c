/** What scripts/bench is asked for. Pure. */
import { parseArgs } from 'node:util';
import { Refusal } from '../common/command.js';

export interface Options {
  /** A kernel of lab/lab, or `here`. Undefined: what this machine can do decides. */
  readonly kernel: string | undefined;
  /** Groups, divided by commas. Undefined: all. */
  readonly only: string | undefined;
  /** What bench/main.ts reads from its environment. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Throws what node:util throws of a wrong option. */
export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      pairs: { type: 'string' },
      resources: { type: 'string' },
      long: { type: 'boolean' },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const [kernel, ...more] = positionals;
  if (more.length > 0) throw new Refusal(`one kernel, not ${positionals.join(' and ')}`);
  const settings: Record<string, string> = {};
  for (const name of ['rounds', 'pairs', 'resources'] as const) {
    const count = values[name];
    if (count !== undefined) settings[`BENCH_${name.toUpperCase()}`] = count;
  }
  if (values.long) settings['BENCH_LONG'] = '1';
  if (values.json) settings['BENCH_JSON'] = '1';
  return { kernel, only: values.only, settings };
}
