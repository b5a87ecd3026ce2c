/** docs/hosts.md, "Rights": what a helper can do as a plain user with capabilities, and through one line of sudoers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../../provider/src/transport/way/connection.js';
import { asset, attachment, bpfResidue, compile, POLICY } from '../harness/inputs/bpf.js';
import {
  Doors,
  guestHost,
  netns,
  pair,
  type Program,
  type StepError,
} from '../harness/drivers/doors.js';
import { inGuest, sh, GUEST_COMMAND } from '../harness/guests/guest.js';
import { refusal } from '../harness/oracles/refusal.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import { useGuest } from '../harness/guests/suite.js';

const NODE = '/usr/bin/node';
const INSTALLED = '/usr/local/lib/pulumi-netkit/helper.js';
const USER = ['setpriv', '--reuid=1500', '--regid=1500', '--clear-groups', '--reset-env'];
const object = asset(compile(POLICY));

const PAGE = readFileSync(join(__dirname, '../../docs/hosts.md'), 'utf8');

/** A block of the page. */
function shown(language: string): string {
  const block = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'm').exec(PAGE)?.[1];
  if (block === undefined) throw new Error(`docs/hosts.md has no block "${language}"`);
  return block;
}

useGuest({
  before: async () => {
    const built = join(__dirname, '../../sdk/dist/remote/linux-x64.js');
    await sh(`useradd --uid 1500 --create-home deploy; install -D -m 0644 ${built} ${INSTALLED}`);
    await sh('ip link add dev0 type netkit peer name dev1');
  },
  after: () => sh('ip link del dev0'),
});
beforeEach(() =>
  sh(`rm -rf /run/pulumi-netkit; echo '${shown('tmpfiles')}' | systemd-tmpfiles --create -`),
);
afterEach(async () => {
  // The folder that was made ready is empty again, or this fails; as root the helper has taken it away.
  await sh('test ! -e /sys/fs/bpf/pulumi-netkit || rmdir /sys/fs/bpf/pulumi-netkit');
  expect(await bpfResidue()).toEqual([]);
});

const WEB: Program = { web: pair({ name: 'web0', peer: { name: 'web1' } }) };
const FULL: Program = {
  blue: netns('blue'),
  web: pair({ name: 'web0', addresses: ['10.0.0.1/24'], peer: { name: 'eth0', netns: 'blue' } }),
  policy: attachment((outputs) => ({
    name: 'policy',
    target: { name: outputs('web')['name'] },
    attachType: 'netkit/peer',
    programs: [{ name: 'guard', object, program: 'guard' }],
  })),
};
const ATTACHED: Program = {
  policy: attachment({
    name: 'policy',
    target: { name: 'dev0' },
    attachType: 'tcx/ingress',
    programs: [{ name: 'guard', object, program: 'guard' }],
  }),
};

/** A plain user with these capabilities. */
function having(...capabilities: readonly string[]): Connection {
  const caps = capabilities.map((name) => `+${name}`).join(',');
  const rights = caps === '' ? [] : [`--inh-caps=${caps}`, `--ambient-caps=${caps}`];
  return { command: [...GUEST_COMMAND, ...USER, ...rights], node: NODE, helper: INSTALLED };
}

async function failing(program: Program, connection: Connection): Promise<StepError> {
  await using doors = new Doors('test', guestHost(connection));
  return await refusal(doors, program);
}

describe('capabilities', () => {
  test('pairs in the namespace of the host take CAP_NET_ADMIN and a folder', async () => {
    await using doors = new Doors('test', guestHost(having('net_admin')));
    await doors.up(WEB);
    await expectAgreement(doors.outputs('web'));
    expect(await sh('stat -c %U /run/pulumi-netkit/records')).toBe('deploy\n');
  });

  test('all takes CAP_NET_ADMIN and CAP_SYS_ADMIN, and two more folders', async () => {
    await using doors = new Doors('test', guestHost(having('net_admin', 'sys_admin')));
    await doors.up(FULL);
    await expectAgreement(doors.outputs('web'));
    const pin = '/sys/fs/bpf/pulumi-netkit/%host/web0/netkit/peer/policy/guard';
    expect(await sh(`stat -c %U ${pin}`)).toBe('deploy\n');
    await doors.destroy();
    expect(await sh('find /run/pulumi-netkit/records /run/netns /sys/fs/bpf/pulumi-netkit')).toBe(
      '/run/pulumi-netkit/records\n/run/netns\n/sys/fs/bpf/pulumi-netkit\n',
    );
  });

  test('a copy of Node may have them', async () => {
    await sh(shown('setcap'));
    const node = '/usr/local/lib/pulumi-netkit/node';
    await using doors = new Doors('test', guestHost({ ...having(), node }));
    await doors.up(FULL);
    await expectAgreement(doors.outputs('web'));
    await doors.destroy();
    // By way of a shell: setpriv itself holds root's capabilities until it has started something.
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const { code, stderr } = await inGuest(...nobody, 'sh', '-c', `${node} -v`);
    expect(stderr).toContain('Permission denied');
    expect(code).not.toBe(0);
  });

  test.each([
    { lacks: 'CAP_NET_ADMIN', caps: ['sys_admin'], program: WEB },
    { lacks: 'CAP_SYS_ADMIN', caps: ['net_admin'], program: { blue: netns('blue') } },
    { lacks: 'CAP_SYS_ADMIN', caps: ['net_admin', 'bpf'], program: ATTACHED },
  ])('without $lacks it is named', async ({ lacks, caps, program }) => {
    const error = await failing(program, having(...caps));
    expect(error.code).toBe('no-permission');
    expect(error.message).toContain(lacks);
  });

  test.each([
    { folder: '/run/pulumi-netkit', program: WEB, closes: 'rm -rf /run/pulumi-netkit' },
    {
      folder: '/run/netns/blue',
      program: { blue: netns('blue') },
      closes: 'chown root /run/netns',
    },
    {
      folder: '/sys/fs/bpf/pulumi-netkit',
      program: ATTACHED,
      closes: 'chown root /sys/fs/bpf/pulumi-netkit; chmod 0755 /sys/fs/bpf/pulumi-netkit',
    },
    {
      folder: '/sys/fs/bpf/pulumi-netkit',
      program: ATTACHED,
      closes: 'chmod 0700 /sys/fs/bpf',
    },
  ])('after "$closes" the folder is named, and a right to it', async (given) => {
    await sh(given.closes);
    const error = await failing(given.program, having('net_admin', 'sys_admin'));
    expect(error.code).toBe('no-permission');
    expect(error.message).toContain(given.folder);
    expect(error.message).toContain('CAP_DAC_OVERRIDE');
  });
});

