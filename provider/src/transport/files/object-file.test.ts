import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readObject } from './object-file.js';

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const BYTES = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 10]);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'object-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('readObject() answers the bytes that were hashed', async () => {
  const path = join(folder, 'a.o');
  writeFileSync(path, BYTES);
  await expect(readObject(path, sha(BYTES))).resolves.toEqual(BYTES);
});

test('readObject() refuses bytes that changed since the preview', async () => {
  const path = join(folder, 'a.o');
  writeFileSync(path, BYTES);
  const hash = sha(BYTES);
  writeFileSync(path, 'built anew');
  await expect(readObject(path, hash)).rejects.toThrow(
    `object "${path}" changed since the preview. Run up again, when nothing builds it meanwhile. [object-changed]`,
  );
});

test('readObject() tells that a file is missing, or is none', async () => {
  const path = join(folder, 'nowhere.o');
  await expect(readObject(path, '')).rejects.toMatchObject({
    code: 'object-missing',
    summary: `object "${path}" cannot be read`,
    details: { errno: 'ENOENT' },
  });
  mkdirSync(path);
  await expect(readObject(path, '')).rejects.toMatchObject({
    code: 'object-invalid',
    summary: `object "${path}" is a directory`,
  });
});

test('readObject() tells that the engine gave no path', async () => {
  await expect(readObject(undefined, 'x')).rejects.toThrow(
    'the engine gave an object without its path. Do not let the programs of an attachment be ignored (ignoreChanges) while others change. [object-missing]',
  );
});
