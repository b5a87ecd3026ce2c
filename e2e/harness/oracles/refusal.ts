/** What is refused, and in which words. */
import { StepError, type Doors, type Program } from '../drivers/doors.js';

/** The error of an `up` that must fail. */
export async function refusal(doors: Doors, program: Program): Promise<StepError> {
  const error: unknown = await doors.up(program).catch((thrown: unknown) => thrown);
  if (!(error instanceof StepError)) throw new Error(`was not refused: ${String(error)}`);
  return error;
}

/** Claims that an `up` fails with that code, and says those words. */
export async function expectRefusal(
  doors: Doors,
  program: Program,
  code: string,
  words: RegExp,
): Promise<void> {
  const { code: given, message } = await refusal(doors, program);
  expect(message).toMatch(words);
  expect(given).toBe(code);
  // For people, one line; never an errno alone.
  expect(message.length).toBeLessThan(900);
}
