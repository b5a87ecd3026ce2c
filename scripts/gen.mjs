// Writes what follows from schema.json: the embedded schema and the types of the provider, the arguments, enums and
// resource classes of the SDK. Plain Node. `--check` writes nothing and fails when the tree differs.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorsPage } from './gen/errors.mjs';
import { providerSchema, providerTypes, sdkVersion, version } from './gen/provider.mjs';
import { referencePages } from './gen/reference.mjs';
import { published, resources, root } from './gen/schema.mjs';
import {
  sdkEnums,
  sdkFunctions,
  sdkIndex,
  sdkInputs,
  sdkOutputs,
  sdkProvider,
  sdkResource,
} from './gen/sdk.mjs';
import { kebab } from './gen/text.mjs';
import { format, resolveConfig } from 'prettier';
import { withWalls } from './gen/walls.mjs';

const folders = [
  'docs/reference',
  'packages/contract/src/generated',
  'provider/src/generated',
  'sdk/src/generated',
];

const style = await resolveConfig(join(root, 'schema.json'));

const files = {
  'schema.json': await format(JSON.stringify(published, null, 2), { ...style, parser: 'json' }),
  'docs/architecture.md': withWalls(readOrEmpty('docs/architecture.md')),
  'docs/errors.md': await errorsPage(),
  ...referencePages(),
  'provider/src/generated/schema.ts': providerSchema(),
  'packages/contract/src/generated/types.ts': providerTypes(),
  'packages/contract/src/generated/version.ts': version(),
  'sdk/src/generated/enums.ts': sdkEnums(),
  'sdk/src/generated/inputs.ts': sdkInputs(),
  'sdk/src/generated/outputs.ts': sdkOutputs(),
  'sdk/src/generated/index.ts': sdkIndex(),
  'sdk/src/generated/provider.ts': sdkProvider(),
  'sdk/src/generated/functions.ts': sdkFunctions(),
  'sdk/src/generated/version.ts': sdkVersion(),
  ...Object.fromEntries(
    resources.map(({ name, resource }) => [
      `sdk/src/generated/${kebab(name)}.ts`,
      sdkResource(name, resource),
    ]),
  ),
};

if (process.argv.includes('--check')) check();
else write();

function check() {
  const wrong = Object.entries(files).filter(([path, text]) => readOrEmpty(path) !== text);
  const names = [...wrong.map(([path]) => path), ...strays()];
  if (names.length === 0) return;
  console.error(`not what schema.json says: ${names.join(', ')}; run \`npm run gen\``);
  process.exitCode = 1;
}

function write() {
  for (const path of strays()) rmSync(join(root, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (readOrEmpty(path) !== text) writeFileSync(join(root, path), text);
  }
}

function strays() {
  const found = folders.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
    } catch {
      return [];
    }
  });
  return found.filter((path) => !(path in files));
}

function readOrEmpty(path) {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}
