import { NetkitError, type Op, type Step } from '@pulumi-netkit/contract';
import { runPlan } from './run.js';

const step = (name: string, more: Partial<Step> = {}): Step => ({
  op: { op: 'netns.touch', name },
  undo: { op: 'netns.delete', name },
  ...more,
});

/** Runs a plan with an `execute` that keeps a log and throws where `fails` says so. */
function run(plan: Step[], fails: (line: string) => unknown): { log: string[]; error: unknown } {
  const log: string[] = [];
  const execute = (op: Op): void => {
    const line = `${op.op} ${'name' in op ? op.name : ''}`;
    log.push(line);
    const error = fails(line);
    if (error !== undefined) throw error as Error;
  };
  try {
    runPlan(plan, execute);
  } catch (error) {
    return { log, error };
  }
  return { log, error: undefined };
}

const failAt = (line: string, error: unknown) => (seen: string) =>
  seen === line ? error : undefined;
const refused = new NetkitError('kernel-refused', 'no', { errno: 'EINVAL' });

test('runPlan() executes in order', () => {
  const { log, error } = run([step('a'), step('b')], () => undefined);
  expect([log, error]).toEqual([['netns.touch a', 'netns.touch b'], undefined]);
});

test('runPlan() undoes what ran, last first, and not the step that failed', () => {
  const { undo: _undo, ...without } = step('b');
  const { log, error } = run(
    [step('a'), without, step('c'), step('d')],
    failAt('netns.touch d', refused),
  );
  expect(log.slice(4)).toEqual(['netns.delete c', 'netns.delete a']);
  expect((error as NetkitError).code).toBe('kernel-refused');
});

test('runPlan() blames the path of the step, unless the error knows a better one', () => {
  const plain = run([step('a', { path: 'mtu' })], () => refused).error;
  expect((plain as NetkitError).message).toBe('mtu: no (EINVAL). [kernel-refused]');
  const known = new NetkitError('kernel-refused', 'no', { path: 'peer.mtu' });
  const better = run([step('a', { path: 'mtu' })], () => known).error;
  expect((better as NetkitError).details.path).toBe('peer.mtu');
});

test('runPlan() goes on undoing after an undo that fails, and tells it', () => {
  const fails = (line: string): unknown =>
    line === 'netns.touch c'
      ? new NetkitError('kernel-refused', 'no', { advice: 'Look' })
      : line === 'netns.delete b'
        ? new NetkitError('kernel-refused', 'b is busy')
        : undefined;
  const { log, error } = run([step('a'), step('b'), step('c')], fails);
  expect(log.slice(-2)).toEqual(['netns.delete b', 'netns.delete a']);
  expect((error as NetkitError).message).toBe('no. Look. Not undone: b is busy. [kernel-refused]');
});

test('runPlan() says what was not undone where there is no other advice', () => {
  const { error } = run([step('a'), step('b')], (line) =>
    line === 'netns.touch a' ? undefined : refused,
  );
  expect((error as NetkitError).message).toBe('no (EINVAL). Not undone: no. [kernel-refused]');
});

test('runPlan() makes a NetkitError of a defect and keeps its cause', () => {
  const defect = new TypeError('x is not a function');
  const { error } = run([step('a')], () => defect);
  expect(error).toMatchObject({ code: 'internal', summary: 'x is not a function' });
});
