/** The real engine, driven through the Automation API, with the helper in the guest. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LocalWorkspace,
  type OpMap,
  type OutputMap,
  type Stack,
} from '@pulumi/pulumi/automation/index.js';
import { GUEST_COMMAND } from '../guests/guest.js';

const ROOT = join(__dirname, '../../..');

// The user's own stacks, passwords and settings of the engine are not part of a test.
for (const name of Object.keys(process.env))
  if (/^PULUMI_(?!NETKIT_CACHE$)/.test(name)) Reflect.deleteProperty(process.env, name);

let engineDir: string | undefined;

/** The folder with the engine's programs. Got once, reused from the cache. */
export function engine(): string {
  engineDir ??= execFileSync(join(ROOT, 'lab/get-engine'), { stdio: ['ignore', 'pipe', 'inherit'] })
    .toString()
    .trim();
  return engineDir;
}

/** The environment that the engine's command line wants: no cloud, no downloads, own home. */
export function engineEnv(home: string): Record<string, string> {
  const path = process.env['PATH'] ?? '';
  return {
    PATH: path.startsWith(`${engine()}:`) ? path : `${engine()}:${path}`,
    PULUMI_HOME: join(home, 'home'),
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: '',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
  };
}

/**
 * A folder for one engine: its backend, its home, and a work folder. That one finds the checkout's packages; `bare` says
 * where to make one that finds none.
 */
export function engineHome(bare?: string): { readonly home: string; readonly work: string } {
  const home = mkdtempSync(join(bare ?? tmpdir(), 'netkit-e2e-'));
  const work = join(home, 'work');
  mkdirSync(join(home, 'home'));
  mkdirSync(work);
  if (bare === undefined) symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
  return { home, work };
}

/** What an operation did: how many resources were created, updated, … and what the program exported. */
export interface Result {
  readonly changes: OpMap;
  readonly outputs: OutputMap;
  readonly text: string;
}

/** Plain properties. */
export type Json = Record<string, unknown>;

interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
}

interface Latest {
  readonly resources?: StoredResource[];
  readonly pending_operations?: { readonly resource: StoredResource }[];
}

function nameOf({ urn }: StoredResource): string {
  return urn.slice(urn.lastIndexOf('::') + 2);
}

/** What the engine's file backend holds of one stack. */
export class Backend {
  readonly #home: string;
  readonly #project: string;

  constructor(home: string, project: string) {
    this.#home = home;
    this.#project = project;
  }

  resources(): readonly StoredResource[] {
    return this.#latest().resources ?? [];
  }