describe('sudo', () => {
  beforeAll(() =>
    sh(`umask 0227; echo '${shown('sudoers').trim()}' > /etc/sudoers.d/netkit; visudo -cq`),
  );
  afterAll(() => sh('rm /etc/sudoers.d/netkit'));

  const through = { command: [...GUEST_COMMAND, ...USER], node: NODE, helper: INSTALLED };

  test('one line lets an installed helper do all', async () => {
    await sh('rm -rf /run/pulumi-netkit; chmod 0700 /sys/fs/bpf; chown root /run/netns');
    await sh('rmdir /sys/fs/bpf/pulumi-netkit');
    await using doors = new Doors('test', guestHost({ ...through, sudo: true }));
    await doors.up(FULL);
    await expectAgreement(doors.outputs('web'));
    await doors.destroy();
  });

  test.each([
    { folder: '/run/pulumi-netkit', program: WEB },
    { folder: '/run/netns', program: { blue: netns('blue') } },
    { folder: '/sys/fs/bpf/pulumi-netkit', program: ATTACHED },
  ])('root does not use $folder of another user', async ({ folder, program }) => {
    await sh('chown root /run/pulumi-netkit /run/netns /sys/fs/bpf/pulumi-netkit');
    await sh(`chown deploy ${folder}`);
    const error = await failing(program, { ...through, sudo: true });
    expect(error.code).toBe('untrusted-path');
    expect(error.message).toContain(`${folder}: it belongs to uid 1500, not to root`);
  });

  test.each([
    ['a shell', ['sh', '-c', 'id']],
    ['a script of the user', [NODE, '-e', 'console.log(1)']],
    ['Node by itself', [NODE]],
    ['more words behind it', [NODE, INSTALLED, '--require', '/tmp/x.js']],
    ['more words in front of it', [NODE, '--require=/tmp/x.js', INSTALLED]],
    ['another helper', [NODE, '/home/deploy/helper.js']],
  ])('it lets nothing else: %s', async (_what, words) => {
    const { code, stderr } = await inGuest(...USER, 'sudo', '-n', ...words);
    expect(code).not.toBe(0);
    expect(stderr).toContain('password is required');
  });

  test('what the user sets in the environment does not reach it', async () => {
    await sh('echo \'require("fs").writeFileSync("/run/evil", "")\' > /tmp/evil.js');
    const { code, stdout } = await inGuest(
      ...USER,
      'env',
      'NODE_OPTIONS=--require=/tmp/evil.js',
      'LIBBPF_TS_LIBRARY=/tmp/evil.so',
      ...['sh', '-c', `sudo -n ${NODE} ${INSTALLED} < /dev/null; ls /run/evil`],
    );
    expect(stdout).toContain('"protocol"');
    expect(stdout).not.toContain('/run/evil');
    expect(code).not.toBe(0);
  });
});

describe('without libbpf', () => {
  const command = [...GUEST_COMMAND, 'env', 'LIBBPF_TS_LIBRARY=libbpf-is-not-here.so.1'];
  const without = { command, node: NODE, helper: INSTALLED };

  // This helper is root's, which uses no folder of the user above.
  beforeEach(() =>
    sh(
      'find /run/pulumi-netkit /run/netns /sys/fs/bpf/pulumi-netkit -maxdepth 0 -exec chown root {} + || true',
    ),
  );

  test('pairs and namespaces work', async () => {
    await using doors = new Doors('test', guestHost(without));
    const { policy, ...rest } = FULL;
    expect(policy).toBeDefined();
    await doors.up(rest);
    await expectAgreement(doors.outputs('web'));
    await doors.destroy();
  });

  test('an attachment says what to install, on whatever distribution', async () => {
    const error = await failing(ATTACHED, without);
    expect(error.code).toBe('libbpf-missing');
    expect(error.message).toContain('libbpf1 (Debian, Ubuntu, openSUSE)');
    expect(error.message).toContain('libbpf (Fedora, RHEL, Arch, Alpine)');
  });
});
