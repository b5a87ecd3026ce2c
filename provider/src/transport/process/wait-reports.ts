/** When a wait is reported: often at first, then rarely, since each report is a line in the log of a CI run. Pure. */
const FIRST_S = [1, 3, 10, 30];
const THEN_EVERY_S = 60;

/** Whether a wait is reported when it has taken this many whole seconds. */
export function isReported(seconds: number): boolean {
  return FIRST_S.includes(seconds) || (seconds > 0 && seconds % THEN_EVERY_S === 0);
}