  /** The names of the resources of which the engine does not know whether they were made. */
  pending(): string[] {
    return (this.#latest().pending_operations ?? []).map(({ resource }) => nameOf(resource));
  }

  /** The stack's file as it is. */
  text(): string {
    return readFileSync(join(this.#home, '.pulumi/stacks', this.#project, 'test.json'), 'utf8');
  }

  #latest(): Latest {
    const { checkpoint } = JSON.parse(this.text()) as { checkpoint: { latest?: Latest } };
    return checkpoint.latest ?? {};
  }

  outputs(): OutputMap {
    const stack = this.resources().find(({ type }) => type === 'pulumi:pulumi:Stack');
    return Object.fromEntries(
      Object.entries(stack?.outputs ?? {}).map(([key, value]) => [key, { value, secret: false }]),
    );
  }

  lastUpdate(): Json {
    const folder = join(this.#home, '.pulumi/history', this.#project, 'test');
    const last = readdirSync(folder)
      .filter((name) => name.endsWith('.history.json'))
      .sort()
      .at(-1);
    return last === undefined ? {} : (JSON.parse(readFileSync(join(folder, last), 'utf8')) as Json);
  }
}

/** A stack of one scenario. */
export class Scenario implements AsyncDisposable {
  readonly #home: string;
  readonly #stack: Stack;
  readonly #backend: Backend;
  readonly #setProgram: (program: () => unknown) => void;

  private constructor(
    home: string,
    stack: Stack,
    backend: Backend,
    setProgram: (program: () => unknown) => void,
  ) {
    this.#home = home;
    this.#stack = stack;
    this.#backend = backend;
    this.#setProgram = setProgram;
  }

  /** Makes an empty stack. `connection` is the setting `netkit:connection`. */
  static async open(
    connection: Json | null = { command: GUEST_COMMAND },
    project = 'e2e',
  ): Promise<Scenario> {
    const { home, work } = engineHome();
    // The Automation API looks for the command before it reads envVars.
    process.env['PATH'] = engineEnv(home)['PATH'];
    let program: () => unknown = () => undefined;
    const stack = await LocalWorkspace.createOrSelectStack(
      {
        stackName: 'test',
        projectName: project,
        program: async () => ((await program()) ?? {}) as Json,
      },
      {
        workDir: work,
        pulumiHome: join(home, 'home'),
        envVars: engineEnv(home),
        projectSettings: { name: project, runtime: 'nodejs', backend: { url: `file://${home}` } },
      },
    );
    if (connection)
      await stack.setConfig('netkit:connection', { value: JSON.stringify(connection) });
    const files = new Backend(home, project);
    // These start three more processes an operation, for what the backend's files tell as well.
    Object.assign(stack, {
      outputs: () => Promise.resolve(files.outputs()),
      info: () => Promise.resolve(files.lastUpdate()),
    });
    return new Scenario(home, stack, files, (next) => (program = next));
  }

  async setConnection(connection: Json): Promise<void> {
    await this.#stack.setConfig('netkit:connection', { value: JSON.stringify(connection) });
  }

  /** Runs `up` with this program, or the one before. */
  async up(program?: () => unknown): Promise<Result> {
    if (program) this.#setProgram(program);
    const { summary, outputs, stdout } = await told(this.#stack.up());
    return { changes: summary.resourceChanges ?? {}, outputs, text: stdout };
  }

  /** The text of an `up` that must fail. */
  async upFails(program: () => unknown): Promise<string> {
    return textOfFailure(() => this.up(program));
  }

  /** The text of a preview that must fail. */
  async previewFails(program: () => unknown): Promise<string> {
    return textOfFailure(() => this.preview(program));
  }

  async preview(
    program?: () => unknown,
  ): Promise<{ readonly changes: OpMap; readonly text: string }> {
    if (program) this.#setProgram(program);
    const { changeSummary, stdout } = await told(this.#stack.preview({ diff: true }));
    return { changes: changeSummary, text: stdout };
  }

  async refresh(): Promise<Result> {
    const { summary, stdout } = await told(this.#stack.refresh());
    return { changes: summary.resourceChanges ?? {}, outputs: {}, text: stdout };
  }

  async destroy(): Promise<Result> {
    const { summary, stdout } = await told(this.#stack.destroy());
    return { changes: summary.resourceChanges ?? {}, outputs: {}, text: stdout };
  }

  async destroyFails(): Promise<string> {
    return textOfFailure(() => this.destroy());
  }

  /** The names of the resources in the state. */
  names(): string[] {
    return this.#backend.resources().map(nameOf);
  }

  /** The inputs and outputs of one resource in the state. */
  state(name: string): { readonly inputs: Json; readonly outputs: Json } {
    const found = this.#backend.resources().find((resource) => nameOf(resource) === name);
    if (!found) throw new Error(`no resource ${name} in the state`);
    const { inputs = {}, outputs = {} } = found;
    return { inputs, outputs };
  }

  /** The outputs of one resource in the state. */
  outputs(name: string): Json {
    return this.state(name).outputs;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.destroy();
    } finally {
      rmSync(this.#home, { recursive: true, force: true });
    }
  }
}

// The Automation API's error holds the whole output three times.
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const text = String(error);
    const diagnostics = /^Diagnostics:\n([^]*?)(?=\n(?:Resources|Outputs|err\?):)/m.exec(
      text.replace(/^ {4}/gm, ''),
    );
    throw new Error(diagnostics?.[1] ?? text, { cause: error });
  }
}

async function textOfFailure(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return String(error);
  }
  throw new Error('this was to fail and did not');
}
