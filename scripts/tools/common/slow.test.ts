import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slow } from './slow.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'slow-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('slow() says what it does, and keeps what the command prints in the log', async () => {
  const said: string[] = [];
  const log = join(folder, 'logs/one.log');
  await slow((text) => said.push(text), 'doing it', log, ['sh', '-c', 'echo out; echo err >&2']);
  expect(said).toEqual(['doing it ...']);
  expect(readFileSync(log, 'utf8')).toBe('out\nerr\n');
});

test('slow() of a command that fails names the log', async () => {
  const log = join(folder, 'one.log');
  const work = slow(() => undefined, 'doing it', log, ['false']);
  await expect(work).rejects.toThrow(`doing it failed (log: ${log})`);
});
