/** The engine or its provider killed in the middle of `pulumi up`: nothing goes on unseen, and the next up finishes it. */
import { join } from 'node:path';
import { Project } from '../harness/drivers/cli.js';
import { eventually, pings, residue, startGuest, succeeds } from '../harness/guests/guest.js';
import { slowly } from '../harness/killing/killing.js';
import { expectAgreement } from '../harness/oracles/oracle.js';

beforeAll(startGuest);

test.each([
  { who: 'the engine', when: 'the namespace is there', until: 'test -e /run/netns/blue' },
  { who: 'the engine', when: 'the pair is there, bare', until: 'ip link show web0' },
  { who: 'the provider', when: 'the pair is there, bare', until: 'ip link show web0' },
])(
  '$who is killed when $when',
  async ({ who, until }) => {
    using project = new Project(join(__dirname, '../../examples/01-first-pair'), 'first-pair');
    await project.pulumi('stack', 'init', 'test');
    await project.connect(slowly(300));
    const { child, done } = project.start(
      'pulumi',
      'up',
      '--yes',
      '--skip-preview',
      '--non-interactive',
    );
    await eventually(until, () => succeeds(`${until} >/dev/null 2>&1`), 30_000);
    const victims = who === 'the engine' ? [child.pid!] : project.processes('dynamic-provider');
    expect(victims.length).toBeGreaterThan(0);
    for (const pid of victims) process.kill(pid, 'SIGKILL');
    const { code } = await done;
    expect(code).not.toBe(0);
    await eventually(
      'no provider is left',
      () => project.processes('dynamic-provider').length === 0,
      6_000,
    );
    await eventually(
      'no helper is left',
      async () => !(await succeeds('pgrep -f "[h]elper\\.js"')),
      6_000,
    );

    await project.connect(slowly(0));
    if (who === 'the engine') await project.pulumi('cancel', '--yes');
    await project.pulumi('up', '--yes', '--skip-preview');
    const state = project.backend.resources().find(({ urn }) => urn.endsWith('::web'));
    await expectAgreement(state?.outputs ?? {});
    expect(await pings('blue', '10.0.0.1')).toBe(true);
    await project.pulumi('destroy', '--yes', '--skip-preview');
    expect(await residue()).toEqual([]);
  },
  180_000,
);
