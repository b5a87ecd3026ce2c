// The packages of others that bundles hold: which they are, and the notice that their licences want in every copy.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** The folders, below the checkout, of the packages that an esbuild run read files of. */
export function packagesIn({ inputs }) {
  const folders = Object.keys(inputs).map(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0],
  );
  return [...new Set(folders)].filter(Boolean).sort();
}

/** What a file that holds these packages must say: their licences and notices, each text once. */
export function notice(folders) {
  const byText = new Map();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license } = manifest(folder);
    const texts = readdirSync(join(root, folder))
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
      .map((file) => readFileSync(join(root, folder, file), 'utf8').trim());
    if (texts.length === 0 && !license)
      throw new Error(`bundled: ${name} has neither a licence file nor a licence in package.json`);
    const text = texts.length > 0 ? texts.join('\n\n') : license;
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join(', ')}:\n${text}`);
  return ['This file holds', ...parts].join('\n\n');
}

/** The same as a comment of JavaScript. */
export function noticeComment(folders) {
  return `/*!\n${notice(folders).replaceAll('*/', '* /')}\n*/`;
}

/** The package.json of a folder below the checkout. */
export function manifest(folder) {
  const file = join(root, folder, 'package.json');
  if (!existsSync(file)) throw new Error(`bundled: ${folder} has no package.json`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
