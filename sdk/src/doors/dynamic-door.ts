/** What makes a resource class of ours a dynamic resource for the engine. */
import * as pulumi from '@pulumi/pulumi';

import type { Door, Kind } from './door.js';
import { secretPathsOf } from '../resources/secret-paths.js';

/**
 * The provider texts. They stand in the state of every stack and are evaluated by releases to come, so they never change:
 * one constant line a kind, written by hand, which requires this package by its own name and captures nothing.
 */
const PROVIDER_TEXTS = {
  NetkitPair: 'exports.handler = () => require("pulumi-netkit/dynamic").NetkitPair;',
  NetworkNamespace: 'exports.handler = () => require("pulumi-netkit/dynamic").NetworkNamespace;',
  BpfAttachment: 'exports.handler = () => require("pulumi-netkit/dynamic").BpfAttachment;',
} as const satisfies Record<Kind, string>;

/** The type token that a kind has as a dynamic resource. State format too. */
export function dynamicTypeToken(kind: Kind): string {
  return `pulumi-nodejs:dynamic/netkit:${kind}`;
}

/**
 * The value of an output without the resources that it comes from. A URN comes from the parent; to depend on a component is to
 * wait for all of its children, so two children of one would wait for each other.
 */
function valueAlone(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => void output.apply(resolve));
}

/** Served by Pulumi's dynamic-provider process, out of this package. */
export const DYNAMIC: Door = {
  typeToken: dynamicTypeToken,
  extraProps(kind, name, opts, args) {
    const { id, parent } = opts;
    // A look-up declares nothing, so it has no owner.
    const own =
      id === undefined
        ? {
            owner: valueAlone(pulumi.createUrn(name, dynamicTypeToken(kind), parent)),
            secretPaths: secretPathsOf(args),
          }
        : {};
    return { ...own, __provider: PROVIDER_TEXTS[kind] };
  },
  options: () => ({}),
};
