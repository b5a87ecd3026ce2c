/** A device, a hook or a machine that cannot take programs is told in its own words, and nothing is left behind. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { HelperHost } from '../../provider/src/transport/process/client.js';
import { names } from '../harness/inputs/bpf.js';
import { Doors, guestHost, pair, type Program } from '../harness/drivers/doors.js';
import { HELPER, run, sh, VERSION, GUEST_COMMAND } from '../harness/guests/guest.js';
import {
  expectRefusal as expectRefusalOn,
  guardOnV0 as one,
  useRefusals,
} from '../harness/oracles/refusal.js';

const doors = useRefusals();

type Json = Record<string, unknown>;

const expectRefusal = (program: Program, code: string, words: RegExp, on = doors): Promise<void> =>
  expectRefusalOn(on, program, code, words);

describe('the hook', () => {
  const at = (name: string, attachType: string, more: Json = {}): Program =>
    one({}, { target: { name, ...more }, attachType });

  test('a device that is not there', () =>
    expectRefusal(
      at('none0', 'tcx/ingress'),
      'hook-missing',
      /target.*no device "none0" on the host/,
    ));
  test('a device in another namespace', () =>
    expectRefusal(at('v1', 'tcx/ingress'), 'hook-missing', /no device "v1" on the host/));
  test('a namespace that is not there', () =>
    expectRefusal(
      at('v1', 'tcx/ingress', { netns: 'none' }),
      'netns-missing',
      /no network namespace "none"/,
    ));
  test('the peer: its primary manages the programs', () =>
    expectRefusal(
      at('web1', 'netkit/peer'),
      'hook-missing',
      /"web1" on the host is the peer.*primary, "web0" on the host,/,
    ));
  test('a netkit hook of a veth', () =>
    expectRefusal(at('v0', 'netkit/peer'), 'hook-missing', /"v0".*veth.*netkit.*tcx\/ingress/));
  test('a netkit hook of lo', () =>
    expectRefusal(at('lo', 'netkit/peer'), 'hook-missing', /"lo".*netkit/));
  test('an attach type there is none of', () =>
    expectRefusal(at('v0', 'xdp'), 'unknown-value', /check mine: attachType.*xdp.*tcx\/ingress/));
  // No ip that is packaged makes these.
  const RTNETLINK = join(__dirname, '../../packages/rtnetlink');
  const single = `require("${RTNETLINK}").Rtnl.open().links.create({ kind: "netkit", name: "one0", netkit: { pairing: "single" } })`;
  const hasSingle = VERSION[0] > 7 || (VERSION[0] === 7 && VERSION[1] >= 1);
  (hasSingle ? test : test.skip)(
    `a single device, which has no peer${hasSingle ? '' : ' [skipped: pairing single is of 7.1]'}`,
    async () => {
      await run('node', '-e', single);
      await expectRefusal(
        at('one0', 'netkit/primary'),
        'hook-missing',
        /"one0" on the host is a single netkit device, which takes no netkit programs.*tcx\/ingress/,
      );
      await doors.up(at('one0', 'tcx/ingress'));
      expect(await names('one0', 'tcx/ingress')).toEqual(['guard']);
      await doors.destroy();
      await sh('ip link del one0');
    },
  );
  test('another pair than the one it was declared for', async () => {
    const program: Program = {
      ...at('web0', 'netkit/peer', { incarnation: 'ab'.repeat(12) }),
    };
    await expectRefusal(program, 'hook-missing', /"web0".*another device/);
  });
  test('a bad program beside a good pair leaves the pair, without programs', async () => {
    const web: Program = { web: pair({ name: 'p0', peer: { name: 'p1' } }) };
    await expectRefusal(
      {
        ...web,
        ...one({ program: 'gaurd' }, { target: { name: 'p0' }, attachType: 'netkit/peer' }),
      },
      'program-missing',
      /gaurd/,
    );
    expect(doors.names()).toEqual(['web']);
    await doors.destroy();
  });
});

describe('the machine', () => {
  test('no bpffs', async () => {
    await sh('umount /sys/fs/bpf');
    try {
      await expectRefusal(one(), 'bpffs-missing', /\/sys\/fs\/bpf.*mount/);
    } finally {
      await sh('mount -t bpf bpf /sys/fs/bpf');
    }
  });

  test('a pin directory that exists and is not on a bpffs: nothing is made in it', async () => {
    const pins = '/sys/fs/bpf/pulumi-netkit/%host/v0/tcx/ingress/mine';
    await sh(`mount -t tmpfs none /sys/fs/bpf; mkdir -p ${pins}`);
    try {
      await expectRefusal(one(), 'bpffs-missing', /mine.*not on a bpffs.*mount -t bpf/);
      expect(await sh(`find ${pins}`)).toBe(`${pins}\n`);
    } finally {
      await sh('umount /sys/fs/bpf');
    }
  });

  test('no rights: the capability is named', async () => {
    const command = [
      ...GUEST_COMMAND,
      'setpriv',
      '--bounding-set=-bpf,-net_admin,-sys_admin',
      '--inh-caps=-bpf,-net_admin,-sys_admin',
    ];
    const host = guestHost({ command });
    await expectRefusal(one(), 'no-permission', /CAP_|root/, new Doors('rightless', host));
    await host.close();
  });

  // This machine's own kernel, whatever it is: nothing may be changed here.
  const hasNetkit = ((): boolean => {
    try {
      return execFileSync('zgrep', ['CONFIG_NETKIT=', '/proc/config.gz']).toString().includes('=y');
    } catch {
      return false;
    }
  })();
  (hasNetkit || process.getuid?.() !== 0 ? test.skip : test)(
    `a kernel without the hook says which version brought it${hasNetkit ? ' [skipped: this kernel has netkit]' : ''}`,
    async () => {
      const host = new HelperHost({ helper: HELPER });
      const here = new Doors('here', host);
      const lo = one(
        {},
        { target: { name: 'lo' }, attachType: 'netkit/peer', mayDisconnect: true },
      );
      await expectRefusal(lo, 'hook-missing', /"lo".*netkit/, here);
      await host.close();
    },
  );
});
