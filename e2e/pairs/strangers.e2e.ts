/** What is not ours stays as it is and is named; what was deleted and replaced behind our back is not taken for ours. */
import type { NetkitPairArgs } from '../../sdk/src/index.js';
import {
  Doors,
  guestHost,
  netns,
  pair,
  type Program,
  type StepError,
} from '../harness/drivers/doors.js';
import { eventually, sh, succeeds } from '../harness/guests/guest.js';
import { refusal } from '../harness/oracles/refusal.js';
import { expectAgreement } from '../harness/oracles/oracle.js';
import { useDoors } from '../harness/guests/suite.js';

const doors = useDoors();
afterEach(async () => {
  await doors.destroy();
  expect(await residueButHelper()).toEqual([]);
});

const WEB = {
  name: 'web0',
  addresses: ['10.0.0.1/32'],
  peer: { name: 'web1', addresses: ['10.0.0.2/32'] },
} satisfies NetkitPairArgs;

async function residueButHelper(): Promise<string[]> {
  const text = await sh(
    'ls /sys/class/net; ls /run/netns /run/pulumi-netkit/records 2>/dev/null || true',
  );
  return text.split('\n').filter((line) => /web|blue|s[0-9]|json/.test(line));
}

const failing = (program: Program, on = doors): Promise<StepError> => refusal(on, program);
const indexOf = async (name: string): Promise<string> =>
  (await sh(`cat /sys/class/net/${name}/ifindex`)).trim();

describe('a stranger with our name', () => {
  test.each([
    { kind: 'veth', add: 'ip link add web0 type veth peer name s1', code: 'device-not-netkit' },
    { kind: 'dummy', add: 'ip link add web0 type dummy', code: 'device-not-netkit' },
    { kind: 'netkit', add: 'ip link add web0 type netkit peer name s1', code: 'device-taken' },
    { kind: 'netkit', add: 'ip link add s1 type netkit peer name web0', code: 'device-taken' },
  ])('a $kind stays untouched and is named: $add', async ({ kind, add, code }) => {
    await sh(add);
    const [index, looks] = [await indexOf('web0'), await sh('ip -d link show web0')];
    const error = await failing({ web: pair(WEB) });
    expect(error.code).toBe(code);
    expect(error.message).toContain(`"web0" exists on the host (ifindex ${index}, ${kind})`);
    expect([await indexOf('web0'), await sh('ip -d link show web0')]).toEqual([index, looks]);
    expect(doors.names()).toEqual([]);
    await sh('ip link del web0');
  });

  test('at the name of the peer alone it is named as well', async () => {
    await sh('ip link add web1 type dummy');
    const index = await indexOf('web1');
    const error = await failing({ web: pair(WEB) });
    expect(error.message).toMatch(/peer\.name: "web1" exists .*dummy.*\[device-not-netkit\]/);
    expect([await indexOf('web1'), await succeeds('ip link show web0')]).toEqual([index, false]);
    await sh('ip link del web1');
  });

  test('in the way of a rename of the peer: refused, and the pair is as before', async () => {
    await doors.up({ web: pair(WEB) });
    await sh('ip link add s1 type dummy');
    const before = doors.outputs('web');
    const error = await failing({ web: pair({ ...WEB, peer: { ...WEB.peer, name: 's1' } }) });
    expect(error.message).toMatch(/peer\.name: .*EEXIST/);
    await expectAgreement(before);
    await sh('ip link del s1');
    expect(await doors.up({ web: pair(WEB) })).toEqual([]);
  });

  test('under an alternative name that we want: refused', async () => {
    await sh('ip link add s1 type dummy; ip link property add dev s1 altname web0');
    const error = await failing({ web: pair(WEB) });
    expect(error.message).toContain('[device-not-netkit]');
    await sh('ip link del s1');
  });
});

