/** The check of the Go SDK. */
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { must, output } from '../common/processes.js';
import { spreadReferences, writeIndexExample } from './examples.js';
import type { Sdks } from './sdkgen.js';

/** In one workspace with the engine's module, so that what they share is compiled once: seconds, not a minute and a half. */
export async function checkGo({ fresh, root }: Sdks): Promise<void> {
  const go = await output([join(root, 'lab/get-engine'), '--go']);
  const version = goVersion(readFileSync(join(root, 'sdk/go/go.mod'), 'utf8'));
  const [docs, reference] = [join(fresh, 'docs'), join(fresh, 'reference')];
  writeIndexExample(root, 'go', join(docs, 'main.go'));
  writeFileSync(join(docs, 'go.mod'), moduleOf('docs', version));
  spreadReferences(root, '.go', reference, 'main.go');
  writeFileSync(join(reference, 'go.mod'), moduleOf('reference', version));
  const uses = [
    './docs',
    './reference',
    '../../lab/engine',
    '../../sdk/go',
    '../../examples/07-go',
  ];
  const workspace = join(fresh, 'go.work');
  writeFileSync(workspace, `go ${version}\nuse (\n${uses.map((use) => `  ${use}\n`).join('')})\n`);
  const packages = ['./sdk/go/...', './examples/07-go', docs, `${reference}/...`];
  await must(['go', 'build', '-tags', 'osusergo,grpcnotrace', ...packages], {
    PATH: [go, process.env['PATH']].join(delimiter),
    GOWORK: workspace,
    CGO_ENABLED: '0',
    GOTOOLCHAIN: 'auto',
  });
}

/** The version of Go that a go.mod asks for. */
export function goVersion(goMod: string): string {
  const version = /^go (.+)$/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('go.mod names no version of Go');
  return version;
}

function moduleOf(name: string, version: string): string {
  return `module ${name}\n\ngo ${version}\n`;
}
