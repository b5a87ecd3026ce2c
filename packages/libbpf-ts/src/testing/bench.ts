/** A hook to try links on. */
import type { LinkId } from '../ids';
import { Link, type LinkOptions } from '../links/link';
import { LoadedProgram } from '../program';
import { queryChain } from '../query';
import { inRoom, makeHook, returning, type Hook, type Room } from './sandbox';

/** A room with one hook, programs that pass on, and links that end with the room. */
export function onHook(attachType: Hook['attachType'], fn: (bench: Bench) => void): void {
  inRoom((room) => {
    using bench = new Bench(room, makeHook(room, attachType));
    room.inside(() => fn(bench));
  });
}

/** A hook in a room, and what a test makes on it. */
export class Bench implements Disposable {
  readonly room: Room;
  readonly hook: Hook;
  readonly #owned: Disposable[] = [];

  constructor(room: Room, hook: Hook) {
    this.room = room;
    this.hook = hook;
  }

  program(name = 'returns', verdict = -1): LoadedProgram {
    const program = new LoadedProgram(returning(verdict, name));
    this.#owned.push(program);
    return program;
  }

  link(options: Partial<LinkOptions> = {}): Link {
    const link = Link.create({ ...this.hook, program: this.program().fd, ...options });
    this.#owned.push(link);
    return link;
  }

  own<T extends Disposable>(owned: T): T {
    this.#owned.push(owned);
    return owned;
  }

  chain(): ReturnType<typeof queryChain> {
    return queryChain(this.hook.ifindex, this.hook.attachType);
  }

  order(): (LinkId | undefined)[] {
    return this.chain().entries.map(({ linkId }) => linkId);
  }

  [Symbol.dispose](): void {
    for (const owned of this.#owned) owned[Symbol.dispose]();
  }
}
