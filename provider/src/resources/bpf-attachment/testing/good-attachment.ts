/** An attachment that check accepts, and what it says about others. */
import { checkAttachment } from '../inputs.js';

export const asset = (letter: string, path = `./${letter}.o`): Record<string, string> => ({
  '4dabf18193072939515e22adb298388d': 'c44067f5952c0a294b673a41bacd8c17',
  hash: letter.repeat(64),
  path,
});
export const guard = { name: 'guard', object: asset('a'), program: 'guard' };
export const count = { name: 'count', object: asset('a'), program: 'count' };

export const attachment = {
  name: 'web-egress',
  target: { name: 'web0', incarnation: 'i-1' },
  attachType: 'netkit/peer',
  programs: [guard, count],
};

export function complaints(changed: object): string[] {
  return checkAttachment({ ...attachment, ...changed }).failures.map(
    (one) => `${one.property}: ${one.reason}`,
  );
}

export function manyPrograms(count: number): object[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `p${at}`,
    object: asset('a'),
    program: `f${at}`,
  }));
}
