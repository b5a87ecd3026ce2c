/**
 * Links between the documents of this repository, and what the sources name in them: the file must be tracked, and an anchor must be
 * a heading in it. Links to other sites are not followed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';

const ROOT = join(__dirname, '..');
/** How documents that are published elsewhere name a file of this repository. */
const OWN_SITE = /^https:\/\/github\.com\/pulumi-netkit\/pulumi-netkit\/(?:blob|tree)\/main\//;
/** What has broken links on purpose; and the end of a list. */
const SAMPLES = ['', 'scripts/links.test.ts'];
const SOURCE = /\.[cm]?[jt]s$/;

/** Paths from the root of the repository, with their text. */
type Tree = Readonly<Record<string, string>>;

/** Every link and mention that leads nowhere, as `file: target: why`. */
function brokenLinks(tree: Tree): string[] {
  const files = Object.keys(tree);
  const has = (path: string): boolean =>
    path === '.' || files.some((file) => file === path || file.startsWith(`${path}/`));

  /** Why a path from the root, with an anchor or without one, leads nowhere. */
  const fault = (target: string): string | undefined => {
    const [path = '', anchor] = target.split('#', 2);
    if (!has(path)) return 'no such file';
    if (anchor === undefined || /^L\d+(-L\d+)?$/.test(anchor)) return undefined;
    const text = tree[path] ?? tree[join(path, 'README.md')];
    if (text === undefined || SOURCE.test(path)) return 'an anchor of what has no headings';
    return anchorsOf(text).has(anchor) ? undefined : 'no such heading';
  };

  const ofDocument = (file: string, text: string): string[] => {
    const { links, prose } = readDocument(text);
    return links
      .flatMap((link) => {
        const own = link.replace(OWN_SITE, '/');
        if (/^([a-z][a-z\d+.-]*:|\/\/)/i.test(own)) return [];
        const [path = '', ...anchor] = decodeURIComponent(own).split('#');
        const base = path.startsWith('/') ? '.' : dirname(file);
        const full = path === '' ? file : normalize(join(base, path)).replace(/\/$/, '');
        const why = fault([full, ...anchor].join('#'));
        return why === undefined ? [] : [`${file}: ${link}: ${why}`];
      })
      .concat(ofText(file, prose));
  };

  /** What is named without a link: from the root, in docs/, or beside the file; decisions by their number. */
  const ofText = (file: string, text: string): string[] => [
    ...[...text.matchAll(/\bdecisions\/\d{4}\b/g)].flatMap(([target]) => {
      if (files.some((path) => path.startsWith(`docs/${target}-`))) return [];
      return [`${file}: ${target}: no such file`];
    }),
    ...[...text.matchAll(/(?<![\w./:-])(?:[\w-]+\/)*[\w-]+\.md(?:#[\w-]+)?/g)].flatMap(
      ([target]) => {
        const isAnchored = target.includes('#');
        if (!isAnchored && !target.startsWith('docs/')) return [];
        const faults = ['.', 'docs', dirname(file)].map((base) => fault(join(base, target)));
        if (faults.includes(undefined)) return [];
        const why = faults.includes('no such heading') ? 'no such heading' : 'no such file';
        return [`${file}: ${target}: ${why}`];
      },
    ),
  ];

  return Object.entries(tree).flatMap(([file, text]) => {
    if (file.endsWith('.md')) return ofDocument(file, text);
    return SOURCE.test(file) ? ofText(file, text) : [];
  });
}

/** The targets of a document's links, and its text without links and code. */
function readDocument(text: string): { readonly links: string[]; readonly prose: string } {
  const bare = withoutFences(text).replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, 'code');
  const links: string[] = [];
  const take = (_: string, target: string): string => {
    links.push(target);
    return '';
  };
  const prose = bare
    .replace(/\]\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+["'][^)]*)?\s*\)/g, take)
    .replace(/^ {0,3}\[[^\]\n]+\]:\s*<?([^\s<>]+)>?/gm, take)
    .replace(/\b(?:href|src)=["']([^"']+)["']/g, take);
  return { links, prose };
}

/** The anchors that GitHub gives to the headings of a document. Underlined headings are not used here. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const bare = withoutFences(text);
  for (const [, id = ''] of bare.matchAll(/<a\s+(?:id|name)=["']([^"']+)["']/g)) anchors.add(id);
  for (const [, heading = ''] of bare.matchAll(/^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/gm)) {
    const slug = heading
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** A document without its front matter, comments and blocks of code. */
function withoutFences(text: string): string {
  let fence: string | undefined;
  return text
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n')
    .filter((line) => {
      const [, mark = ''] = /^[ \t>]*(`{3,}|~{3,})/.exec(line) ?? [];
      const wasOpen = fence !== undefined;
      if (fence === undefined) fence = mark === '' ? undefined : mark;
      else if (mark.startsWith(fence) && line.trim() === mark) fence = undefined;
      return !wasOpen && fence === undefined;
    })
    .join('\n');
}

/** The files of this checkout that are tracked or about to be. */
function checkout(): Tree {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  const read = (file: string): string =>
    file.endsWith('.md') || SOURCE.test(file) ? readFileSync(join(ROOT, file), 'utf8') : '';
  return Object.fromEntries(
    files
      .split('\0')
      .filter((file) => existsSync(join(ROOT, file)) && !SAMPLES.includes(file))
      .map((file) => [file, read(file)]),
  );
}

test('every link and every named heading of this repository leads somewhere', () => {
  const tree = checkout();
  expect(Object.keys(tree)).toEqual(expect.arrayContaining(['README.md', 'docs/hosts.md']));
  expect(brokenLinks(tree)).toEqual([]);
});

const DOCS: Tree = {
  'README.md': '# A\n',
  'docs/a.md': [
    '# One: `two`, three',
    '## Same',
    '## Same',
    '## A [link](b.md) and *more* ##',
    '## Größe_1 – so',
    '<a id="by-hand"></a>',
    '```sh\n# not a heading\n```',
    '~~~~\n```\n## nor this\n~~~~',
  ].join('\n'),
  'docs/b.md': '# B\n',
  'docs/decisions/0001-one.md': '# 1\n',
  'lib/x.ts': '',
};

describe('links in a document', () => {
  test.each([
    ['a file', '[a](a.md)', undefined],
    ['a heading', '[a](a.md#one-two-three)', undefined],
    ['the second heading of one text', '[a](a.md#same-1)', undefined],
    ['a heading with a link and emphasis', '[a](a.md#a-link-and-more)', undefined],
    ['a heading with letters beyond ASCII', '[a](a.md#größe_1--so)', undefined],
    ['a heading that is percent-encoded', '[a](a.md#gr%C3%B6%C3%9Fe_1--so)', undefined],
    ['an anchor by hand', '[a](a.md#by-hand)', undefined],
    ['a heading of the same document', '# Here\n[a](#here)', undefined],
    ['a folder', '[a](../lib) and [b](../lib/)', undefined],
    ['a line of a source', '[a](../lib/x.ts#L10)', undefined],
    ['the root', '[a](/README.md)', undefined],
    ['another site', '[a](https://example.com/none.md#gone)', undefined],
    ['no link, in code', '`[a](none.md)`\n\n```\n[a](none.md)\n```', undefined],
    ['a missing file', '[a](none.md)', 'none.md: no such file'],
    ['a missing file, across lines', '[a\nb](none.md "title")', 'none.md: no such file'],
    ['a missing file with a name in code', '[`a`](none.md)', 'none.md: no such file'],
    ['a missing picture', '![a](none.png)', 'none.png: no such file'],
    ['a missing file by reference', '[a]\n\n[a]: none.md', 'none.md: no such file'],
    ['a missing file in HTML', '<a href="none.md">a</a>', 'none.md: no such file'],
    ['a file that is there from the root', '[a](docs/a.md)', 'docs/a.md: no such file'],
    ['a missing heading', '[a](a.md#gone)', 'a.md#gone: no such heading'],
    ['a heading in other letters', '[a](a.md#Same)', 'a.md#Same: no such heading'],
    ['a third heading of two', '[a](a.md#same-2)', 'a.md#same-2: no such heading'],
    ['a heading in code', '[a](a.md#not-a-heading)', 'a.md#not-a-heading: no such heading'],
    ['a missing heading of the same document', '[a](#gone)', '#gone: no such heading'],
    [
      'a heading of a source',
      '[a](../lib/x.ts#a)',
      '../lib/x.ts#a: an anchor of what has no headings',
    ],
    ['a missing heading in prose', 'see a.md#gone', 'a.md#gone: no such heading'],
  ])('%s', (_, text, broken) => {
    const found = brokenLinks({ ...DOCS, 'docs/c.md': text });
    expect(found).toEqual(broken === undefined ? [] : [`docs/c.md: ${broken}`]);
  });

  test('a file of this repository by its address', () => {
    const site = 'https://github.com/pulumi-netkit/pulumi-netkit/blob/main';
    const text = `[a](${site}/docs/a.md#same) [b](${site}/docs/a.md#gone) [c](${site}/a.md)`;
    expect(brokenLinks({ ...DOCS, 'docs/c.md': text })).toEqual([
      `docs/c.md: ${site}/docs/a.md#gone: no such heading`,
      `docs/c.md: ${site}/a.md: no such file`,
    ]);
  });
});

describe('documents that a source names', () => {
  test.each([
    ['a heading', 'docs/a.md#same', undefined],
    ['a heading, without the folder', 'a.md#same', undefined],
    ['a file of another kind of document', 'none.md', undefined],
    ['a missing heading', 'docs/a.md#gone', 'no such heading'],
    ['a missing heading, without the folder', 'a.md#gone', 'no such heading'],
    ['a missing file', 'docs/none.md', 'no such file'],
    ['a decision', 'docs/decisions/0001', undefined],
    ['a missing decision', 'decisions/0002', 'no such file'],
    ['a heading of a missing file', 'none.md#gone', 'no such file'],
  ])('%s', (_, target, why) => {
    const found = brokenLinks({ ...DOCS, 'lib/y.ts': `// So it is (${target}).` });
    expect(found).toEqual(why === undefined ? [] : [`lib/y.ts: ${target}: ${why}`]);
  });
});
