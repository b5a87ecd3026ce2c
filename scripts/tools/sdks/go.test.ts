import { goVersion } from './go.js';

test('goVersion() reads what go.mod asks for', () => {
  expect(goVersion('module x\n\ngo 1.24.1\n\nrequire y v1\n')).toBe('1.24.1');
  expect(() => goVersion('module x\n')).toThrow('go.mod names no version of Go');
});
