// The examples of examples/reference/ in the descriptions of schema.json, as Pulumi's own generators read them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kebab, last } from './text.mjs';

const BEGIN = '\n\n{{% examples %}}';
const LANGUAGES = [
  ['typescript', 'ts'],
  ['python', 'py'],
  ['go', 'go'],
  ['yaml', 'yaml'],
];

/** A description without its examples. */
export const plain = (description) => description.split(BEGIN)[0];

/** The schema with a change of the description of each resource and function. */
export function described(schema, change) {
  const all = (section) =>
    Object.fromEntries(
      Object.entries(section).map(([token, one]) => [
        token,
        { ...one, description: change(token, plain(one.description)) },
      ]),
    );
  return { ...schema, resources: all(schema.resources), functions: all(schema.functions) };
}

/** The schema with the examples that are in the folder now. */
export function withExamples(schema, root) {
  return described(schema, (token, description) => {
    const samples = LANGUAGES.map(([language, ending]) => {
      const file = join(root, 'examples/reference', `${kebab(last(token))}.${ending}`);
      if (!existsSync(file)) throw new Error(`gen: ${token} has no example ${file}`);
      return `\`\`\`${language}\n${readFileSync(file, 'utf8').trimEnd()}\n\`\`\``;
    });
    const example = `{{% example %}}\n\n${samples.join('\n\n')}\n\n{{% /example %}}`;
    return `${description}${BEGIN}\n\n## Example Usage\n\n${example}\n\n{{% /examples %}}`;
  });
}
