import { knowsNetkit, versionIn } from './iproute.js';

test.each([
  { text: 'ip utility, iproute2-6.15.0, libbpf 1.5.0\n', is: '6.15.0' },
  { text: 'ip utility, iproute2-6.1.0\n', is: '6.1.0' },
  { text: 'ip utility, iproute2-ss190107\n', is: undefined },
  { text: '', is: undefined },
])('versionIn() $text: $is', ({ text, is }) => {
  expect(versionIn(text)).toBe(is);
});

test.each([
  { version: '6.8', is: true },
  { version: '6.8.0', is: true },
  { version: '6.15.0', is: true },
  { version: '7.0.0', is: true },
  { version: '6.7.9', is: false },
  { version: '5.10.0', is: false },
  { version: '', is: false },
])('knowsNetkit() $version: $is', ({ version, is }) => {
  expect(knowsNetkit(version)).toBe(is);
});
