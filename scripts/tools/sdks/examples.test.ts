import { join } from 'node:path';
import { codeIn, references } from './examples.js';

const PAGE = [
  'text',
  '```go',
  'package main',
  '```',
  '',
  '```yaml',
  'a: 1',
  '```',
  '```go',
  'x',
  '```',
];

test.each([
  { language: 'go', is: 'package main\nx\n' },
  { language: 'yaml', is: 'a: 1\n' },
  { language: 'python', is: '' },
])('codeIn() of $language', ({ language, is }) => {
  expect(codeIn(PAGE.join('\n'), language)).toBe(is);
});

test('references() finds an example of each resource and function in each language', () => {
  const root = join(__dirname, '../../..');
  const counts = ['.ts', '.py', '.go', '.yaml'].map((ending) => references(root, ending).length);
  expect(counts).toEqual([6, 6, 6, 6]);
  expect(() => references(root, '.rs')).toThrow('examples/reference has no file *.rs');
});
