/**
 * The loop of the kill suites: killed between any two changes of the host, the next run brings about what is declared, and
 * leaves what a run leaves that nobody disturbs. What is declared, and what is there, each suite says itself.
 */
import type { HelperHost } from '../../../provider/src/transport/process/client.js';
import type { Host } from '@pulumi-netkit/contract';
import { Doors, guestHost, type Program } from '../drivers/doors.js';
import { eventually, sh } from '../guests/guest.js';
import { DyingHost, KILLING } from './killing.js';

/** Who dies. With the provider goes what the engine would have been told. */
export type Victim = 'helper' | 'provider';

/** What a suite is about. */
export interface Story {
  readonly scenarios: readonly {
    readonly name: string;
    readonly from: Program;
    readonly to: Program;
    /** Of this scenario alone, where it has too few changes for the other. */
    readonly stride?: number;
  }[];
  /** What there is of ours, by name, without numbers that differ from run to run. */
  readonly inventory: () => Promise<string>;
  /** Claims that the state says what there is. */
  readonly expectAgreement: (doors: Doors, to: Program) => Promise<void>;
  /** 1: before each change; 3: before each third. */
  readonly stride: number;
}

/** Declares a test of each scenario. The guest is up when it runs, and what is left after all is looked at by the caller. */
export function killEverywhere(who: Victim, story: Story): void {
  const { scenarios, inventory, expectAgreement } = story;
  const dies = (host: Host): Host => (who === 'helper' ? host : new DyingHost(host));
  let steady: HelperHost;
  beforeAll(() => {
    steady = guestHost();
  });
  afterAll(async () => {
    await steady.close();
    await sh('rm -f /run/kill /run/kill.died');
  });

  test.each(scenarios)(
    `$name: converges when the ${who} is killed before any change`,
    async ({ from, to, stride = story.stride }) => {
      const doors = new Doors('test', steady);
      await doors.up(from);
      await doors.up(to);
      const undisturbed = await quietly(inventory);

      let deaths = 0;
      for (let n = 1; ; n += stride) {
        await doors.up(from);
        const before = doors.save();
        await sh(`rm -f /run/kill.died; echo ${n} > /run/kill`);
        const killing = guestHost({ command: KILLING });
        doors.useHost(dies(killing));
        const outcome = await doors.up(to).then(
          () => 'done',
          (error: unknown) => String(error),
        );
        await killing.close();
        const died = (await sh('cat /run/kill.died 2>/dev/null || true')).trim();
        doors.useHost(steady);
        if (died === '') {
          expect(outcome).toBe('done');
          break;
        }
        deaths += 1;
        // An engine that was killed has in its file what was there before; one that lives, what it was told.
        if (who === 'provider') doors.restore(before);
        const at = `before change ${n}, ${died}`;
        const steps = await doors.up(to).catch((error: unknown) => [`${at}: ${String(error)}`]);
        expect({ at, steps: steps.filter((step) => step.includes('rror')) }).toEqual({
          at,
          steps: [],
        });
        // The kernel lets go of what was unpinned in its own time.
        let left = '';
        await eventually('', async () => (left = await inventory()) === undisturbed, 5_000).catch(
          () => undefined,
        );
        expect({ at, left }).toEqual({ at, left: undisturbed });
        await expectAgreement(doors, to);
        expect(await doors.up(to)).toEqual([]);
      }
      expect(deaths).toBeGreaterThan(1);
      await doors.destroy();
    },
    300_000,
  );
}

/** What is there when three looks in a row find the same. */
async function quietly(look: () => Promise<string>): Promise<string> {
  let found = await look();
  for (let same = 1; same < 3; same++) {
    const again = await look();
    if (again !== found) same = 0;
    found = again;
  }
  return found;
}
