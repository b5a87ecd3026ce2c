/** Where the demo runs: on this machine, or in a guest of the lab; and its three hosts that ssh reaches. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, must } from '../common/processes.js';

const LAB = 'lab/lab';
const EDGES = ['edge1', 'edge2', 'edge3'] as const;

/** See the top of this file. */
export class Place {
  readonly #root: string;
  /** The guest's name. Undefined: this machine. */
  readonly #guest: string | undefined;
  readonly #rooms: string;
  /** Where the engine keeps the state of what is here. */
  readonly state: string;

  constructor(root: string, cache: string, guest: string | undefined) {
    this.#root = root;
    this.#guest = guest;
    // In the cache: a guest has a /tmp of its own.
    this.#rooms = join(cache, `${guest ?? 'demo'}-ssh`);
    this.state = join(root, '.cache/demo', guest ?? 'here');
  }

  /** Boots the guest, if there is one. */
  async boot(kernel: string): Promise<void> {
    if (this.#guest !== undefined)
      await must([LAB, 'up', kernel, '--name', this.#guest, '--idle', '20']);
  }

  /** Makes hosts as far as ssh can tell, with network, mounts, name, keys and sshd of their own. */
  async makeHosts(): Promise<void> {
    await must(['lab/ssh-hosts', this.#guest ?? 'here', this.#rooms, ...EDGES]);
  }

  /** Removes all that was made. On this machine the state stays: the next demo finds what one that was cut off left. */
  leave(): void {
    if (this.#guest === undefined) {
      spawnSync('lab/ssh-hosts', ['--down', 'here'], { stdio: 'inherit' });
      return;
    }
    spawnSync(LAB, ['down', this.#guest], { stdio: 'ignore' });
    for (const folder of [this.#rooms, this.state])
      rmSync(folder, { recursive: true, force: true });
  }

  /** A command of the machine or the guest. */
  here(...command: Command): Command {
    return this.#guest === undefined
      ? command
      : [join(this.#root, LAB), 'exec', this.#guest, '-C', '/', '--', ...command];
  }

  /** A command of one of the hosts. */
  on(edge: (typeof EDGES)[number], ...command: Command): Command {
    return ['ssh', '-F', join(this.#rooms, 'ssh_config'), `root@${edge}`, ...command];
  }

  /** The setting netkit:connection, with which the engine here reaches the place. */
  get connection(): string {
    if (this.#guest === undefined) return '{}';
    const command = [join(this.#root, LAB), 'exec', this.#guest, '-C', '/', '--'];
    return JSON.stringify({ command });
  }

  /** The hosts as example 04 takes them. */
  get hosts(): string {
    const configFile = join(this.#rooms, 'ssh_config');
    return JSON.stringify(EDGES.map((name) => ({ name, address: name, user: 'root', configFile })));
  }
}
