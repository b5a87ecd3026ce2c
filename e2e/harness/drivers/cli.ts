/** The engine's command line in a folder that holds a program, as a user has it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { Backend, engineEnv, engineHome } from './engine.js';

/** A project of its own, made of a folder, or empty. */
export class Project implements Disposable {
  readonly work: string;
  readonly env: Record<string, string>;
  readonly backend: Backend;
  readonly #home: string;

  constructor(folder: string | undefined, name: string, bare?: string) {
    const { home, work } = engineHome(bare);
    if (folder !== undefined)
      cpSync(folder, work, {
        recursive: true,
        filter: (path) => !/node_modules|demo\.yaml/.test(path),
      });
    this.#home = home;
    this.work = work;
    this.env = {
      ...(process.env as Record<string, string>),
      ...engineEnv(home),
      PULUMI_STACK: 'test',
    };
    this.backend = new Backend(home, name);
  }

  /** Starts a command in a process group of its own. */
  start(...argv: readonly [string, ...string[]]): {
    readonly child: ChildProcess;
    readonly done: Promise<{ code: number | null; text: string }>;
  } {
    const [command, ...args] = argv;
    const child = spawn(command, args, {
      cwd: this.work,
      env: this.env,
      stdio: 'pipe',
      detached: true,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const done = new Promise<{ code: number | null; text: string }>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => {
        // An orphan may hold the pipes for longer.
        setTimeout(() => resolve({ code, text }), 50);
      });
    });
    return { child, done };
  }

  /** Runs a command. @returns its output @throws when it fails */
  async run(...argv: readonly [string, ...string[]]): Promise<string> {
    const { code, text } = await this.start(...argv).done;
    if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code}: ${text}`);
    return text;
  }

  /** Runs `pulumi …`. @returns its output @throws when it fails */
  pulumi(...args: readonly string[]): Promise<string> {
    return this.run('pulumi', ...args, '--non-interactive');
  }

  /** Sets what runs the helper. */
  connect(command: readonly string[]): Promise<string> {
    return this.pulumi('config', 'set', 'netkit:connection', JSON.stringify({ command }));
  }

  /** Processes that the engine started for this project, by a word of their command line. */
  processes(word: string): number[] {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
      .filter((pid) => {
        try {
          return (
            readlinkSync(`/proc/${pid}/cwd`) === this.work &&
            readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)
          );
        } catch {
          return false; // It ended while we looked.
        }
      });
  }

  [Symbol.dispose](): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}
