/** A hook as full as the kernel allows: it is built and deleted shut, and no packet passes a part of it. */
import {
  asset,
  attachment,
  compileText,
  Flood,
  names,
  quiet,
  received,
} from '../harness/inputs/bpf.js';
import { type Program } from '../harness/drivers/doors.js';
import { sh } from '../harness/guests/guest.js';
import { useDoors } from '../harness/guests/suite.js';
import { onPod, WEB, pod } from '../harness/inputs/pods.js';

const doors = useDoors({ after: () => sh('rm -f /run/flood-blue') });

const LIMIT = 63;
const NAMES = Array.from({ length: LIMIT }, (_, at) => `p${at}`);
// All let go on, but for the last, which drops: whatever part of the chain runs without it lets all through.
const functions = NAMES.map((name, at) => {
  const verdict = at === LIMIT - 1 ? 2 : -1;
  return `SEC("tc") int ${name}(struct __sk_buff *skb) { return ${verdict}; }`;
});
const object = asset(
  compileText(
    'full',
    ['#include <linux/bpf.h>', '#include <bpf/bpf_helpers.h>', ...functions].join('\n') +
      '\nchar LICENSE[] SEC("license") = "GPL";\n',
  ),
);

const PAIR = pod({ ...WEB, peerPolicy: 'drop' });
const FULL: Program = {
  ...PAIR,
  egress: onPod(
    'netkit/peer',
    NAMES.map((name) => ({ name, object, program: name })),
    'egress',
  ),
};

/** What the host received, and what the pod sent, while something was done under a flood. */
async function under(work: () => Promise<unknown>): Promise<{ rx: number; sent: number }> {
  const before = await received('web0');
  const flood = await Flood.start('blue', ['10.0.0.1']);
  await sh('sleep 0.2');
  await work();
  await sh('sleep 0.2');
  const [sent = 0] = await flood.stop();
  return { rx: (await received('web0')) - before, sent };
}

test('is built shut: under a flood, nothing passes that the last program drops', async () => {
  await doors.up(PAIR);
  await quiet('blue');
  const { rx, sent } = await under(() => doors.up(FULL));
  expect(await names('web0', 'netkit/peer')).toEqual(NAMES);
  expect(sent).toBeGreaterThan(100);
  expect(rx).toBe(0);
});

test('takes no other order, for want of a place, and says so before anything is done', async () => {
  const { egress, ...rest } = FULL;
  const { args } = egress as { args: (outputs: (name: string) => object) => object };
  const turned = attachment((outputs) => ({
    ...args(outputs),
    programs: [...NAMES.slice(1), NAMES[0]].map((name) => ({ name, object, program: name })),
  }));
  await expect(doors.up({ ...rest, egress: turned })).rejects.toThrow(
    /a program that is moved needs a free place for its copy.*\[chain-full\]/,
  );
  expect(await names('web0', 'netkit/peer')).toEqual(NAMES);
});

test('is deleted shut: under a flood, nothing passes', async () => {
  const { rx, sent } = await under(() => doors.up(PAIR));
  expect(await names('web0', 'netkit/peer')).toEqual([]);
  expect(sent).toBeGreaterThan(100);
  expect(rx).toBe(0);
  await doors.destroy();
});
