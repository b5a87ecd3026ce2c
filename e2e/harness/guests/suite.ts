/** What a suite begins and ends with: a fresh guest, a stack on it, and the claim that nothing is left behind. */
import { Doors } from '../drivers/doors.js';
import { bpfResidue } from '../inputs/bpf.js';
import { residue, startGuest } from './guest.js';

/** What a suite does besides: when the guest is there, and before it is looked at. */
export interface Around {
  readonly before?: () => unknown;
  readonly after?: () => unknown;
}

/** Claims that no device, namespace, record, helper (with its descriptors), link, program, map or pin is left in the guest. */
export async function expectNothingLeft(): Promise<void> {
  expect([await residue(), await bpfResidue()]).toEqual([[], []]);
}

/** A fresh guest before all tests; nothing is left in it after them. */
export function useGuest({ before, after }: Around = {}): void {
  beforeAll(async () => {
    startGuest();
    await before?.();
  });
  afterAll(async () => {
    await after?.();
    await expectNothingLeft();
  });
}

/** The same, with a stack of the mini engine, which is destroyed at the end. */
export function useDoors({ before, after }: Around = {}, doors = new Doors()): Doors {
  useGuest({
    before: () => before?.(),
    after: async () => {
      await after?.();
      await doors[Symbol.asyncDispose]();
    },
  });
  return doors;
}
