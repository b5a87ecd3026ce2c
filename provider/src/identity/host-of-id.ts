/** The host that an id names, for imports, where nothing but the id is known. Pure. */
import { hostName } from '../check/host/host.js';
import type { DeclaredHost } from '@pulumi-netkit/contract';

/**
 * Of `edge1:web0` the host `edge1`, reached by that name: a `Host` of the ssh configuration, or a name that resolves. Undefined:
 * the id names none. A colon is in no device's name; `pid:7/web0` is a namespace, and a path begins with a slash.
 */
export function hostOfId(id: string): DeclaredHost | undefined {
  const name = id.slice(0, Math.max(id.indexOf(':'), 0));
  if (/^pid:\d+\//.test(id) || hostName(name) !== undefined) return undefined;
  return { name, address: name };
}
