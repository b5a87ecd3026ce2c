/** What is refused, and in which words. */
import { StepError, type Doors, type Program } from '../drivers/doors.js';
import { sh } from '../guests/guest.js';
import { useDoors } from '../guests/suite.js';
import { asset, attachment, bpfResidue, compile, POLICY } from '../inputs/bpf.js';

/** A stack, and devices to attach to: web0, web1 and v0 on the host, v1 in the namespace side. No test leaves anything. */
export function useRefusals(after?: () => unknown): Doors {
  const doors = useDoors({
    before: () =>
      sh(
        'ip link add web0 type netkit peer name web1; ip link add v0 type veth peer name v1; ip netns add side; ip link set v1 netns side',
      ),
    after: async () => {
      await after?.();
      await sh('ip link del web0; ip link del v0; ip netns del side');
    },
  });
  afterEach(async () => {
    expect(doors.names()).toEqual([]);
    expect(await bpfResidue()).toEqual([]);
    expect(await sh('ls /run/pulumi-netkit/records 2>/dev/null || true')).toBe('');
  });
  return doors;
}

/** The guard of the examples on v0, with more about the program and the attachment. */
export const guardOnV0 = (more: object = {}, at: object = {}): Program => ({
  mine: attachment({
    name: 'mine',
    target: { name: 'v0' },
    attachType: 'tcx/ingress',
    programs: [{ name: 'guard', object: asset(compile(POLICY)), program: 'guard', ...more }],
    ...at,
  }),
});

/** The error of an `up` that must fail. */
export async function refusal(doors: Doors, program: Program): Promise<StepError> {
  const error: unknown = await doors.up(program).catch((thrown: unknown) => thrown);
  if (!(error instanceof StepError)) throw new Error(`was not refused: ${String(error)}`);
  return error;
}

/** Claims that an `up` fails with that code, and says those words. */
export async function expectRefusal(
  doors: Doors,
  program: Program,
  code: string,
  words: RegExp,
): Promise<void> {
  const { code: given, message } = await refusal(doors, program);
  expect(message).toMatch(words);
  expect(given).toBe(code);
  // For people, one line; never an errno alone.
  expect(message.length).toBeLessThan(900);
}
