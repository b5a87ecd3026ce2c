import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bump, nextVersion, PLACES } from './places.js';

const ROOT = join(__dirname, '../../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'schema.json'), 'utf8')) as {
  readonly version: string;
};

test.each(PLACES)('$file holds the version of schema.json, and takes another', (place) => {
  const text = readFileSync(join(ROOT, place.file), 'utf8');
  const changed = bump(place, text, version, '98.7.6');
  expect(changed).toContain('98.7.6');
  expect(bump(place, changed, '98.7.6', version)).toBe(text);
});

test('every manifest of ours with a version is a place', () => {
  const files = execFileSync('git', ['ls-files', 'package.json', '*/package.json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const holding = files
    .trim()
    .split('\n')
    .filter((file) =>
      /"pulumi-netkit": "\^|"version":/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
  expect(PLACES.map(({ file }) => file)).toEqual(expect.arrayContaining(holding));
});

test('bump() refuses a file without the version', () => {
  const place = { file: 'a.json', around: ['"version": "VERSION"'] };
  expect(() => bump(place, '{"version": "0.2.0"}', '0.1.0', '0.3.0')).toThrow(
    'a.json does not hold the version 0.1.0',
  );
});

test.each([
  { wanted: '0.1.0', says: 'version 0.1.0 does not follow 0.1.0; give a greater one' },
  { wanted: '0.0.9', says: 'version 0.0.9 does not follow 0.1.0; give a greater one' },
  { wanted: 'v0.2.0', says: '"v0.2.0" is not a version; write it as in 1.2.3' },
  { wanted: '1.2', says: '"1.2" is not a version; write it as in 1.2.3' },
])('nextVersion() refuses $wanted after 0.1.0', ({ wanted, says }) =>
  expect(() => nextVersion('0.1.0', wanted)).toThrow(says),
);

test.each(['0.1.1', '0.2.0-beta.1', '1.0.0'])('nextVersion() takes %s after 0.1.0', (wanted) =>
  expect(nextVersion('0.1.0', wanted)).toBe(wanted),
);
