/** Example 04 through the real engine: the same pod on two hosts, by ssh as root and by ssh and sudo; and no key anywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bpfResidue } from '../harness/inputs/bpf.js';
import { Project } from '../harness/drivers/cli.js';
import { startGuest } from '../harness/guests/guest.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import {
  inventory,
  keyMaterial,
  leftOn,
  lookingAt,
  makeRooms,
  room,
} from '../harness/guests/ssh.js';

const HOSTS = [room('edge1', { user: 'root' }), room('edge2', { user: 'deploy', sudo: true })];

beforeAll(() => {
  startGuest();
  makeRooms('edge1', 'edge2');
});

/** All files below a folder, as one text. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

test('a fleet comes up, needs nothing more, refreshes and goes, and nothing tells the key', async () => {
  using project = new Project(join(__dirname, '../../examples/04-fleet'), 'fleet');
  // The example builds ../bpf beside its folder.
  await project.run(
    'cp',
    '-r',
    join(__dirname, '../../examples/bpf'),
    join(project.work, '../bpf'),
  );
  await project.pulumi('stack', 'init', 'test');
  await project.pulumi('config', 'set', 'hosts', JSON.stringify(HOSTS));
  const said = [await project.pulumi('preview')];
  said.push(await project.pulumi('up', '--yes', '--skip-preview'));

  const seen: string[] = [];
  for (const { name } of HOSTS) {
    const pod = project.backend.resources().find(({ urn }) => urn.endsWith(`::${name}-pod`));
    await expectAgreement(pod?.outputs ?? {}, lookingAt(name));
    // The example's resources, and so the pins, bear the host's name.
    seen.push((await inventory(name)).replaceAll(name, 'EDGE'));
  }
  expect(seen[0]).toContain('"name":"guard"');
  expect(seen[1]).toBe(seen[0]);

  said.push(await project.pulumi('up', '--yes', '--expect-no-changes', '--skip-preview'));
  said.push(await project.pulumi('refresh', '--yes', '--expect-no-changes', '--skip-preview'));
  // Nobody is let in with that key, and the error is stored and printed as well.
  const refused = HOSTS.map((host) => ({ ...host, options: { PubkeyAuthentication: 'no' } }));
  await project.pulumi('config', 'set', 'hosts', JSON.stringify(refused));
  const { code, text } = await project.start(
    'pulumi',
    'up',
    '--yes',
    '--skip-preview',
    '--non-interactive',
  ).done;
  expect(code).not.toBe(0);
  expect(text).toContain('[host-refused]');
  said.push(text);
  await project.pulumi('config', 'set', 'hosts', JSON.stringify(HOSTS));
  said.push(await project.pulumi('up', '--yes', '--skip-preview'));

  const written = `${everything(join(project.work, '../.pulumi'))}${said.join('\n')}`;
  expect(written).toContain('edge2');
  expect(keyMaterial().length).toBeGreaterThan(2);
  for (const line of keyMaterial()) expect(written).not.toContain(line);

  await project.pulumi('destroy', '--yes', '--skip-preview');
  for (const { name } of HOSTS) expect(await leftOn(name)).toEqual([]);
  expect(await bpfResidue()).toEqual([]);
}, 300_000);
