/** Against real processes, small enough to be read here. Each is what a helper may turn out to be. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Plan, VERSION } from '@pulumi-netkit/contract';
import { HelperHost } from './client.js';
import { refusal } from '../../../test/refusal.js';
import { QUERY, HELLO, PRELUDE, ECHO, folder, hostOf, noted } from './testing/helpers.js';

test('starts no helper before the first question, and one for all', async () => {
  const host = hostOf(ECHO);
  expect(noted()).toEqual([]);
  await expect(host.facts()).resolves.toEqual({ kernel: 'k', bootId: 'b' });
  await Promise.all([host.observe(QUERY), host.run([]), host.observe(QUERY)]);
  expect(noted()).toEqual(['started']);
});

test('sends what is asked and gives each asker its own answer, in whatever order they come', async () => {
  const host = hostOf(`${HELLO}
    const asked = [];
    onRequest((request) => {
      asked.push(request);
      if (asked.length === 2) for (const { id, ...rest } of asked.reverse()) say({ id, ok: rest });
    });`);
  await expect(Promise.all([host.observe(QUERY), host.run([])])).resolves.toEqual([
    { method: 'observe', query: QUERY },
    undefined,
  ]);
});

test('takes an answer that comes in pieces', async () => {
  const host = hostOf(`${HELLO}
    onRequest(({ id }) => {
      const text = JSON.stringify({ id, ok: { state: 'ü' } }) + '\\n';
      const bytes = Buffer.from(text);
      const half = bytes.indexOf(0xc3) + 1;
      process.stdout.write(bytes.subarray(0, half));
      setTimeout(() => process.stdout.write(bytes.subarray(half)), 20);
    });`);
  await expect(host.observe(QUERY)).resolves.toEqual({ state: 'ü' });
});

test('throws the error that the helper answered, as it was', async () => {
  const host = hostOf(`${HELLO}
    const error = { code: 'netns-missing', summary: 'no blue', details: { path: 'netns', advice: 'Make it' } };
    onRequest(({ id }) => say({ id, error }));`);
  const error = await refusal(host.observe(QUERY));
  expect(error.message).toBe('netns: no blue. Make it. [netns-missing]');
  expect(error.code).toBe('netns-missing');
});

test.each([
  {
    name: 'greets in another protocol',
    body: `say({ protocol: 3, facts: {} }); onRequest(() => {});`,
    says: 'the helper speaks protocol 3, this provider 4',
  },
  {
    name: 'is of another release',
    body: `say({ protocol: 4, version: '0.0.9', facts: {} }); onRequest(() => {});`,
    says: `the helper is of release 0.0.9, this provider of ${VERSION}`,
  },
  {
    name: 'does not greet',
    body: `console.log('Welcome to host.example!'); onRequest(() => {});`,
    says: 'the first line of the helper is not a greeting: "Welcome to host.example!"',
  },
  {
    name: 'greets with no object',
    body: `say(null); onRequest(() => {});`,
    says: 'the first line of the helper is not a greeting: "null"',
  },
])('refuses a helper that $name', async ({ body, says }) => {
  const error = await refusal(hostOf(body).facts());
  expect(error.code).toBe('helper-protocol');
  expect(error.message).toContain(says);
});

test('tells why a helper ended before it greeted, and what it said last', async () => {
  const body = `console.error('one\\ntwo\\nthree\\nno koffi for this machine'); process.exitCode = 3;`;
  const error = await refusal(hostOf(body).facts());
  expect(error.code).toBe('helper-not-started');
  expect(error.message).toContain(
    'helper.js: it ended with code 3; it said: two / three / no koffi for this machine. Run that command by hand, and check helper of the setting netkit:connection.',
  );
});

test('tells that a command cannot be started, and which settings lead to it', async () => {
  const host = new HelperHost({ command: [join(folder, 'nowhere')] });
  const error = await refusal(host.facts());
  expect(error.code).toBe('helper-not-started');
  expect(error.message).toContain('ENOENT');
  const sudo = new HelperHost({ command: [join(folder, 'nowhere')], sudo: true });
  const { message } = await refusal(sudo.facts());
  expect(message).toContain('nowhere sudo -n node ');
  expect(message).toContain('check command, sudo of the setting netkit:connection.');
});

test('asks anew after a helper could not be started', async () => {
  const host = hostOf('process.exitCode = 1;');
  await refusal(host.facts());
  writeFileSync(join(folder, 'helper.js'), PRELUDE + ECHO);
  await expect(host.facts()).resolves.toMatchObject({ kernel: 'k' });
});

test('tells at what the helper died, how, and what it said last', async () => {
  const host = hostOf(`${HELLO}
    onRequest(() => {
      process.stderr.write('bad object\\n', () => process.kill(process.pid, 'SIGSEGV'));
    });`);
  const plan = [{ op: { op: 'netns.bind', name: 'blue' } }] as const;
  const error = await refusal(host.run(plan));
  expect(error.message).toBe(
    'the helper died at "ip netns add blue": it was ended by SIGSEGV; it said: bad object. Run up again: it finishes or clears what was half-made. [helper-died]',
  );
});

test('tells at which step of a plan the helper died', async () => {
  const host = hostOf(`${HELLO}
    onRequest(({ id }) => {
      say({ id, at: 1 });
      say({ id, at: 2 });
      process.stdout.write('', () => process.kill(process.pid, 'SIGSEGV'));
    });`);
  const plan: Plan = [
    { op: { op: 'netns.touch', name: 'blue' } },
    { op: { op: 'netns.bind', name: 'blue' } },
    { op: { op: 'record.remove', incarnation: 'i' } },
  ];
  const { message } = await refusal(host.run(plan));
  // The last step is book-keeping, which has no words.
  expect(message).toContain('the helper died at "ip netns add blue": it was ended by SIGSEGV');
});

test('hands on the log of a rejected program beside its message', async () => {
  const host = hostOf(`${HELLO}
    const error = { code: 'program-rejected', summary: 'no', details: { errno: 'EACCES', log: '0: R1=ctx()\\nprocessed 1' } };
    onRequest(({ id }) => say({ id, error }));`);
  const error = await refusal(host.run([]));
  expect(error.message).toBe('no (EACCES). [program-rejected]');
  expect(error.details.log).toBe('0: R1=ctx()\nprocessed 1');
});

describe('a helper that dies', () => {
  // One request after the other, as the real one: what it was at is the oldest without an answer.
  const plan = (name: string): Plan => [{ op: { op: 'netns.bind', name } }];
  const DYING = (dies: string): string => `${HELLO}
    onRequest(({ id, plan, query }) => {
      const name = plan ? plan[0].op.name : query.name;
      log(name);
      if (${dies}) process.kill(process.pid, 'SIGSEGV');
      else say({ id, ok: name });
    });`;

  test('fails the request that it was at; what waited behind it is asked of another', async () => {
    const host = hostOf(DYING(`name === 'bad'`));
    await host.facts();
    const answers = await Promise.allSettled([
      host.observe({ ...QUERY, name: 'before' }),
      host.run(plan('bad')),
      host.observe({ ...QUERY, name: 'after' }),
      host.run(plan('good')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect((answers[1] as PromiseRejectedResult).reason).toMatchObject({
      code: 'helper-died',
      summary: 'the helper died at "ip netns add bad": it was ended by SIGSEGV',
    });
    expect(noted()).toEqual(['started', 'before', 'bad', 'started', 'after', 'good']);
  });

  test('and another that dies too fails what waited for it, and says that it was not begun', async () => {
    const host = hostOf(DYING('true'));
    await host.facts();
    const errors = await Promise.all(['a', 'b', 'c'].map((name) => refusal(host.run(plan(name)))));
    expect(errors.map(({ summary }) => summary)).toEqual([
      'the helper died at "ip netns add a": it was ended by SIGSEGV',
      'the helper died at "ip netns add b": it was ended by SIGSEGV',
      'the helper died before "ip netns add c" was begun: it was ended by SIGSEGV',
    ]);
    expect(noted()).toEqual(['started', 'a', 'started', 'b']);
  });

  test('of which only silence is known is not asked again: its step may still run', async () => {
    const host = hostOf(`${HELLO} onRequest(() => log('asked'));`, { requestTimeout: 1 });
    const errors = await Promise.all([refusal(host.run(plan('a'))), refusal(host.run(plan('b')))]);
    expect(errors.map(({ summary }) => summary)).toEqual([
      'the helper died at "ip netns add a": no word from it in 1 s',
      'the helper died at "ip netns add b": no word from it in 1 s',
    ]);
    expect(noted().filter((line) => line === 'started')).toHaveLength(1);
  });
});

test('tells that the helper died though somebody else holds on to its pipes', async () => {
  const host = hostOf(`${HELLO} onRequest(() => {
    const other = require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit', detached: true });
    log('other ' + other.pid);
    process.exit(3);
  });`);
  const { code, message } = await refusal(host.observe(QUERY));
  process.kill(Number(/other (\d+)/.exec(noted().join(' '))?.[1]));
  expect(code).toBe('helper-died');
  expect(message).toContain('it ended with code 3');
});

test('starts another helper after one died, and keeps that one', async () => {
  const host = hostOf(`${HELLO}
    onRequest(({ id, method }) => (method === 'run' ? process.exit(1) : say({ id, ok: {} })));`);
  expect((await refusal(host.run([]))).code).toBe('helper-died');
  await expect(host.observe(QUERY)).resolves.toEqual({});
  await expect(host.observe(QUERY)).resolves.toEqual({});
  expect(noted().filter((line) => line === 'started')).toHaveLength(2);
});

test('the exit of a helper that was given up does not end the next one', async () => {
  // The first says nonsense, is killed for it, and its exit is heard while the second one works.
  const host = hostOf(`${HELLO}
    onRequest(({ id, method }) => (method === 'run' ? console.log('nonsense') : say({ id, ok: {} })));`);
  const error = await refusal(host.run([]));
  expect(error.message).toContain('it wrote a line that is not a response: "nonsense"');
  for (let n = 0; n < 3; n++) {
    await expect(host.observe(QUERY)).resolves.toEqual({});
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  expect(noted().filter((line) => line === 'started')).toHaveLength(2);
});

test('a response that nobody waits for ends the helper', async () => {
  const host = hostOf(`${HELLO} onRequest(() => say({ id: 99, ok: null }));`);
  expect((await refusal(host.run([]))).message).toContain('it wrote a line that is not a response');
});

test('gives up a helper that does not answer in time, and starts another', async () => {
  const host = hostOf(
    `${HELLO} onRequest(({ id, method }) => method === 'run' || say({ id, ok: {} }));`,
    { requestTimeout: 1 },
  );
  const error = await refusal(host.run([]));
  expect(error.message).toContain('the helper died at "keeping records": no word from it in 1 s');
  await expect(host.observe(QUERY)).resolves.toEqual({});
});

test('reports what is waited for once it takes longer than a second', async () => {
  const told: string[] = [];
  const host = hostOf(
    `${HELLO} onRequest(({ id }) => setTimeout(() => say({ id, ok: {} }), 1200));`,
    {},
    (what) => told.push(what),
  );
  await host.observe(QUERY);
  expect(told).toContain('looking at blue (1 s)');
});

test('tells how far a plan is, of the steps that have words', async () => {
  const told: string[] = [];
  const host = hostOf(
    `${HELLO} onRequest(({ id }) => {
      say({ id, at: 2 });
      setTimeout(() => say({ id, ok: null }), 1200);
    });`,
    {},
    (what) => told.push(what),
  );
  await host.run([
    { op: { op: 'netns.loUp', name: 'blue' } },
    { op: { op: 'record.remove', incarnation: 'i' } },
    { op: { op: 'netns.loUp', name: 'green' } },
    { op: { op: 'netns.loUp', name: 'red' } },
  ]);
  expect(told).toEqual([expect.stringMatching(/green.* \(2 of 3, 1 s\)$/)]);
});

test('close() lets the helper answer what it was asked, ends its pipe and waits for its end', async () => {
  const host = hostOf(ECHO);
  const answer = host.observe(QUERY);
  await host.facts();
  await host.close();
  await expect(answer).resolves.toMatchObject({ method: 'observe' });
  expect(noted()).toEqual(['started', 'closed']);
});

test('close() of a host that nobody asked does nothing', async () => {
  await hostOf(ECHO).close();
  expect(noted()).toEqual([]);
});
