/**
 * Whatever check accepts, the kernel takes: pairs that are drawn from the schema, with edges and odd values, are checked, and
 * those that pass are made and deleted. A kernel's refusal that no preview could know is in a table, with the reason.
 */
import fc from 'fast-check';
import { NetkitError } from '../provider/src/errors.js';
import { netkitPair } from '../provider/src/resources/netkit-pair/index.js';
import { guestHost } from './harness/doors.js';
import { NAMESPACES, pairs } from './harness/generated.js';
import { residue, sh, startGuest } from './harness/guest.js';

type Json = Record<string, unknown>;

// The run of hours draws more, and others.
const isLong = process.env['NETKIT_LONG'] === '1';
const SAMPLE = isLong ? { numRuns: 50_000, seed: Date.now() } : { numRuns: 1200, seed: 20_261_126 };

/** What depends on the namespace or on how the kernel was built. */
const OF_THE_HOST: readonly { readonly says: RegExp; readonly because: string }[] = [
  {
    says: /route add .* src .*Invalid (prefsrc|source) address/,
    because: 'a source may be an address of another device of the namespace',
  },
  { says: /\[feature-missing\]$/, because: 'an older kernel lacks what a property needs' },
];
const WITHOUT_IPV6_TABLES = {
  says: /route add [0-9a-f:/]*:[0-9a-f:/]* .*table \d+/,
  because: 'a kernel without CONFIG_IPV6_MULTIPLE_TABLES has one table for IPv6',
};

let explained = OF_THE_HOST;

beforeAll(async () => {
  startGuest();
  for (const name of NAMESPACES) await sh(`ip netns add ${name}`);
  const hasTables = (await sh('ip -6 rule show 2>/dev/null || true')).includes('lookup');
  if (!hasTables) explained = [...OF_THE_HOST, WITHOUT_IPV6_TABLES];
});
afterAll(async () => {
  for (const name of NAMESPACES) await sh(`ip netns del ${name}`);
  expect(await residue()).toEqual([]);
});

/** Makes and deletes a pair. Answers what the kernel refused, in words. */
async function refusal(
  host: ReturnType<typeof guestHost>,
  inputs: Json,
): Promise<string | undefined> {
  try {
    const { id, state } = await netkitPair.create(host, { ...inputs, owner: OWNER });
    await netkitPair.delete(host, id, state);
    return undefined;
  } catch (error) {
    if (!(error instanceof NetkitError)) throw error;
    return error.message;
  }
}
const OWNER = 'urn:pulumi:test::hostile::netkit:index:NetkitPair::web';

test(
  'the kernel takes each pair that check accepts',
  async () => {
    const host = guestHost();
    let drawn = 0;
    const counts = { accepted: 0, explained: 0 };
    const unexplained: string[] = [];
    try {
      for (const inputs of fc.sample(pairs, SAMPLE)) {
        const incarnation = (++drawn).toString(16).padStart(24, '0');
        const checked = netkitPair.check(inputs as Json, undefined, () => incarnation);
        if (checked.failures.length > 0) continue;
        counts.accepted++;
        const words = await refusal(host, checked.inputs);
        if (words === undefined) continue;
        if (explained.some(({ says }) => says.test(words))) counts.explained++;
        else unexplained.push(`${words}\n  ${JSON.stringify(inputs)}`);
      }
    } finally {
      await host.close();
    }
    // A generator whose pairs are all refused by check would show nothing.
    expect(counts.accepted).toBeGreaterThan(drawn / 10);
    expect(counts.explained).toBeLessThan(counts.accepted / 4);
    expect(unexplained).toEqual([]);
  },
  isLong ? 7_200_000 : 300_000,
);