describe('adopt', () => {
  const ADOPTED = { ...WEB, mtu: 1400, adopt: true } satisfies NetkitPairArgs;

  test('takes an existing pair over, and says what it changed', async () => {
    await sh(
      'ip link add web0 type netkit peer name web1; ip link set web0 up; ip addr add 10.99.0.1/24 dev web0',
    );
    const index = await indexOf('web0');
    await doors.up({ web: pair(ADOPTED) });
    const state = doors.outputs('web');
    expect(String(state['ifindex'])).toBe(index);
    expect(state['adopted']).toBe(true);
    expect(state['changes']).toEqual(
      expect.arrayContaining([
        'adopted web0, made by nobody we know',
        'ip link set web0 mtu 1400',
        'ip address del 10.99.0.1/24 dev web0',
        'ip address add 10.0.0.1/32 dev web0',
      ]),
    );
    await expectAgreement(state);
    expect(await doors.up({ web: pair(ADOPTED) })).toEqual([]);
  });

  test.each([
    {
      what: 'mode',
      add: 'ip link add web0 type netkit mode l2 peer name web1',
      says: 'mode l2 (declared: l3)',
    },
    {
      what: 'scrub',
      add: 'ip link add web0 type netkit scrub none peer name web1',
      says: 'scrub none (declared: default)',
    },
  ])('refuses another $what, which is fixed at creation', async ({ add, says }) => {
    await sh(add);
    const index = await indexOf('web0');
    const error = await failing({ web: pair(ADOPTED) });
    expect([error.code, error.message.includes(says)]).toEqual(['adopt-mismatch', true]);
    expect(await indexOf('web0')).toBe(index);
    expect(await sh('ip link show web0')).not.toContain('altname');
    await sh('ip link del web0');
  });

  test('renames the other end when nothing is in the way, and says so', async () => {
    await sh('ip link add web0 type netkit peer name s1');
    await doors.up({ web: pair(ADOPTED) });
    expect(doors.outputs('web')['changes']).toContain('ip link set s1 name web1');
    await expectAgreement(doors.outputs('web'));
  });

  test('refuses when the other name is somebody else’s', async () => {
    await sh('ip link add web0 type netkit peer name s1; ip link add web1 type dummy');
    const index = await indexOf('web1');
    expect((await failing({ web: pair(ADOPTED) })).code).toBe('device-taken');
    expect(await indexOf('web1')).toBe(index);
    expect(await sh('ip link show web0')).not.toContain('altname');
    await sh('ip link del web0; ip link del web1');
  });

  test('refuses another kind of device', async () => {
    await sh('ip link add web0 type veth peer name web1');
    expect((await failing({ web: pair(ADOPTED) })).code).toBe('device-not-netkit');
    await sh('ip link del web0');
  });
});

describe('another stack', () => {
  test('its pair is refused, naming its owner, and taken over only on request', async () => {
    await using other = new Doors('other', guestHost());
    await other.up({ theirs: pair(WEB) });
    const index = await indexOf('web0');
    const error = await failing({ web: pair(WEB) });
    expect(error.code).toBe('device-taken');
    expect(error.message).toMatch(/belongs to the NetkitPair "theirs" of stack "other" of project/);
    expect(await other.refresh()).toEqual([]);

    await doors.up({ web: pair({ ...WEB, adopt: true }) });
    expect(await indexOf('web0')).toBe(index);
    await expectAgreement(doors.outputs('web'));
    expect(doors.outputs('web')['changes']).toContainEqual(
      expect.stringMatching(/^adopted web0, made by urn:pulumi:other::\S+:NetkitPair::theirs$/),
    );
    // Whose it was finds it no more, and deletes nothing.
    expect(await other.refresh()).toEqual(['theirs is gone']);
  });

  test('deleting what another stack took over deletes nothing', async () => {
    await using other = new Doors('other', guestHost());
    await other.up({ theirs: pair(WEB) });
    await doors.up({ web: pair({ ...WEB, adopt: true }) });
    const index = await indexOf('web0');
    await other.destroy();
    expect(await indexOf('web0')).toBe(index);
    expect(await doors.refresh()).toEqual([]);
  });
});

