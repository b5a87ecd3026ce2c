/** A pair that check accepts, and what it says about others. */
import { checkPair } from '../inputs.js';

export const fresh = (): string => 'new';

/** A pair whose ends live in two namespaces and reach each other. */
export const pair = {
  name: 'web0',
  addresses: ['10.0.0.1/32'],
  routes: [{ destination: '10.0.0.2/32' }],
  peer: {
    name: 'eth0',
    netns: 'blue',
    addresses: ['10.0.0.2/32'],
    routes: [{ destination: '10.0.0.1/32' }, { destination: 'default', gateway: '10.0.0.1' }],
  },
};

export function complaints(inputs: unknown): string[] {
  return checkPair(inputs, undefined, fresh).failures.map(
    (one) => `${one.property}: ${one.reason}`,
  );
}
