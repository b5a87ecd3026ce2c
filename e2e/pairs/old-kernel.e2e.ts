/** Hosts that cannot: an older kernel, no netkit, no rights, no sudo, no such namespace. Told in words, nothing left behind. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import type { NetkitPairArgs } from '../../sdk/src/index.js';
import {
  Doors,
  guestHost,
  netns,
  pair,
  plainHelper,
  type Program,
  type StepError,
} from '../harness/drivers/doors.js';
import {
  GUEST_COMMAND,
  HELPER,
  residue,
  sh,
  startGuest,
  succeeds,
  VERSION,
} from '../harness/guests/guest.js';
import { refusal } from '../harness/oracles/refusal.js';
import { expectAgreement, readRooms } from '../harness/oracles/oracle.js';
import { HelperHost } from '../../provider/src/transport/process/client.js';
import type { Connection } from '../../provider/src/transport/way/connection.js';

beforeAll(startGuest);
afterEach(async () => {
  expect(await residue()).toEqual([]);
});

const WEB = { name: 'web0', peer: { name: 'web1' } } satisfies NetkitPairArgs;

/** The error of a program on a host of its own. */
async function failing(program: Program, connection: Connection = {}): Promise<StepError> {
  await using doors = new Doors('test', guestHost(connection));
  return await refusal(doors, program);
}

const knowsRooms = VERSION[0] > 6 || VERSION[1] >= 14;

describe('headroom and tailroom', () => {
  test.each(['headroom', 'tailroom'] as const)(
    `%s ${knowsRooms ? 'is there' : 'is refused, naming the kernel that brought it'}`,
    async (room) => {
      const program = { web: pair({ ...WEB, [room]: 64 }) };
      if (!knowsRooms) {
        const error = await failing(program);
        expect([error.code, error.message.includes('6.14')]).toEqual(['feature-missing', true]);
        return;
      }
      await using doors = new Doors();
      await doors.up(program);
      expect((await readRooms('web0'))[room]).toBe(64);
      await expectAgreement(doors.outputs('web'));
    },
  );

  test('zero is no request, on any kernel', async () => {
    await using doors = new Doors();
    await doors.up({ web: pair({ ...WEB, headroom: 0, tailroom: 0 }) });
    expect(await doors.up({ web: pair({ ...WEB, headroom: 0, tailroom: 0 }) })).toEqual([]);
  });
});

// Whether the machine that runs the tests has netkit is not known; the guest's user namespace cannot tell either.
describe('a kernel without netkit: this machine’s own', () => {
  const RUN = '/run/pulumi-netkit';
  const had = existsSync(RUN);
  const canTell = process.getuid?.() === 0 && !existsSync('/sys/module/netkit');
  afterAll(() => {
    if (!had) rmSync(RUN, { recursive: true, force: true });
  });

  (canTell ? test : test.skip)(
    `is told so, and has nothing afterwards${canTell ? '' : ' [skipped: needs root, and a kernel without netkit]'}`,
    async () => {
      const devices = readdirSync('/sys/class/net');
      await using doors = new Doors('test', new HelperHost({ helper: HELPER }));
      const error = await doors
        .up({ web: pair({ ...WEB, name: 'nke2e0', peer: { name: 'nke2e1' } }) })
        .then(
          () => undefined,
          (thrown: unknown) => thrown as StepError,
        );
      expect([error?.code, error?.message.includes('6.7')]).toEqual(['netkit-missing', true]);
      expect(readdirSync('/sys/class/net')).toEqual(devices);
      expect(readdirSync(`${RUN}/records`)).toEqual([]);
    },
  );
});

