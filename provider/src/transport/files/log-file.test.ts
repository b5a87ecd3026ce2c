import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetkitError } from '@pulumi-netkit/contract';
import { keepLog, logFolder } from './log-file.js';

const DAY = 24 * 3600 * 1000;
const rejected = new NetkitError('program-rejected', 'no', { advice: 'Mend it', log: 'x' });

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netkit-logs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('keepLog() leaves an error without a log as it is', () => {
  const error = new NetkitError('netns-missing', 'no blue', { advice: 'Make it' });
  expect(keepLog(error)).toBe(error);
});

test('keepLog() reports the rejection also when no file can be written in its folder', () => {
  const file = /The verifier's log is in (\S+)\. /.exec(
    keepLog(rejected, '/proc/nowhere').message,
  )?.[1];
  expect(file).toMatch(/verifier\.log$/);
  expect(readFileSync(file!, 'utf8')).toBe('x');
  rmSync(join(file!, '..'), { recursive: true });
});

test('the folder and the log are the user\u2019s alone', () => {
  const logs = join(folder, 'cache', 'logs');
  keepLog(rejected, logs);
  const [name = ''] = readdirSync(logs);
  expect(statSync(logs).mode & 0o777).toBe(0o700);
  expect(statSync(join(logs, name, 'verifier.log')).mode & 0o777).toBe(0o600);
});

test('a log of more than a week goes with the next one; what is not a log stays', () => {
  keepLog(rejected, folder);
  const [first] = readdirSync(folder);
  keepLog(rejected, folder, Date.now() + 6 * DAY);
  expect(readdirSync(folder)).toHaveLength(2);
  mkdirSync(join(folder, 'other'));
  keepLog(rejected, folder, Date.now() + 8 * DAY);
  expect(readdirSync(folder)).not.toContain(first);
  expect(readdirSync(folder)).toContain('other');
  expect(readdirSync(folder)).toHaveLength(2);
});

test('logs are below the cache of the user', () => {
  expect(logFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/pulumi-netkit/logs');
  expect(logFolder({ XDG_CACHE_HOME: 'relative' })).toMatch(/\/\.cache\/pulumi-netkit\/logs$/);
});
