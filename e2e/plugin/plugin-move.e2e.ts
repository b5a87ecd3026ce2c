/** A stack that the dynamic provider made goes on with the plugin: nothing is changed on the way, shown or done. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chain, names } from '../harness/inputs/bpf.js';
import type { Project } from '../harness/drivers/cli.js';
import { eventually, pings, run, sh, succeeds } from '../harness/guests/guest.js';
import {
  destroy,
  edit,
  exampleProject,
  PLUGIN_FOLDER,
  up,
  usePlugin,
} from '../harness/drivers/projects.js';
import { useGuest } from '../harness/guests/suite.js';

const HOOK = ['pod0', 'netkit/peer'] as const;
const EXAMPLE_IN_YAML = join(__dirname, '../../examples/05-yaml/Pulumi.yaml');

/** All that a kernel operation of ours would change: devices, addresses, routes, programs, links, and the times of our files. */
async function everything(): Promise<unknown> {
  const inBoth = (command: string): string => `${command}; ip netns exec green ${command}`;
  const text = await sh(
    [
      inBoth('ip -d -j addr show'),
      inBoth('ip -d -j route show table all'),
      inBoth('ip -6 -d -j route show table all'),
      'bpftool -j link show; bpftool -j prog show; bpftool -j map show; bpftool -j net show',
      // The lock is taken by whoever looks.
      'find /run/pulumi-netkit /run/netns /sys/fs/bpf/pulumi-netkit ! -name lock -printf "%p %i %T@\\n" | sort',
    ].join(';'),
  );
  return text
    .split('\n')
    .map((line) => (line.startsWith('[') ? (JSON.parse(line) as unknown) : line));
}

/** What the kernel tells of changes while something is done. */
async function monitored(work: () => Promise<unknown>): Promise<string> {
  const monitor = sh(
    'touch /run/monitor; for netns in "" "ip netns exec green"; do' +
      ' $netns ip -o monitor link address route nsid >> /run/heard.log & done;' +
      ' while test -e /run/monitor; do sleep 0.1; done; kill %1 %2; cat /run/heard.log; rm /run/heard.log',
  );
  // Heard in both, or the test would be told of nothing for want of ears.
  const calls = ['here', 'there'].map((name) => {
    const ip = name === 'here' ? 'ip' : 'ip -n green';
    return `${ip} link add ${name} type dummy; ${ip} link del ${name}; grep -q ${name} /run/heard.log`;
  });
  await eventually('both are listened to', () => succeeds(`(${calls[0]}) && (${calls[1]})`));
  await work();
  await run('rm', '/run/monitor');
  return monitor;
}

const types = ({ backend }: Project): string[] =>
  backend
    .resources()
    .filter(({ type }) => !type.startsWith('pulumi:'))
    .map(({ type }) => type)
    .sort();

const PLUGINS_OWN = ['BpfAttachment', 'NetkitPair', 'NetworkNamespace'].map(
  (kind) => `netkit:index:${kind}`,
);

useGuest();

test.each([
  { program: 'the same program, by another import', file: 'index.ts', move: usePlugin },
  {
    program: 'the same program, in YAML',
    file: 'Pulumi.yaml',
    move: (project: Project) => {
      const text = readFileSync(EXAMPLE_IN_YAML, 'utf8');
      // As the program in TypeScript had it: an absolute path is another text of the same file.
      const moved = text
        .replace('guarded-pod-yaml', 'guarded-pod')
        .replace('../../sdk/bin', PLUGIN_FOLDER)
        .replace('../bpf/policy.o', join(project.work, '../bpf/policy.o'));
      writeFileSync(join(project.work, 'Pulumi.yaml'), moved);
    },
  },
])(
  '$program: no change is shown, and no call changes the kernel',
  async ({ move, file }) => {
    using project = await exampleProject('02-guarded-pod');
    await up(project);
    expect(types(project)).toEqual(
      PLUGINS_OWN.map((type) => type.replace('netkit:index', 'pulumi-nodejs:dynamic/netkit')),
    );
    const before = await everything();
    move(project);
    const heard = await monitored(async () => {
      const text = await up(project, '--expect-no-changes');
      expect(text).toMatch(/4 unchanged/);
    });
    expect(heard.split('\n').filter((line) => !/^$|\bt?here\b/.test(line))).toEqual([]);
    expect(await everything()).toEqual(before);
    expect(types(project)).toEqual(PLUGINS_OWN);

    const links = (await chain(...HOOK)).map(({ linkId }) => linkId);
    edit(project, file, 'allowed_range: 1', 'allowed_range: 3');
    expect(await up(project)).toMatch(/~ 1 updated/);
    expect((await chain(...HOOK)).map(({ linkId }) => linkId)).toEqual(links);
    expect(await pings('green', '10.0.0.3')).toBe(true);
    expect(await names(...HOOK)).toEqual(['guard', 'count']);
    await destroy(project);
  },
  120_000,
);
