/** What the steps of a plan do, for the error of a helper that dies at one. Pure. */
import {
  describeOp,
  describePlan,
  type ObjectFiles,
  type Op,
  type Plan,
  type Query,
} from '@pulumi-netkit/contract';

/** Words for a look. */
export function describeLook(query: Query): string {
  switch (query.kind) {
    case 'hook':
      return `looking at ${query.target.name}`;
    case 'support':
      return 'looking at what the kernel can do';
    case 'pair':
    case 'netns':
    case 'attachment':
      return `looking at ${query.name}`;
  }
}

/** How the words for loading an object begin. */
export const LOADING = 'load ';

/** What a plan is at. */
export interface Doing {
  readonly what: string;
  /** `4 of 9`, of the steps that do something to see. */
  readonly place: string;
}

/** Words for the plan as it begins, and for each step by its index. Loading names the programs and the file. */
export function describeRun(
  plan: Plan,
  objects: ObjectFiles,
): { readonly first: string; readonly doing: (at: number) => Doing | undefined } {
  const words = plan.map(({ op }) =>
    op.op === 'object.load' ? loading(op.load, objects) : describeOp(op),
  );
  let told = 0;
  const places = words.map((word) => (word === undefined ? told : ++told));
  const doing = (at: number): Doing | undefined => {
    const what = words[at];
    return what === undefined ? undefined : { what, place: `${places[at]} of ${told}` };
  };
  return { first: doing(0)?.what ?? describePlan(plan)[0] ?? 'keeping records', doing };
}

function loading(
  { digest, programs }: Extract<Op, { op: 'object.load' }>['load'],
  objects: ObjectFiles,
): string {
  const names = programs.map(({ name, program = name }) =>
    program === name ? name : `${name} (function ${program})`,
  );
  return `${LOADING}${names.join(', ')} from ${objects[digest] ?? `object ${digest.slice(0, 12)}`}`;
}
