// docs/errors.md, from the two tables of codes in the contract, and the remedies.
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './schema.mjs';

async function valueOf(path, name) {
  const { outputFiles } = await build({
    entryPoints: [join(root, path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  });
  const text = Buffer.from(outputFiles[0].contents).toString('base64');
  return (await import(`data:text/javascript;base64,${text}`))[name];
}

export async function errorsPage() {
  const remedies = await valueOf('packages/contract/src/errors/remedies.ts', 'REMEDIES');
  const table = async (path, name) => {
    const rows = Object.entries(await valueOf(path, name)).map(
      ([code, cause]) => `| <a id="${code}"></a>\`${code}\` | ${cause} | ${remedies[code]} |`,
    );
    return ['| code | cause | what to do |', '| --- | --- | --- |', ...rows].join('\n');
  };
  return `<!-- Generated from packages/contract/src by scripts/gen.mjs. Do not edit; run \`npm run gen\`. -->

# Errors

Every message ends in a code in brackets. Match the code, not the text. A release that renames a code says so in its changes. A message reads *what: why; what to do.*

## Refused at preview

${await table('packages/contract/src/errors/failure.ts', 'FAILURE_CODES')}

## On the host

${await table('packages/contract/src/errors/errors.ts', 'ERROR_CODES')}
`;
}
