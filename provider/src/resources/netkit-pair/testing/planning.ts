/** What is planned for what a fake host shows. */
import { describeOp, type NetkitError, type PairAnswer, type Plan } from '@pulumi-netkit/contract';
import { answerPair } from '../../../../test/fakes/fake-answers.js';
import { incarnation, OWNER, pair } from '../../../../test/desired.js';
import { FakeHost } from '../../../../test/fakes/fake-host.js';
import { PLAIN, type FakePair } from '../../../../test/fakes/fake-device.js';
import { FakeKernel } from '../../../../test/fakes/fake-kernel.js';
import type { Json } from '../../common/resource.js';
import { netkitPair } from '../index.js';
import { pairQuery } from '../state.js';

export const [OLD, NEW] = [incarnation('a'), incarnation('b')];

/** What a create of `changes` sees on a kernel. */
export function look(kernel: FakeKernel, changes: Json = {}, id = NEW): PairAnswer {
  return answerPair(kernel, pairQuery(pair(changes, id), OWNER));
}

/** A kernel on which `changes` were created. */
export async function withPair(changes: Json = {}, id = OLD): Promise<FakeKernel> {
  const kernel = new FakeKernel();
  await netkitPair.create(new FakeHost(kernel), pair(changes, id));
  return kernel;
}

export function withStranger(kernel = new FakeKernel()): FakePair {
  return kernel.addPair({
    primary: { ...PLAIN, name: 'web0', netns: null },
    peer: { ...PLAIN, name: 'eth0', netns: 'blue' },
  });
}

/** The whole plan, records too. */
export function lines(plan: Plan): string[] {
  return plan.map(({ op }) => {
    if (op.op === 'record.write') return `record ${op.record.incarnation[0]} ${op.record.phase}`;
    if (op.op === 'record.remove') return `forget ${op.incarnation[0]}`;
    return describeOp(op) ?? '';
  });
}

export function refusal(work: () => unknown): {
  code: string;
  path: string | undefined;
  text: string;
} {
  try {
    work();
  } catch (error) {
    const { code, details, message } = error as NetkitError;
    return { code, path: details.path, text: message };
  }
  throw new Error('nothing was refused');
}
