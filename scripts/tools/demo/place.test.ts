import { Place } from './place.js';

test('a demo in a guest reaches it by the lab', () => {
  const place = new Place('/src', '/cache', 'demo-7');
  const reach = ['/src/lab/lab', 'exec', 'demo-7', '-C', '/', '--'];
  expect(place.here('ip', 'link')).toEqual([...reach, 'ip', 'link']);
  expect(JSON.parse(place.connection)).toEqual({ command: reach });
  expect(place.on('edge2', 'ping')).toEqual([
    'ssh',
    '-F',
    '/cache/demo-7-ssh/ssh_config',
    'root@edge2',
    'ping',
  ]);
});

test('a demo on this machine runs commands as they are', () => {
  const place = new Place('/src', '/cache', undefined);
  expect(place.here('ip', 'link')).toEqual(['ip', 'link']);
  expect(place.connection).toBe('{}');
  expect(JSON.parse(place.hosts)).toMatchObject([
    { name: 'edge1', configFile: '/cache/demo-ssh/ssh_config' },
    { name: 'edge2' },
    { name: 'edge3' },
  ]);
});
