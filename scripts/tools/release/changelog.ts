/** CHANGELOG.md: what is unreleased becomes what a release changed. */

const UNRELEASED = '## Unreleased\n';

/** The entries below `Unreleased`. */
export function unreleased(changelog: string): string {
  const start = changelog.indexOf(UNRELEASED);
  if (start < 0) throw new Error('CHANGELOG.md has no section "## Unreleased"');
  const rest = changelog.slice(start + UNRELEASED.length);
  const end = rest.search(/^## /m);
  return (end < 0 ? rest : rest.slice(0, end)).trim();
}

/** The changelog with its unreleased entries under `version`. Throws when there are none. `date`: YYYY-MM-DD. */
export function released(changelog: string, version: string, date: string): string {
  if (unreleased(changelog) === '')
    throw new Error(
      'CHANGELOG.md lists nothing under "## Unreleased"; a release says what changed',
    );
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n## ${version} - ${date}\n`);
}
