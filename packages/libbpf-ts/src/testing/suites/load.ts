import type { LoadedObject } from '../../objects/loaded-object';
import type { OpenOptions } from '../../objects/native-object';
import { openObject, type BpfObject } from '../../objects/object';
import { compile } from '../../../../bpf-object/src/testing/compile';

/** Opens an object of testdata. */
export const open = (name: string, options: Partial<OpenOptions> = {}): BpfObject =>
  openObject(compile(name), { name, ...options });

/** Opens, chooses, loads, closes; the answer must be disposed. */
export function load(
  name: string,
  programs: readonly string[],
  options: Partial<OpenOptions> = {},
): LoadedObject {
  using object = open(name, options);
  object.choosePrograms(programs, { type: 'sched_cls' });
  return object.load();
}
