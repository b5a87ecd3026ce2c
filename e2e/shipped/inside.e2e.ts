/** The whole engine on the host whose kernel it drives: no connection is set. */
import { dirname, join } from 'node:path';
import { engine } from '../harness/drivers/engine.js';
import { residue, run, startGuest } from '../harness/guests/guest.js';

const EXAMPLE = join(__dirname, '../../examples/01-first-pair');

test('example 01 lives its life inside the guest', async () => {
  startGuest();
  const lines = [
    `export PATH=${engine()}:${dirname(process.execPath)}:$PATH PULUMI_HOME=/tmp/p/home PULUMI_BACKEND_URL=file:///tmp/p PULUMI_STACK=test`,
    'export PULUMI_CONFIG_PASSPHRASE= PULUMI_SKIP_UPDATE_CHECK=true PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true',
    `mkdir -p /tmp/p/home /tmp/p/work; cd /tmp/p/work; cp ${EXAMPLE}/index.ts ${EXAMPLE}/Pulumi.yaml ${EXAMPLE}/package.json ${EXAMPLE}/tsconfig.json .`,
    `ln -s ${join(__dirname, '../../node_modules')} node_modules`,
    'pulumi stack init test --non-interactive',
    'pulumi up --yes --skip-preview --non-interactive',
    'ip netns exec blue ping -n -c1 -W2 10.0.0.1',
    'pulumi preview --expect-no-changes --non-interactive',
    'pulumi destroy --yes --skip-preview --non-interactive; rm -r /tmp/p',
  ];
  const text = await run('bash', '--norc', '-e', '-c', lines.join('\n'));
  expect(text).toMatch(/\+ 3 created[^]*1 received[^]*3 unchanged[^]*3 deleted/);
  expect(await residue()).toEqual([]);
}, 180_000);
