/** Projects of the command line: programs in YAML by the plugin, which run in two seconds, and the examples. */
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from './cli.js';
import { GUEST_COMMAND } from '../guests/guest.js';

const ROOT = join(__dirname, '../../..');

/** The folder that Pulumi.yaml names for the plugin. */
export const PLUGIN_FOLDER = join(ROOT, 'sdk/bin');

/** The lines of Pulumi.yaml that say where the plugin is: nothing is looked up elsewhere, nor downloaded. */
export const PLUGINS = `plugins: {providers: [{name: netkit, path: ${PLUGIN_FOLDER}}]}\n`;

/** Settings of a stack, by key. Written at once: a run of the command line for each costs half a second. */
export type Settings = Readonly<Record<string, string | boolean | object>>;

// As `pulumi config set` writes it: a text.
const CONNECTED: Settings = { 'netkit:connection': JSON.stringify({ command: GUEST_COMMAND }) };

/** Writes all settings of the stack, the connection to the guest too. */
export function configure({ work }: Project, settings: Settings): void {
  const file = join(work, 'Pulumi.test.yaml');
  // The engine puts its salt beside them.
  const salt = existsSync(file) ? /^encryptionsalt:.*\n/m.exec(readFileSync(file, 'utf8')) : null;
  const lines = Object.entries({ ...CONNECTED, ...settings }).map(
    // JSON is YAML.
    ([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`,
  );
  writeFileSync(file, `${salt?.[0] ?? ''}config:\n${lines.join('')}`);
}

/** Writes the program of a project in YAML: what follows the name, the runtime and the plugin. */
export function program({ work }: Project, name: string, body: string): void {
  writeFileSync(join(work, 'Pulumi.yaml'), `name: ${name}\nruntime: yaml\n${PLUGINS}${body}`);
}

/** A namespace and a pair into it, in YAML. `policy` is a line about what passes. */
export function pairProgram(policy = ''): string {
  return `
resources:
  blue: {type: 'netkit:NetworkNamespace', properties: {name: blue}}
  web:
    type: netkit:NetkitPair
    properties:
      name: web0
      ${policy}
      addresses: [10.0.0.1/32]
      routes: [{destination: 10.0.0.2/32}]
      peer:
        name: eth0
        netns: \${blue.name}
        addresses: [10.0.0.2/32]
        routes: [{destination: 10.0.0.1/32}]
`;
}

/** The same, with its end closed until guard and count of an object decide. */
export function guardedProgram(object: string): string {
  return `${pairProgram('peerPolicy: drop')}
  egress:
    type: netkit:BpfAttachment
    properties:
      target: {name: '\${web.name}', incarnation: '\${web.incarnation}'}
      attachType: netkit/peer
      programs:
        - {name: guard, object: {'fn::fileAsset': ${object}}, program: guard}
        - {name: count, object: {'fn::fileAsset': ${object}}, program: count}
`;
}

/** A project in YAML with its stack. `settings` are those beside the connection to the guest. */
export async function yamlProject(
  name: string,
  body: string,
  settings: Settings = {},
): Promise<Project> {
  const project = new Project(undefined, name);
  program(project, name, body);
  return opened(project, settings);
}

/** An example with the programs beside it, in a stack of its own. */
export async function exampleProject(folder: string): Promise<Project> {
  const source = join(ROOT, 'examples', folder);
  const name = /^name: (.*)/.exec(readFileSync(join(source, 'Pulumi.yaml'), 'utf8'))?.[1];
  const project = new Project(source, name!);
  cpSync(join(ROOT, 'examples/bpf'), join(project.work, '../bpf'), { recursive: true });
  // What tsc -b has checked already.
  project.env['PULUMI_NODEJS_TRANSPILE_ONLY'] = 'true';
  return opened(project, {});
}

async function opened(project: Project, settings: Settings): Promise<Project> {
  configure(project, settings);
  await project.pulumi('stack', 'init', 'test');
  return project;
}

/** Makes a program in TypeScript use the plugin, as its user would. */
export function usePlugin(project: Project): void {
  edit(project, 'index.ts', "from 'pulumi-netkit'", "from 'pulumi-netkit/plugin'");
  appendFileSync(join(project.work, 'Pulumi.yaml'), PLUGINS);
}

/** Changes a file of a project as an editor does. */
export function edit({ work }: Project, file: string, from: string | RegExp, to: string): void {
  const path = join(work, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} holds no ${String(from)}`);
  writeFileSync(path, after);
}

/** What the state tells of a resource, by its name in the program. */
export function outputs({ backend }: Project, name: string): Record<string, unknown> {
  return backend.resources().find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
}

/** `pulumi up`, without the preview before it. */
export function up(project: Project, ...args: readonly string[]): Promise<string> {
  return project.pulumi('up', '--yes', '--skip-preview', ...args);
}

/** `pulumi destroy`, without the preview before it. */
export function destroy(project: Project, ...args: readonly string[]): Promise<string> {
  return project.pulumi('destroy', '--yes', '--skip-preview', ...args);
}

/** The text of a command that must fail. */
export async function fails(work: Promise<string>): Promise<string> {
  return work.then(
    (text) => {
      throw new Error(`this was to fail and did not: ${text}`);
    },
    (error: unknown) => String(error),
  );
}
