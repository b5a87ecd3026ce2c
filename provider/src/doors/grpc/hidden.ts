/**
 * The incarnation among a resource's inputs, under a key that the engine does not show: it is drawn in each check that makes or
 * replaces a resource, so that of a preview is never that of the run.
 */
import type { Json } from '../../resources/common/resource.js';
import { omit } from '../../resources/common/state.js';

const HIDDEN = '__incarnation';

/** Inputs for the engine. Where `before`, those of the last deployment, show the incarnation, as of older releases, they still do. */
export function hidden(inputs: Json, before: Json): Json {
  if (inputs['incarnation'] === undefined || before['incarnation'] !== undefined) return inputs;
  return { ...omit(inputs, ['incarnation']), [HIDDEN]: inputs['incarnation'] };
}

/** Inputs as a program declares them. An import hands in what a read answered. */
export function declared(inputs: Json): Json {
  return omit(inputs, [HIDDEN]);
}

/** Inputs of the engine, as resources know them. */
export function revealed(inputs: Json): Json {
  const incarnation = inputs[HIDDEN];
  return incarnation === undefined ? inputs : { ...omit(inputs, [HIDDEN]), incarnation };
}
