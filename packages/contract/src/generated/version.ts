// Generated from schema.json by scripts/gen.mjs. Do not edit; run `npm run gen`.

/** The release this is a part of: all of its parts must be of the same. */
export const VERSION = '0.1.0';
