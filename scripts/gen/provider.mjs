// The provider's files: the embedded schema, and the types of what users write, `check` leaves and the kernel shows.
import {
  added,
  completed,
  computed,
  enums,
  inputObjects,
  outputObjects,
  published,
  resources,
  schema,
} from './schema.mjs';
import { header } from './text.mjs';
import { enumType, objectType } from './types.mjs';

export function providerSchema() {
  return [
    header,
    `import type { PackageSchema } from '../check/package-schema.js';\n`,
    '/** schema.json, embedded: nothing is read from disk at run time, and a bundle stays one file. */',
    `export const SCHEMA: PackageSchema = ${JSON.stringify(published, null, 2)};`,
    '',
  ].join('\n');
}

export function version() {
  return [
    header,
    '/** The release this is a part of: all of its parts must be of the same. */',
    `export const VERSION = '${schema.version}';`,
    '',
  ].join('\n');
}

/** The same, and where the engine finds the plugin of it. */
export function sdkVersion() {
  return [
    version(),
    '/** Where the engine finds the plugin when it is not installed: the releases of the repository. */',
    `export const PLUGIN_DOWNLOAD_URL = '${schema.pluginDownloadURL}';`,
    '',
  ].join('\n');
}

export function providerTypes() {
  const out = [
    header,
    `import type { Json } from '../values/json.js';`,
    `import type { AnyAsset, ObjectAsset } from '../values/asset.js';\n`,
  ];
  for (const { name, type } of enums) out.push(enumType(name, type));
  for (const { name, type } of inputObjects) {
    const isChecked = checkedName(name) !== name;
    out.push(
      objectType(name, type, {
        doc: isChecked ? ' As a user may write it.' : '',
        as: (ref) => ref,
        side: 'written',
      }),
    );
    if (!isChecked) continue;
    out.push(
      objectType(`${name}Checked`, type, {
        doc: ' As `check` leaves it: defaults are filled in.',
        as: checkedName,
        filled: true,
        computed: computed[name],
        extra: added[name],
      }),
    );
  }
  for (const { name, type } of outputObjects) {
    if (!inputObjects.some((input) => input.name === name)) {
      out.push(objectType(name, type, { as: outputName }));
    }
  }
  for (const { name, resource } of resources) {
    const inputs = { properties: resource.inputProperties, required: resource.requiredInputs };
    const of = (words) => ({ ...inputs, description: `${words} of a ${name}.` });
    out.push(
      objectType(`${name}Inputs`, of('What a user may write'), {
        as: (ref) => ref,
        side: 'written',
      }),
    );
    out.push(
      objectType(`${name}Checked`, of('The checked inputs'), {
        as: checkedName,
        filled: true,
        computed: computed[name],
        extra: added[name],
      }),
    );
    out.push(objectType(`${name}Outputs`, resource, { as: outputName }));
  }
  return out.join('\n');
}

function checkedName(ref) {
  return completed.some(({ name }) => name === ref) ? `${ref}Checked` : ref;
}

/** An object that inputs and outputs share is read back with its defaults. */
function outputName(ref) {
  return checkedName(ref);
}