describe('delete', () => {
  test('leaves a stranger that took the name after somebody deleted ours', async () => {
    await doors.up({ web: pair(WEB) });
    await sh('ip link del web0; ip link add web0 type netkit peer name web1');
    const index = await indexOf('web0');
    expect(await doors.destroy()).toEqual(['delete web']);
    expect(await indexOf('web0')).toBe(index);
    await sh('ip link del web0');
  });

  test('succeeds when the thing is gone already', async () => {
    await doors.up({
      blue: netns('blue'),
      web: pair({ ...WEB, peer: { name: 'web1', netns: 'blue' } }),
    });
    await sh('ip netns del blue');
    await eventually(
      'the pair went with the namespace',
      async () => !(await succeeds('ip link show web0')),
    );
    expect(await doors.destroy()).toEqual(['delete web', 'delete blue']);
  });

  test('finds ours under another name and in another namespace', async () => {
    await doors.up({ blue: netns('blue'), web: pair(WEB) });
    await sh('ip link set web0 netns blue name s5');
    expect(await doors.up({ blue: netns('blue') })).toEqual(['delete web']);
    expect(await succeeds('ip -n blue link show s5')).toBe(false);
  });
});

describe('NetworkNamespace', () => {
  test('one that exists is refused, and stays', async () => {
    await sh('ip netns add blue');
    const inode = await sh('stat -c %i /run/netns/blue');
    expect((await failing({ blue: netns('blue') })).code).toBe('netns-not-ours');
    expect(await sh('stat -c %i /run/netns/blue')).toBe(inode);
    await sh('ip netns del blue');
  });

  test('a plain file of that name is refused, and stays', async () => {
    await sh('mkdir -p /run/netns; echo mine > /run/netns/blue');
    const error = await failing({ blue: netns('blue') });
    expect([error.code, await sh('cat /run/netns/blue')]).toEqual(['netns-not-ours', 'mine\n']);
    await sh('rm /run/netns/blue');
  });

  test('one that holds a stranger’s device is not deleted', async () => {
    await doors.up({ blue: netns('blue') });
    await sh('ip -n blue link add s1 type dummy');
    const error = await failing({});
    expect([error.code, error.message.includes('s1 (dummy)')]).toEqual(['netns-busy', true]);
    expect(await succeeds('ip -n blue link show s1')).toBe(true);
    await doors.up({ blue: netns('blue', { force: true }) });
    expect(await doors.destroy()).toEqual(['delete blue']);
  });

  test('one in which a process runs is not deleted, unless forced', async () => {
    await doors.up({ blue: netns('blue') });
    await sh('ip netns exec blue sleep 300 >/dev/null 2>&1 </dev/null & sleep 0.2');
    const error = await failing({});
    expect([error.code, /processes run in it: \d+ \(sleep\)/.test(error.message)]).toEqual([
      'netns-busy',
      true,
    ]);
    await doors.up({ blue: netns('blue', { force: true }) });
    expect(await doors.destroy()).toEqual(['delete blue']);
    await sh('pkill -x sleep');
  });

  test('an adopted one is kept at the end, unless forced', async () => {
    await sh('ip netns add blue');
    const inode = (await sh('stat -c %i /run/netns/blue')).trim();
    await doors.up({ blue: netns('blue', { adopt: true }) });
    expect(doors.outputs('blue')).toMatchObject({ adopted: true, inode });
    expect((await failing({})).code).toBe('netns-not-ours');
    await doors.up({ blue: netns('blue', { adopt: true, force: true }) });
    expect(await doors.destroy()).toEqual(['delete blue']);
  });

  test('one of the same name that somebody made anew is not ours', async () => {
    await doors.up({ blue: netns('blue') });
    // Held, so that its inode number is not given again.
    await sh(
      'ip netns exec blue sleep 300 >/dev/null 2>&1 </dev/null & sleep 0.2; ip netns del blue; ip netns add blue',
    );
    expect(await doors.refresh()).toEqual(['blue is gone']);
    await sh('pkill -x sleep; ip netns del blue');
    await sh('rm -f /run/pulumi-netkit/records/*');
  });
});
