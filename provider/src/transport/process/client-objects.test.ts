import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plan } from '@pulumi-netkit/contract';
import { refusal } from '../../../test/refusal.js';
import { HELLO, folder, hostOf, noted } from './testing/helpers.js';

describe('objects', () => {
  const HASH = createHash('sha256').update('ELF').digest('hex');
  const OTHER = createHash('sha256').update('other').digest('hex');
  const load = (...digests: string[]): Plan =>
    digests.map((digest) => ({
      op: {
        op: 'object.load',
        owner: 'urn:x',
        incarnation: 'i',
        attachment: {
          name: 'x',
          attachType: 'tcx/ingress',
          target: { name: 'web0', netns: null },
        },
        load: {
          digest,
          programs: [{ name: 'guard', config: 'c' }],
          globals: {},
          maps: {},
          beside: [],
          apart: [],
        },
      },
    }));
  const NOTING = `${HELLO}
    onRequest(({ id, method, digest, bytes }) => {
      if (method === 'object' && bytes === undefined) return say({ id, ok: digest === process.env.HAS });
      log(method === 'object' ? 'object ' + digest + ' ' + Buffer.from(bytes, 'base64') : method);
      if (method === 'run' && process.env.DIES) process.exit(1);
      say({ id, ok: null });
    });`;
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test('are sent before the plan that loads them, once in the life of a helper', async () => {
    const host = hostOf(NOTING);
    const files = { [HASH]: file('a.o', 'ELF'), [OTHER]: file('b.o', 'other') };
    await host.run(load(HASH, HASH), files);
    await host.run(load(HASH, OTHER), files);
    await host.run([]);
    expect(noted()).toEqual([
      'started',
      `object ${HASH} ELF`,
      'run',
      `object ${OTHER} other`,
      'run',
      'run',
    ]);
  });

  test('are not sent, nor read, when the host has them from an earlier run', async () => {
    const host = hostOf(NOTING.replace('process.env.HAS', JSON.stringify(HASH)));
    await host.run(load(HASH, OTHER), { [OTHER]: file('b.o', 'other') });
    await host.run(load(HASH, OTHER));
    expect(noted()).toEqual(['started', `object ${OTHER} other`, 'run', 'run']);
  });

  test('are sent again to a helper that was started anew', async () => {
    const host = hostOf(
      NOTING.replace(
        "if (method === 'run'",
        "if (noted().includes('again')) {} else if (method === 'run'",
      )
        .replace('process.env.DIES', 'true')
        .replace(
          HELLO,
          `${HELLO} const { readFileSync } = require('node:fs');
         const noted = () => readFileSync(__filename + '.log', 'utf8').split('\\n');`,
        ),
    );
    const files = { [HASH]: file('a.o', 'ELF') };
    const error = await refusal(host.run(load(HASH), files));
    expect(error.message).toContain(
      `the helper died at "load guard from ${join(folder, 'a.o')}": it ended with code 1. Run up again`,
    );
    writeFileSync(join(folder, 'helper.js.log'), 'again\n');
    await host.run(load(HASH), files);
    expect(noted()).toEqual(['again', 'started', `object ${HASH} ELF`, 'run']);
  });

  test('that changed since the preview are not sent, and nothing is run', async () => {
    const host = hostOf(NOTING);
    const error = await refusal(host.run(load(HASH), { [HASH]: file('a.o', 'built anew') }));
    expect(error.code).toBe('object-changed');
    expect((await refusal(host.run(load(HASH)))).code).toBe('object-missing');
    expect(noted()).toEqual(['started']);
  });
});
