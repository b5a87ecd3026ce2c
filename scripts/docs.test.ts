/** The pages: links lead somewhere, samples of C compile, samples of YAML and JSON are such. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
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

/** A page without its samples of code. */
const prose = (text: string): string => text.replace(/^( *)(```|~~~)[\s\S]*?^\1\2/gm, '');

/** What GitHub makes of headings, and anchors that are written out. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...prose(text).matchAll(/^#{1,6} +(.*)$/gm)].map(([, words = '']) => {
    const slug = words
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  const written = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id);
  return new Set([...headings, ...written]);
}

/** The links of a page that lead nowhere. */
function broken(file: string, text = read(file)): string[] {
  const targets = [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(
    ([, target = '']) => target,
  );
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const to = path === '' ? file : normalize(join(dirname(file), path));
      if (!existsSync(join(ROOT, to))) return true;
      if (anchor === undefined) return false;
      return (
        statSync(join(ROOT, to)).isDirectory() ||
        !anchorsOf(to === file ? text : read(to)).has(anchor)
      );
    });
}

test('there are pages, and the check finds what is broken', () => {
  expect(pages.length).toBeGreaterThan(20);
  const page =
    '# One thing\n\n[a](#one-thing) [b](#other) [c](docs/hosts.md#rights) [d](none.md)\n';
  expect(broken('README.md', `${page}[e](docs/hosts.md#none) [f](https://example.org/x)`)).toEqual([
    '#other',
    'none.md',
    'docs/hosts.md#none',
  ]);
});

test.each(pages)('each link of %s leads somewhere', (file) => {
  expect(broken(file)).toEqual([]);
});

test('each page that a comment names has that place', () => {
  const sources = tracked.filter(
    (file) => /\.(ts|cjs|mjs|c|h)$/.test(file) && file !== 'scripts/docs.test.ts',
  );
  const named = sources.flatMap((file) =>
    [...read(file).matchAll(/([a-z-]+\.md)#([a-z0-9-]+)/g)].map(
      ([all, page = '', anchor = '']) => ({
        where: `${file}: ${all}`,
        page: pages.find((one) => one === `docs/${page}` || one === page),
        anchor,
      }),
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  const wrong = named.filter(
    ({ page, anchor }) => page === undefined || !anchorsOf(read(page)).has(anchor),
  );
  expect(wrong.map(({ where }) => where)).toEqual([]);
});

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
