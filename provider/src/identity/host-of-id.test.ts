import { hostOfId } from './host-of-id.js';

test.each([
  { id: 'edge1:web0', host: 'edge1' },
  { id: 'edge1:blue/web0', host: 'edge1' },
  { id: 'edge1:/run/x/web0', host: 'edge1' },
  { id: 'edge1:pid:7/web0', host: 'edge1' },
  { id: '192.0.2.1:web0/tcx/ingress/count', host: '192.0.2.1' },
  { id: 'web0', host: undefined },
  { id: 'blue/web0', host: undefined },
  { id: 'pid:7/web0', host: undefined },
  { id: '/run/a:b/web0', host: undefined },
  { id: 'blue/a:b', host: undefined },
  { id: ':web0', host: undefined },
  { id: '-oProxyCommand=x:web0', host: undefined },
  { id: '', host: undefined },
])('hostOfId() of "$id" is $host', ({ id, host }) => {
  expect(hostOfId(id)).toEqual(host === undefined ? undefined : { name: host, address: host });
});
