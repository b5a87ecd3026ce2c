/** Which boot this is. */
import { readFileSync } from 'node:fs';

let known: string | undefined;

/** /proc/sys/kernel/random/boot_id; it stays the same while the helper lives. */
export function bootId(): string {
  return (known ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}
