import { pair } from '../../../test/desired.js';
import { PLAIN } from '../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../test/fakes/fake-kernel.js';
import { planPair } from './plan.js';
import { NEW, look, withPair, withStranger, refusal } from './testing/planning.js';

describe('strangers', () => {
  test("another owner's pair is refused and the owner named", async () => {
    const kernel = await withPair({ owner: 'urn:other' });
    const { code, path, text } = refusal(() => planPair(pair({}, NEW), look(kernel)));
    expect([code, path]).toEqual(['device-taken', 'name']);
    expect(text).toContain('belongs to urn:other; it was left untouched (EEXIST)');
    expect(text).toContain('set adopt: true');
  });

  test('a veth of that name is refused, adopt or not', () => {
    const kernel = new FakeKernel();
    kernel.addDevice(null, 'web0', 'veth');
    for (const adopt of [false, true]) {
      const refused = refusal(() => planPair(pair({ adopt }, NEW), look(kernel, { adopt })));
      expect(refused).toMatchObject({ code: 'device-not-netkit', path: 'name' });
      expect(refused.text).toContain('"web0" exists on the host (ifindex 2, veth)');
    }
  });

  test("a device on the peer's name alone is refused by the peer's path", () => {
    const kernel = new FakeKernel();
    kernel.addDevice('blue', 'eth0', 'veth');
    expect(refusal(() => planPair(pair({}, NEW), look(kernel)))).toMatchObject({
      code: 'device-not-netkit',
      path: 'peer.name',
    });
  });

  test('adopt takes no pair whose peer is another one than declared', () => {
    const kernel = new FakeKernel();
    kernel.addPair({
      primary: { ...PLAIN, name: 'web0', netns: null },
      peer: { ...PLAIN, name: 'other', netns: 'blue' },
    });
    kernel.addDevice('blue', 'eth0', 'netkit');
    const refused = refusal(() =>
      planPair(pair({ adopt: true }, NEW), look(kernel, { adopt: true })),
    );
    expect(refused.code).toBe('device-taken');
    expect(refused.text).toContain('name both ends of the pair to adopt');
  });

  test('adopt takes no pair from its peer end', () => {
    const kernel = new FakeKernel();
    kernel.addPair({
      primary: { ...PLAIN, name: 'other', netns: null },
      peer: { ...PLAIN, name: 'web0', netns: null },
    });
    const refused = refusal(() =>
      planPair(pair({ adopt: true }, NEW), look(kernel, { adopt: true })),
    );
    expect(refused.code).toBe('device-taken');
  });

  test('adopt refuses what cannot be changed in place, by its path', () => {
    const kernel = new FakeKernel();
    withStranger(kernel);
    const changes = { adopt: true, mode: 'l2' };
    const refused = refusal(() => planPair(pair(changes, NEW), look(kernel, changes)));
    expect(refused).toMatchObject({ code: 'adopt-mismatch', path: 'mode' });
    expect(refused.text).toContain('mode l3 (declared: l2)');
  });
});
