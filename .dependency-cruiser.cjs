// Which folder may import which: what walls.json allows, and nothing else.
'use strict';
const walls = require('./walls.json');

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyOf = (words) => words.map(escaped).join('|');

/** The files of a room, without those of the rooms in it. Another workspace is met as what it is built to. */
const files = (room) => {
  if (room.endsWith('.ts')) return `^${escaped(room)}$`;
  const inner = walls
    .filter((other) => other.room.startsWith(`${room}/`) && !other.room.endsWith('.ts'))
    .map((other) => `${other.room.slice(room.length + 1)}/`);
  const folder = room === 'provider/src' ? 'provider/(dist/)?src' : escaped(room);
  return `^${folder}/${inner.length > 0 ? `(?!${anyOf(inner)})` : ''}`;
};

module.exports = {
  forbidden: [{ name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } }],
  allowedSeverity: 'error',
  allowed: walls.flatMap(({ room, may, node = [], npm = [] }) => [
    { from: { path: files(room) }, to: { path: [room, ...may].map(files) } },
    ...(node.length > 0
      ? [
          {
            from: { path: files(room) },
            to: { path: `^(${anyOf(node)})$`, dependencyTypes: ['core'] },
          },
        ]
      : []),
    ...(npm.length > 0
      ? [{ from: { path: files(room) }, to: { path: `^node_modules/(${anyOf(npm)})/` } }]
      : []),
    // Modules that scripts/build/remote.mjs and scripts/build/plugin.mjs put into their bundles.
    { from: { path: files(room) }, to: { path: '^netkit:' } },
  ]),
  options: {
    exclude: { path: '\\.(test|kernel)\\.ts$|/testing/' },
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.cjs', '.d.ts', '.json'] },
  },
};
