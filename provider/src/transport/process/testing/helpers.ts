/** Hosts behind helpers that a test writes: real processes, small enough to be read. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NetnsQuery, VERSION } from '@pulumi-netkit/contract';
import { HelperHost } from '../client.js';
import type { Connection } from '../../way/connection.js';
import type { Progress } from '../helper-process.js';

export const QUERY: NetnsQuery = { kind: 'netns', name: 'blue', incarnation: '' };
export const HELLO = `say({ protocol: 4, version: ${JSON.stringify(VERSION)}, facts: { kernel: 'k', bootId: 'b' } });`;
export const PRELUDE = `
  const { createInterface } = require('node:readline');
  const { appendFileSync } = require('node:fs');
  const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
  const log = (line) => appendFileSync(__filename + '.log', line + '\\n');
  const onRequest = (answer) =>
    createInterface({ input: process.stdin })
      .on('line', (line) => answer(JSON.parse(line)))
      .on('close', () => log('closed'));
  log('started');
`;
export const ECHO = `${HELLO} onRequest(({ id, ...asked }) => say({ id, ok: asked }));`;

export let folder: string;
export const hosts: HelperHost[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'helper-'))));
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  rmSync(folder, { recursive: true });
});

/** A host whose helper runs this text. */
export function hostOf(body: string, connection: Connection = {}, say?: Progress): HelperHost {
  const helper = join(folder, 'helper.js');
  writeFileSync(helper, PRELUDE + body);
  const host = new HelperHost({ ...connection, helper }, say);
  hosts.push(host);
  return host;
}

/** What helpers noted, in order. */
export function noted(): string[] {
  const file = join(folder, 'helper.js.log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}
