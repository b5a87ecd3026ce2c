/** ^C, and an engine that is killed, while the plugin works: both end soon, leave nobody working, and the next up goes on. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../harness/drivers/cli.js';
import { eventually, pings, residue, succeeds } from '../harness/guests/guest.js';
import { slowly } from '../harness/killing/killing.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import {
  configure,
  destroy,
  outputs,
  pairProgram,
  up,
  yamlProject,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const BODY = pairProgram();

let project: Project;

/** Begins an up by a way to the host, and strikes when it got so far. @returns how long it went on, in ms, and its text */
async function struck(
  command: readonly string[],
  until: () => Promise<boolean> | boolean,
  strike: (pid: number) => void,
): Promise<{ readonly ms: number; readonly text: string }> {
  configure(project, { 'netkit:connection': { command } });
  const { child, done } = project.start('pulumi', 'up', '--yes', '--skip-preview');
  await eventually('it got so far', until, 30_000);
  const begin = Date.now();
  strike(child.pid!);
  const { code, text } = await done;
  expect(code).not.toBe(0);
  return { ms: Date.now() - begin, text };
}

const isThere = (): Promise<boolean> => succeeds('ip link show web0 >/dev/null 2>&1');
const interrupt = (pid: number): void => {
  // A terminal tells the whole group.
  process.kill(-pid, 'SIGINT');
};
const plugins = (): number[] => project.processes('pulumi-resource-netkit');

async function expectNobody(limit: number): Promise<void> {
  await eventually('no plugin is left', () => plugins().length === 0, limit);
  const noHelper = async (): Promise<boolean> => !(await succeeds('pgrep -f "[h]elper\\.js"'));
  await eventually('no helper is left', noHelper, limit);
}

/** The next up brings about what is declared. */
async function expectMended(): Promise<void> {
  configure(project, {});
  await up(project);
  await expectAgreement(outputs(project, 'web'));
  expect(await pings('blue', '10.0.0.1')).toBe(true);
}

useGuest({
  before: async () => {
    project = await yamlProject('cancel', BODY);
  },
  after: () => project[Symbol.dispose](),
});

test('^C while a host does not answer: the run ends, and made nothing', async () => {
  // It takes what it is told and says nothing.
  const silent = ['sh', '-c', 'touch asked; exec cat > /dev/null'];
  const isAsked = (): boolean => existsSync(join(project.work, 'asked'));
  const { ms, text } = await struck(silent, isAsked, interrupt);
  expect(text).toContain('[cancelled]');
  expect(ms).toBeLessThan(3_000);
  await expectNobody(3_000);
  const { backend } = project;
  expect([
    backend.pending(),
    backend.resources().filter(({ type }) => type.startsWith('netkit:')),
  ]).toEqual([[], []]);
});

test('^C while a pair is being made: what was made is in the state or taken back, and up goes on', async () => {
  const { ms, text } = await struck(slowly(300), isThere, interrupt);
  expect(ms).toBeLessThan(3_000);
  expect(text).toContain('[cancelled]');
  await expectNobody(3_000);
  const { backend } = project;
  const isKnown = backend.resources().some(({ urn }) => urn.endsWith('::web'));
  expect([backend.pending(), isKnown]).toEqual([[], await isThere()]);
  await expectMended();
  await destroy(project);
});

test('^C while a pair is being made, and then destroy: nothing is left', async () => {
  await struck(slowly(300), isThere, interrupt);
  await expectNobody(3_000);
  configure(project, {});
  await destroy(project);
  expect(await residue()).toEqual([]);
});

test('an engine that is killed takes plugin and helper along within seconds, and up goes on after `pulumi cancel`', async () => {
  await struck(slowly(300), isThere, (pid) => process.kill(pid, 'SIGKILL'));
  await expectNobody(3_000);
  expect(project.backend.pending()).toEqual(['web']);
  await project.pulumi('cancel', '--yes');
  await expectMended();
  // The engine's own note, which only this clears.
  await project.pulumi('refresh', '--yes', '--skip-preview', '--clear-pending-creates');
  expect(project.backend.pending()).toEqual([]);
  await destroy(project);
});
