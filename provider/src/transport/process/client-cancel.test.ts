/** A caller who loses patience, against real processes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type NetkitError,
  type NetnsQuery,
  type Plan,
  PROTOCOL,
  VERSION,
} from '@pulumi-netkit/contract';
import { HelperHost } from './client.js';
import { cancelled, GRACE_MS, whilePatient } from './patience.js';

const QUERY: NetnsQuery = { kind: 'netns', name: 'blue', incarnation: '' };
const PLAN: Plan = [{ op: { op: 'netns.touch', name: 'green' } }];
const HELLO = `say(${JSON.stringify({ protocol: PROTOCOL, version: VERSION, facts: { kernel: 'k', bootId: 'b' } })});`;

let folder: string;
const hosts: HelperHost[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'helper-'))));
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  rmSync(folder, { recursive: true });
});

/** A host whose helper runs `body` for each request that comes. */
function hostOf(hello: string, body: string): HelperHost {
  const helper = join(folder, 'helper.js');
  const text = `
    const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
    ${hello}
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, method, of } = JSON.parse(line);
      ${body}
    });`;
  writeFileSync(helper, text);
  const host = new HelperHost({ helper });
  hosts.push(host);
  return host;
}

/** What `work` is refused with, and how long after the signal. */
async function givenUp(
  stop: AbortController,
  work: () => Promise<unknown>,
  after = 50,
): Promise<{ code: string; message: string; ms: number }> {
  const done = whilePatient(stop.signal, work);
  let given = Date.now();
  setTimeout(() => {
    given = Date.now();
    stop.abort(cancelled());
  }, after);
  return done.then(
    () => {
      throw new Error('nothing was refused');
    },
    (error: unknown) => {
      const { code, message } = error as NetkitError;
      return { code, message, ms: Date.now() - given };
    },
  );
}

test('a helper that does not start is not waited for', async () => {
  const host = hostOf('', '');
  const { code, message, ms } = await givenUp(new AbortController(), () => host.observe(QUERY));
  expect([code, message]).toEqual(['cancelled', expect.stringContaining('"looking at blue"')]);
  expect(ms).toBeLessThan(GRACE_MS);
});

test('a request that was not begun is taken back', async () => {
  // As the real one answers what it drops.
  const host = hostOf(
    HELLO,
    `if (method !== 'drop') return;
     say({ id: of, error: { code: 'cancelled', summary: 'dropped', details: {} } });
     say({ id, ok: true });`,
  );
  await host.facts();
  const { code, message, ms } = await givenUp(new AbortController(), () => host.run(PLAN));
  expect([code, message]).toEqual(['cancelled', expect.stringContaining('the run was cancelled')]);
  expect(ms).toBeLessThan(GRACE_MS);
});

test('a step in flight gets its time to end, and its answer counts', async () => {
  const host = hostOf(HELLO, `if (method === 'run') setTimeout(() => say({ id, ok: null }), 200);`);
  await host.facts();
  const stop = new AbortController();
  setTimeout(() => stop.abort(cancelled()), 50);
  await expect(whilePatient(stop.signal, () => host.run(PLAN))).resolves.toBeUndefined();
});

test('one that does not end is left, and its helper with it', async () => {
  const host = hostOf(HELLO, '');
  await host.facts();
  const { code, ms } = await givenUp(new AbortController(), () => host.run(PLAN));
  expect(code).toBe('cancelled');
  expect(ms).toBeGreaterThanOrEqual(GRACE_MS - 50);
  expect(ms).toBeLessThan(GRACE_MS + 300);
});

test('nothing new is begun, and looking is still answered', async () => {
  const asked: string[] = [];
  const host = hostOf(HELLO, `say({ id, ok: method });`);
  await host.facts();
  const stop = new AbortController();
  stop.abort(cancelled());
  await whilePatient(stop.signal, async () => {
    await expect(host.run(PLAN)).rejects.toMatchObject({ code: 'cancelled' });
    asked.push((await host.observe(QUERY)) as unknown as string);
  });
  expect(asked).toEqual(['observe']);
});

test('who did not lose patience is answered by the same helper', async () => {
  const host = hostOf(
    HELLO,
    `if (method === 'observe') setTimeout(() => say({ id, ok: method }), 150);
     else if (method === 'drop') say({ id, ok: false });`,
  );
  await host.facts();
  const other = host.observe(QUERY);
  const stop = new AbortController();
  setTimeout(() => stop.abort(cancelled()), 20);
  await expect(whilePatient(stop.signal, () => host.observe(QUERY))).resolves.toBe('observe');
  await expect(other).resolves.toBe('observe');
});
