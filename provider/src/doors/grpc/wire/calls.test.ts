import { patience } from '../../../transport/process/patience.js';
import { Calls } from './calls.js';

/** Work that ends when it is told to, with the reason it was told. */
const untilStopped = (): Promise<never> =>
  new Promise((_, reject) => {
    const signal = patience();
    const stop = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop);
  });

test('cancel() ends what is in flight, and what begins later', async () => {
  const calls = new Calls();
  const inFlight = calls.run(untilStopped);
  calls.cancel();
  await expect(inFlight).rejects.toMatchObject({ code: 'cancelled' });
  await expect(calls.run(untilStopped)).rejects.toMatchObject({ code: 'cancelled' });
});

test('renew() lets another run begin, for a plugin that is attached to', async () => {
  const calls = new Calls();
  calls.cancel();
  calls.renew();
  await expect(calls.run(() => Promise.resolve('worked'))).resolves.toBe('worked');
  const inFlight = calls.run(untilStopped);
  calls.renew();
  calls.cancel();
  await expect(inFlight).rejects.toMatchObject({ code: 'cancelled' });
});

test('a custom timeout ends its own call and no other', async () => {
  const calls = new Calls();
  const other = calls.run(untilStopped);
  await expect(calls.run(untilStopped, 0.05)).rejects.toMatchObject({
    code: 'timed-out',
    message: expect.stringContaining('0.05 s, its custom timeout') as string,
  });
  await expect(Promise.race([other, Promise.resolve('still waiting')])).resolves.toBe(
    'still waiting',
  );
  calls.cancel();
  await expect(other).rejects.toMatchObject({ code: 'cancelled' });
});

test('settled() waits for the last call, whichever way it ends', async () => {
  const calls = new Calls();
  const ended: string[] = [];
  const one = calls.run(() => Promise.resolve()).then(() => ended.push('one'));
  const two = calls.run(untilStopped).catch(() => ended.push('two'));
  calls.cancel();
  await calls.settled();
  await Promise.all([one, two]);
  expect(ended).toEqual(['one', 'two']);
});

test('a thousand calls leave no listener behind', async () => {
  const calls = new Calls();
  const warned = jest.spyOn(process, 'emitWarning');
  await Promise.all(Array.from({ length: 1_000 }, () => calls.run(() => Promise.resolve())));
  expect(warned).not.toHaveBeenCalled();
  warned.mockRestore();
});
