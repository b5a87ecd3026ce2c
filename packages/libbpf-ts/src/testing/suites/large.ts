/** Loading on another thread. */
import type { BpfError } from '@pulumi-netkit/bpf-object';
import type { LoadedObject } from '../../objects/loaded-object';
import type { BpfObject } from '../../objects/object';
import { compile } from '../../../../bpf-object/src/testing/compile';
import { refusal } from '../sandbox';
import { load, open } from './load';

export function largeSuite(): void {
  describe('a large object: 3 MB, 48 programs, 48 maps', () => {
    /** How often a timer of 2 ms went off while `work` loaded all of it, and how long that took. */
    async function ticksDuring(
      work: (object: BpfObject) => LoadedObject | Promise<LoadedObject>,
    ): Promise<{ ticks: number; elapsed: number; loaded: LoadedObject }> {
      using object = open('large');
      object.choosePrograms(
        object.programs.map(({ name }) => name),
        { type: 'sched_cls' },
      );
      let ticks = 0;
      const clock = setInterval(() => ticks++, 2);
      const started = Date.now();
      const loaded = await work(object);
      clearInterval(clock);
      return { ticks, elapsed: Date.now() - started, loaded };
    }

    test('loadAsync() loads it whole and lets the event loop run; load() stops it', async () => {
      expect(compile('large').length).toBeGreaterThan(3_000_000);
      const beside = await ticksDuring((object) => object.loadAsync());
      using loaded = beside.loaded;
      expect([loaded.programs.size, loaded.maps.size]).toEqual([48, 48]);
      expect(beside.ticks).toBeGreaterThan(beside.elapsed / 40);
      const blocking = await ticksDuring((object) => object.load());
      using same = blocking.loaded;
      expect([same.programs.size, blocking.ticks]).toEqual([48, 0]);
    }, 120_000);

    test('one program of it loads alone, with its map', () => {
      using loaded = load('large', ['program_17']);
      expect([...loaded.programs.keys(), ...loaded.maps.keys()]).toEqual(['program_17', 'map_17']);
    });

    test('several loads at once take turns, and each hears its own refusal', async () => {
      const reject = async (program: string): Promise<string> => {
        using object = open('rejected');
        object.choosePrograms([program], { type: 'sched_cls' });
        try {
          using loaded = await object.loadAsync();
          return [...loaded.programs.keys()].join();
        } catch (error) {
          return (error as BpfError).log?.reason ?? String(error);
        }
      };
      const pending = ['no_null_check', 'fine', 'wrong_helper', 'no_end'].map(reject);
      // And one on this thread in between.
      const missing = refusal(() => load('missing-extern', ['wants']));
      const [noCheck, fine, helper, noEnd] = await Promise.all(pending);
      expect(noCheck).toContain('invalid mem access');
      expect(fine).toBe('fine');
      expect(helper).toContain('bpf_redirect_map');
      expect(noEnd).toContain('infinite loop');
      expect(missing.code).toBe('extern-missing');
    });
  });
}
