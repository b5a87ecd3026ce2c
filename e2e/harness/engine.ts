/** The real engine, driven through the Automation API, with the helper in the guest. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalWorkspace, type OpMap, type OutputMap, type Stack } from '@pulumi/pulumi/automation/index.js';
import { GUEST_COMMAND } from './guest.js';

const ROOT = join(__dirname, '../..');

let engineDir: string | undefined;

/** The folder with the engine's programs. Got once, reused from the cache. */
export function engine(): string {
  engineDir ??= execFileSync(join(ROOT, 'lab/get-engine'), { stdio: ['ignore', 'pipe', 'inherit'] }).toString().trim();
  return engineDir;
}

/** The environment that the engine's command line wants: no cloud, no downloads, own home. */
export function engineEnv(home: string): Record<string, string> {
  return {
    PATH: `${engine()}:${process.env['PATH'] ?? ''}`,
    PULUMI_HOME: join(home, 'home'),
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: '',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
}

/** What an operation did: how many resources were created, updated, … and what the program exported. */
export interface Result {
  readonly changes: OpMap;
  readonly outputs: OutputMap;
  readonly text: string;
}

/** A stack of one scenario. */
export class Scenario implements AsyncDisposable {
  readonly #home: string;
  readonly #stack: Stack;
  readonly #setProgram: (program: () => unknown) => void;

  private constructor(home: string, stack: Stack, setProgram: (program: () => unknown) => void) {
    this.#home = home;
    this.#stack = stack;
    this.#setProgram = setProgram;
  }

  /** Makes an empty stack. `connection` is the setting `netkit:connection`. */
  static async open(
    connection: Readonly<Record<string, unknown>> = { command: GUEST_COMMAND },
  ): Promise<Scenario> {
    const home = mkdtempSync(join(tmpdir(), 'netkit-e2e-'));
    mkdirSync(join(home, 'home'));
    let program: () => unknown = () => undefined;
    // The provider's process runs in the work folder and finds its packages from there.
    const workDir = join(ROOT, 'e2e');
    const stack = await LocalWorkspace.createOrSelectStack(
      {
        stackName: 'test',
        projectName: 'e2e',
        program: async () => (await program()) as Record<string, unknown>,
      },
      {
        workDir,
        pulumiHome: join(home, 'home'),
        envVars: engineEnv(home),
        projectSettings: { name: 'e2e', runtime: 'nodejs', backend: { url: `file://${home}` } },
      },
    );
    await stack.setConfig('netkit:connection', { value: JSON.stringify(connection) });
    return new Scenario(home, stack, (next) => (program = next));
  }

  async up(program?: () => unknown): Promise<Result> {
    if (program) this.#setProgram(program);
    const { summary, outputs, stdout } = await this.#stack.up();
    return { changes: summary.resourceChanges ?? {}, outputs, text: stdout };
  }

  /** The text of an `up` that must fail. */
  async upFails(program: () => unknown): Promise<string> {
    try {
      await this.up(program);
    } catch (error) {
      return String(error);
    }
    throw new Error('this up was to fail and did not');
  }

  async preview(program?: () => unknown): Promise<{ readonly changes: OpMap; readonly text: string }> {
    if (program) this.#setProgram(program);
    const { changeSummary, stdout } = await this.#stack.preview({ diff: true });
    return { changes: changeSummary, text: stdout };
  }

  async refresh(): Promise<Result> {
    const { summary, stdout } = await this.#stack.refresh({ diff: true } as object);
    return { changes: summary.resourceChanges ?? {}, outputs: {}, text: stdout };
  }

  async destroy(): Promise<Result> {
    const { summary, stdout } = await this.#stack.destroy();
    return { changes: summary.resourceChanges ?? {}, outputs: {}, text: stdout };
  }

  /** The state of one resource by its logical name. */
  async state(name: string): Promise<{ readonly inputs: Json; readonly outputs: Json }> {
    const { deployment } = (await this.#stack.exportStack()) as {
      deployment: { resources?: { urn: string; inputs: Json; outputs: Json }[] };
    };
    const found = deployment.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) throw new Error(`no resource ${name} in the state`);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.destroy();
    } finally {
      rmSync(this.#home, { recursive: true, force: true });
    }
  }
}

type Json = Record<string, unknown>;
