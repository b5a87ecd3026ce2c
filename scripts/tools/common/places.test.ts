import { cacheFolder, onPath } from './places.js';

test.each([
  { env: { PULUMI_NETKIT_CACHE: '/own', XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }, is: '/own' },
  { env: { XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }, is: '/xdg/pulumi-netkit' },
  { env: { HOME: '/home/a' }, is: '/home/a/.cache/pulumi-netkit' },
  {
    env: { PULUMI_NETKIT_CACHE: '', XDG_CACHE_HOME: '', HOME: '/home/a' },
    is: '/home/a/.cache/pulumi-netkit',
  },
])('cacheFolder() with $env is $is', ({ env, is }) => {
  expect(cacheFolder(env)).toBe(is);
});

test('onPath() finds a program in the first folder that has it', () => {
  expect(onPath('sh', '/nowhere:/bin:/usr/bin')).toBe('/bin/sh');
  expect(onPath('sh', '/nowhere')).toBeUndefined();
});
