/** The page docs/write-a-program.md, done as a reader does it: its C files, its command, its program and what it prints. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { names } from '../harness/inputs/bpf.js';
import { Project } from '../harness/drivers/cli.js';
import { pings, sh } from '../harness/guests/guest.js';
import { configure, up } from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const page = readFileSync(join(__dirname, '../../docs/write-a-program.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, text = '']) => text,
  );
const [GUARD = '', BAD = ''] = blocks('c');
const [COMPILE = ''] = blocks('sh');
const [PROGRAM = ''] = blocks('ts');

let project: Project;

/** Writes the C file and runs the page's command. */
function compile(source: string): void {
  writeFileSync(join(project.work, 'guard.bpf.c'), source);
  execFileSync('bash', ['--norc', '-ec', COMPILE], { cwd: project.work });
}

useGuest({
  before: async () => {
    project = new Project(undefined, 'page');
    writeFileSync(join(project.work, 'Pulumi.yaml'), 'name: page\nruntime: nodejs\n');
    writeFileSync(join(project.work, 'index.ts'), PROGRAM);
    writeFileSync(join(project.work, 'package.json'), '{"main": "index.ts"}');
    await project.pulumi('stack', 'init', 'test');
    configure(project, {});
  },
  after: () => project[Symbol.dispose](),
});

test('the program is attached, decides, and counts where the page looks', async () => {
  compile(GUARD);
  expect(await up(project)).toMatch(/\+ 4 created/);
  expect(await names('web0', 'netkit/peer')).toEqual(['guard']);
  expect([await pings('pod', '10.0.0.1'), await pings('pod', '10.0.0.3')]).toEqual([true, false]);
  const [, map = ''] = /^# (bpftool map dump .*)$/m.exec(page) ?? [];
  expect(await sh(map)).toContain('"key": 0');
});

test('the refused program: the words of the page, and the one before stays attached', async () => {
  // With the variable that the stack sets.
  compile(BAD.replace('SEC("netkit', 'const volatile __u32 allowed = 1;\n\nSEC("netkit'));
  await expect(up(project)).rejects.toThrow(
    /verifier rejects program "guard": .*outside of.*return \*first == 0x45 \? -1 : 2; @ guard\.bpf\.c:.*\[program-rejected\]/,
  );
  expect(await names('web0', 'netkit/peer')).toEqual(['guard']);
  expect([await pings('pod', '10.0.0.1'), await pings('pod', '10.0.0.3')]).toEqual([true, false]);
  await project.pulumi('destroy', '--yes', '--skip-preview');
});
