/** The examples that documentation shows, as files that a compiler can read. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Refusal } from '../common/command.js';

/** The code blocks of one language in a page of Markdown, one after the other. */
export function codeIn(page: string, language: string): string {
  const lines: string[] = [];
  let isInside = false;
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) isInside = line === `\`\`\`${language}`;
    else if (isInside) lines.push(`${line}\n`);
  }
  return lines.join('');
}

/** Writes the example in one language of docs/_index.md. */
export function writeIndexExample(root: string, language: string, file: string): void {
  const code = codeIn(readFileSync(join(root, 'docs/_index.md'), 'utf8'), language);
  if (code === '') throw new Refusal(`docs/_index.md has no example in ${language}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

/** The examples of resources and functions in one language. */
export function references(root: string, ending: string): string[] {
  const folder = join(root, 'examples/reference');
  const files = readdirSync(folder).filter((file) => file.endsWith(ending));
  if (files.length === 0) throw new Refusal(`examples/reference has no file *${ending}`);
  return files.sort().map((file) => join(folder, file));
}

/** Copies them into folders of their own below `to`, each under the name `as`: one package a folder. */
export function spreadReferences(root: string, ending: string, to: string, as: string): void {
  for (const file of references(root, ending)) {
    const folder = join(to, basename(file, ending));
    mkdirSync(folder, { recursive: true });
    copyFileSync(file, join(folder, as));
  }
}
