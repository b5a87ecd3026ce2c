/** What every function is: arguments that are judged, and one look at a host. Nothing is changed. */
import { checkShape } from '../check/shape.js';
import { hostRules } from '../check/host/host.js';
import type { Failure, Host, DeclaredHost, Hosts } from '@pulumi-netkit/contract';
import type { FunctionName } from '../check/schema.js';
import { named } from '../resources/common/on-host.js';
import type { Json } from '../resources/common/resource.js';

/** A function of the package, seen from a door. */
export interface NetkitFunction {
  /** What is wrong with the arguments. What is not known yet passes. */
  check(args: Json): readonly Failure[];
  /** The result, of arguments that passed. Errors name the host, if one is declared. */
  call(hosts: Hosts, args: Json): Promise<Json>;
}

/** A function whose arguments are those of schema.json. */
export function lookingFunction(
  name: FunctionName,
  look: (host: Host, args: Json) => Promise<Json>,
): NetkitFunction {
  return {
    check(args) {
      const { inputs, failures } = checkShape(name, args);
      return [...failures, ...hostRules(inputs['host'])];
    },
    call(hosts, args) {
      const { inputs } = checkShape(name, args);
      const declared = inputs['host'] as DeclaredHost | undefined;
      return named(declared, () => look(hosts.at(declared), inputs));
    },
  };
}
