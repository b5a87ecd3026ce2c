import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { machineId } from './machine-id.js';

// What `systemd-id128 machine-id --app-specific=78c5e69ed2434959a42437bd317577b6` of systemd 252 prints on a machine of this id.
const ID = '3d1219c7c4c5404aaa1f6d2a48adfda4';
const OURS = '30476e37b1964dfba023af613028f564';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'machine-'))));
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

test('machineId() is made of /etc/machine-id as systemd does it', () => {
  put('etc/machine-id', `${ID}\n`);
  expect(machineId(root)).toBe(OURS);
});

test("machineId() is made of D-Bus's id on a machine without systemd", () => {
  put('var/lib/dbus/machine-id', ID);
  expect(machineId(root)).toBe(OURS);
});

test('machineId() prefers /etc/machine-id, and differs from machine to machine', () => {
  put('etc/machine-id', ID.replace('3', '4'));
  put('var/lib/dbus/machine-id', ID);
  expect(machineId(root)).toMatch(/^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  expect(machineId(root)).not.toBe(OURS);
});

test.each([
  { name: 'missing', text: undefined },
  { name: 'empty', text: '' },
  { name: 'that of an image before its first boot', text: 'uninitialized\n' },
  { name: 'all zero', text: '0'.repeat(32) },
  { name: 'too short', text: ID.slice(1) },
  { name: 'too long', text: `${ID}0` },
  { name: 'no hex', text: ID.replace('3', 'g') },
])('machineId() passes over a file that is $name', ({ text }) => {
  if (text !== undefined) put('etc/machine-id', text);
  expect(machineId(root)).toBeUndefined();
  put('var/lib/dbus/machine-id', ID);
  expect(machineId(root)).toBe(OURS);
});

test('machineId() passes over what cannot be read as a file', () => {
  mkdirSync(join(root, 'etc/machine-id'), { recursive: true });
  expect(machineId(root)).toBeUndefined();
});
