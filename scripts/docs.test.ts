/** The pages: samples of C compile, samples of YAML are YAML. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

const ROOT = join(__dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => existsSync(join(ROOT, file)));
const pages = tracked.filter((file) => file.endsWith('.md'));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const samples = (language: string): { where: string; text: string }[] =>
  pages.flatMap((file) =>
    [...read(file).matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
      ([, text = ''], at) => ({ where: `${file}, number ${at + 1}`, text }),
    ),
  );

test.each(samples('c').filter(({ where }) => where.startsWith('docs/write-a-program.md')))(
  'the sample of C in $where compiles',
  ({ text }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    try {
      writeFileSync(join(folder, 'sample.bpf.c'), text);
      const flags = ['-O2', '-g', '-Wall', '-Werror', '-target', 'bpf'];
      const include = `-I/usr/include/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
      execFileSync('clang', [...flags, include, '-c', 'sample.bpf.c', '-o', 'sample.o'], {
        cwd: folder,
      });
      expect(statSync(join(folder, 'sample.o')).size).toBeGreaterThan(500);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test.each(samples('yaml'))('the sample of YAML in $where is YAML', ({ text }) => {
  expect(load(text)).toEqual(expect.any(Object));
});