describe('without rights', () => {
  const as = (...command: readonly string[]): Connection => ({
    command: [...GUEST_COMMAND, ...command],
  });
  const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

  test('a plain user is told what is missing', async () => {
    await sh('rm -rf /run/pulumi-netkit');
    const plain = { ...as(...NOBODY), helper: await plainHelper() };
    const error = await failing({ web: pair(WEB) }, plain);
    expect(error.code).toBe('no-permission');
    expect(error.message).toContain('"sudo": true');
  });

  test('a root without CAP_NET_ADMIN is told just that', async () => {
    const error = await failing(
      { web: pair(WEB) },
      as('setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin'),
    );
    expect([error.code, error.message.includes('CAP_NET_ADMIN')]).toEqual(['no-permission', true]);
  });

  test('a root without CAP_SYS_ADMIN is told just that', async () => {
    const without = as('setpriv', '--bounding-set=-sys_admin', '--inh-caps=-sys_admin');
    const error = await failing({ blue: netns('blue') }, without);
    expect([error.code, error.message.includes('CAP_SYS_ADMIN')]).toEqual(['no-permission', true]);
    await sh('ip netns add blue');
    try {
      const other = await failing(
        { web: pair({ ...WEB, peer: { name: 'web1', netns: 'blue' } }) },
        without,
      );
      expect([other.code, other.message.includes('CAP_SYS_ADMIN')]).toEqual([
        'no-permission',
        true,
      ]);
    } finally {
      await sh('ip netns del blue');
    }
  });

  test('with sudo, and without a password, a plain user gets all done', async () => {
    await sh(
      'echo "nobody ALL=(root) NOPASSWD: ALL" > /etc/sudoers.d/netkit-e2e; chmod 440 /etc/sudoers.d/netkit-e2e',
    );
    try {
      await using doors = new Doors('test', guestHost({ ...as(...NOBODY), sudo: true }));
      await doors.up({
        blue: netns('blue'),
        web: pair({ ...WEB, peer: { name: 'web1', netns: 'blue' } }),
      });
      await expectAgreement(doors.outputs('web'));
    } finally {
      await sh('rm /etc/sudoers.d/netkit-e2e');
    }
  });

  test('with sudo that wants a password, the advice says what to allow', async () => {
    const error = await failing({ web: pair(WEB) }, { ...as(...NOBODY), sudo: true });
    expect([error.code, error.message.includes('NOPASSWD')]).toEqual(['helper-not-started', true]);
  });
});

describe('a helper that cannot be started', () => {
  test.each([
    { what: 'a command that is not there', command: ['/nonexistent/ssh', 'host'], says: 'ENOENT' },
    {
      what: 'a command that fails',
      command: ['bash', '-c', 'echo no route >&2; exit 255'],
      says: 'no route',
    },
    {
      what: 'a command that greets',
      command: ['bash', '-c', 'echo Welcome; cat'],
      says: 'Welcome',
    },
  ])('$what is named', async ({ command, says }) => {
    const error = await failing({ web: pair(WEB) }, { command });
    expect(error.code).toMatch(/helper-not-started|helper-protocol/);
    expect(error.message).toContain(says);
  });
});

describe('a namespace that cannot be used', () => {
  test.each([
    { netns: 'nowhere', code: 'netns-missing' },
    { netns: '/run/nowhere', code: 'netns-missing' },
    // The same answer: it does not show whoever may start the helper which files there are.
    { netns: '/etc/hostname', code: 'netns-missing' },
    { netns: '/proc/self/ns/mnt', code: 'netns-missing' },
    { netns: 'pid:4194303', code: 'netns-pid-dead' },
  ])('$netns is refused at either end', async ({ netns: where, code }) => {
    const peer = await failing({ web: pair({ ...WEB, peer: { name: 'web1', netns: where } }) });
    expect([peer.code, peer.message.includes('peer.netns: ')]).toEqual([code, true]);
    const primary = await failing({ web: pair({ ...WEB, netns: where }) });
    expect([primary.code, primary.message.includes('netns: ')]).toEqual([code, true]);
    expect(await succeeds('ip link show web0')).toBe(false);
  });

  test('a process’s namespace is used by its pid and by its file', async () => {
    const pid = (
      await sh('unshare -n sleep 300 >/dev/null 2>&1 </dev/null & echo $!; sleep 0.3')
    ).trim();
    {
      await using doors = new Doors();
      await doors.up({ web: pair({ ...WEB, peer: { name: 'web1', netns: `pid:${pid}` } }) });
      await expectAgreement(doors.outputs('web'));
      await doors.up({
        web: pair({ ...WEB, peer: { name: 'web1', netns: `/proc/${pid}/ns/net` } }),
      });
      await expectAgreement(doors.outputs('web'));
    }
    await sh(`kill ${pid}`);
  });
});
