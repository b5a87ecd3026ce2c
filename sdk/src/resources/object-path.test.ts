import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { objectAsset } from './object-path.js';

const where = 'BpfAttachment "web": programs[0].object';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'object-path-'))));
afterEach(() => {
  rmSync(folder, { recursive: true });
  delete process.env['PULUMI_NODEJS_PROJECT'];
});

test('objectAsset() makes an asset of a path, and leaves an asset as it is', async () => {
  const path = join(folder, 'x.o');
  writeFileSync(path, '');
  expect(await (objectAsset(path, where) as pulumi.asset.FileAsset).path).toBe(path);
  const given = new pulumi.asset.FileAsset(path);
  expect(await objectAsset(given, where)).toBe(given);
  const text = new pulumi.asset.StringAsset('x');
  expect(objectAsset(text, where)).toBe(text);
});

test('objectAsset() refuses a path without a file in one sentence, without a stack', async () => {
  const path = join(folder, 'nothing.o');
  const words = `${where}: object "${path}": ${path} does not exist; build it first: clang -g -O2 -target bpf -c NAME.bpf.c -o NAME.o [object-missing]`;
  expect(() => objectAsset(path, where)).toThrow(new pulumi.RunError(words));
  await expect(objectAsset(new pulumi.asset.FileAsset(path), where)).rejects.toThrow(words);
  expect(() => objectAsset(folder, where)).toThrow(`${folder} is a directory; give the path`);
});

test('objectAsset() looks for a relative path where the program runs, and not for an inline program', () => {
  expect(objectAsset('./nothing.o', where)).toBeInstanceOf(pulumi.asset.FileAsset);
  process.env['PULUMI_NODEJS_PROJECT'] = 'web';
  expect(() => objectAsset('./nothing.o', where)).toThrow('nothing.o does not exist');
});
