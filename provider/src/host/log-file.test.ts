import { NetkitError } from '../errors.js';
import { keepLog } from './log-file.js';

test('keepLog() leaves an error without a log as it is', () => {
  const error = new NetkitError('netns-missing', 'no blue', { advice: 'Make it' });
  expect(keepLog(error)).toBe(error);
});

test('keepLog() tells the rejection all the same when no file can be written', () => {
  const error = new NetkitError('program-rejected', 'no', { advice: 'Mend it', log: 'x' });
  expect(keepLog(error, '/proc/nowhere').message).toMatch(
    /^no\. Mend it\. The verifier's log could not be kept: ENOENT.*\. \[program-rejected\]$/,
  );
});
