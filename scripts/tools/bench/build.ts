/** Makes the programs that a benchmark runs, all in one folder. */
import { copyFileSync } from 'node:fs';
import { machine } from 'node:os';
import { basename, join } from 'node:path';
import { Refusal } from '../common/command.js';
import { run, type Command, SHOWN } from '../common/processes.js';

const FILTERS = ['bench/c/filter', 'bench/c/slots', 'packages/bpf-object/testdata/large'];

export async function build(root: string, out: string): Promise<void> {
  const cc = (name: string, ...libraries: readonly string[]): Promise<void> => {
    const source = join(root, 'bench/c', `${name}.c`);
    const command = ['cc', '-O2', '-Wall', '-o', join(out, name), source, ...libraries] as const;
    return make(`compile bench/c/${name}.c`, command);
  };
  await cc('netlink');
  await cc('bpf');
  await cc('libbpf', '-lbpf');
  const clang = [
    'clang',
    '-target',
    'bpf',
    '-O2',
    '-g',
    `-I/usr/include/${machine()}-linux-gnu`,
  ] as const;
  for (const filter of FILTERS) {
    const source = join(root, `${filter}.bpf.c`);
    const object = join(out, `${basename(filter)}.o`);
    await make(`compile ${filter}.bpf.c`, [...clang, '-c', source, '-o', object]);
  }
  await make('bundle the benchmarks', [process.execPath, join(root, 'bench/build.mjs'), out]);
  for (const file of ['preload.cjs', 'meter.cjs'])
    copyFileSync(join(root, 'bench/children', file), join(out, file));
}

async function make(what: string, command: Command): Promise<void> {
  if ((await run(command, SHOWN)) !== 0) throw new Refusal(`cannot ${what}`);
}
