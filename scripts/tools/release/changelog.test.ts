import { released, unreleased } from './changelog.js';

const LOG = `# Changelog

## Unreleased

### Added

- A thing.

## 0.1.0 - 2026-01-01

- The first.
`;

test('unreleased() is what stands below Unreleased, up to the next release', () => {
  expect(unreleased(LOG)).toBe('### Added\n\n- A thing.');
});

test('released() puts it under the version, and leaves an empty Unreleased', () => {
  const after = released(LOG, '0.2.0', '2026-02-03');
  expect(after).toBe(LOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 - 2026-02-03\n'));
  expect(unreleased(after)).toBe('');
});

test.each([
  {
    name: 'nothing is listed',
    log: '# Changelog\n\n## Unreleased\n\n## 0.1.0\n',
    says: /lists nothing/,
  },
  { name: 'the section is missing', log: '# Changelog\n', says: /has no section/ },
])('released() refuses when $name', ({ log, says }) =>
  expect(() => released(log, '0.2.0', '2026-02-03')).toThrow(says),
);
