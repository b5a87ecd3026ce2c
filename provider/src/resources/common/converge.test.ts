import {
  type Host,
  NetkitError,
  type NetnsAnswer,
  type NetnsQuery,
  type Plan,
  type Step,
} from '@pulumi-netkit/contract';
import { converge } from './converge.js';

const QUERY: NetnsQuery = { kind: 'netns', name: 'blue', incarnation: '' };
const step = (name: string): Step => ({
  op: { op: 'netns.touch', name },
  undo: { op: 'netns.delete', name },
});
const undoAll = (done: Plan): Plan =>
  done.flatMap(({ undo }) => (undo ? [{ op: undo }] : [])).toReversed();

/** A host that keeps a log; `fails` says which lines it refuses. */
function recorder(fails: (line: string) => NetkitError | undefined = () => undefined): {
  host: Host;
  log: string[];
} {
  const log: string[] = [];
  const host = {
    facts: () => Promise.reject(new Error('not asked for')),
    observe: () => {
      log.push('look');
      return Promise.resolve({ kind: 'netns', leftovers: [] } as unknown as NetnsAnswer);
    },
    run: (plan: Plan) => {
      const line = plan.map(({ op }) => `${op.op} ${'name' in op ? op.name : ''}`).join(', ');
      log.push(line);
      const error = fails(line);
      return error ? Promise.reject(error) : Promise.resolve();
    },
  };
  return { host: host as Host, log };
}

/** Plans these rounds one after the other, then nothing. */
function rounds(...plans: Plan[]): () => Plan {
  let round = 0;
  return () => plans[round++] ?? [];
}

test('converge() runs nothing when the first look asks for nothing', async () => {
  const { host, log } = recorder();
  const { done } = await converge(host, QUERY, rounds(), undoAll);
  expect(done).toEqual([]);
  expect(log).toEqual(['look']);
});

test('converge() looks again after each plan, until a look asks for nothing', async () => {
  const { host, log } = recorder();
  const { done } = await converge(
    host,
    QUERY,
    rounds([step('a'), step('b')], [step('c')]),
    undoAll,
  );
  expect(done).toEqual([step('a'), step('b'), step('c')]);
  expect(log).toEqual(['look', 'netns.touch a, netns.touch b', 'look', 'netns.touch c', 'look']);
});

test('converge() undoes earlier rounds, last first, when a later one fails, and tells its error', async () => {
  const failure = new NetkitError('kernel-refused', 'no');
  const { host, log } = recorder((line) => (line === 'netns.touch c' ? failure : undefined));
  const work = converge(host, QUERY, rounds([step('a'), step('b')], [step('c')]), undoAll);
  await expect(work).rejects.toBe(failure);
  expect(log.slice(-3)).toEqual(['netns.touch c', 'netns.delete b', 'netns.delete a']);
});

test.each(['chain-moved', 'device-gone'] as const)(
  'converge() looks and plans again after %s',
  async (code) => {
    let isLost = true;
    const { host, log } = recorder(() => {
      if (!isLost) return undefined;
      isLost = false;
      return new NetkitError(code, 'someone was faster');
    });
    await converge(host, QUERY, rounds([step('a')], [step('b')]), undoAll);
    expect(log).toEqual(['look', 'netns.touch a', 'look', 'netns.touch b', 'look']);
  },
);

test('converge() gives up when each of its changes comes too late', async () => {
  const failure = new NetkitError('device-gone', 'someone was faster');
  const { host, log } = recorder(() => failure);
  await expect(converge(host, QUERY, () => [step('a')], undoAll)).rejects.toBe(failure);
  expect(log.filter((line) => line === 'look')).toHaveLength(9);
});

test('converge() undoes earlier rounds when the plan itself refuses', async () => {
  const failure = new NetkitError('feature-missing', 'old kernel');
  const plans = rounds([step('a')]);
  let looks = 0;
  const { host, log } = recorder();
  const plan = (): Plan => {
    if (++looks === 2) throw failure;
    return plans();
  };
  await expect(converge(host, QUERY, plan, undoAll)).rejects.toBe(failure);
  expect(log).toEqual(['look', 'netns.touch a', 'look', 'netns.delete a']);
});

test('converge() goes on undoing when one undo fails, and tells the first error', async () => {
  const failure = new NetkitError('kernel-refused', 'first');
  const { host, log } = recorder((line) => {
    if (line === 'netns.touch c') return failure;
    return line === 'netns.delete b' ? new NetkitError('kernel-refused', 'second') : undefined;
  });
  const work = converge(host, QUERY, rounds([step('a'), step('b')], [step('c')]), undoAll);
  await expect(work).rejects.toBe(failure);
  expect(log.at(-1)).toBe('netns.delete a');
});

test('converge() stops undoing when the helper dies over it', async () => {
  const { host, log } = recorder((line) => {
    if (line === 'netns.touch c') return new NetkitError('kernel-refused', 'first');
    return line === 'netns.delete b' ? new NetkitError('helper-died', 'second') : undefined;
  });
  const work = converge(host, QUERY, rounds([step('a'), step('b')], [step('c')]), undoAll);
  await expect(work).rejects.toThrow('first');
  expect(log.at(-1)).toBe('netns.delete b');
});

test('converge() gives up after seven rounds, undoes them all and names what does not hold', async () => {
  const { host, log } = recorder();
  const work = converge(host, QUERY, () => [step('a')], undoAll);
  await expect(work).rejects.toThrow(
    'the kernel accepts but does not keep: touch /run/netns/a. Look for another program that changes the device back. [readback-mismatch]',
  );
  expect(log.filter((line) => line === 'netns.touch a')).toHaveLength(7);
  expect(log.filter((line) => line === 'netns.delete a')).toHaveLength(7);
});

test('converge() makes a NetkitError of any failure', async () => {
  const { host } = recorder(() => new TypeError('defect') as unknown as NetkitError);
  const work = converge(host, QUERY, rounds([step('a')]), undoAll);
  await expect(work).rejects.toMatchObject({ code: 'internal', summary: 'defect' });
});
