// The table of docs/architecture.md, from walls.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './schema.mjs';

const BEGIN = '<!-- From walls.json, by scripts/gen.mjs -->\n';
const END = '<!-- End of what is generated -->';

/** The page with the table of today between its two marks. */
export function withWalls(page) {
  const walls = JSON.parse(readFileSync(join(root, 'walls.json'), 'utf8'));
  const rows = walls.map(({ room, holds, may, node = [], npm = [], pure }) => {
    const inside = may.map((one) => `\`${one}\``).join(', ');
    const outside = [...node.map((one) => `node:${one}`), ...npm].join(', ');
    return `| \`${room}\` | ${holds}${pure ? ' (pure)' : ''} | ${inside || 'nothing'} | ${outside || 'nothing'} |`;
  });
  const table = [
    '| room | holds | may import | from outside |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
  const [before = '', rest = ''] = page.split(BEGIN);
  return `${before}${BEGIN}<!-- prettier-ignore-start -->\n\n${table.join('\n')}\n\n<!-- prettier-ignore-end -->\n${END}${rest.split(END)[1] ?? ''}`;
}
