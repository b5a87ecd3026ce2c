/** What makes a resource class of ours one of the plugin `pulumi-resource-netkit`. */
import { dynamicTypeToken } from './dynamic-flavour.js';
import type { Flavour } from './flavour.js';
import { VERSION } from './generated/version.js';

/** The name of the package in type tokens, and of its provider. */
export const PACKAGE = 'netkit';

/** Whom the engine asks: the plugin of this release, where it has several. */
export function pluginOptions(): { version: string } {
  return { version: VERSION };
}

/** Served by the plugin of this release. */
export const PLUGIN: Flavour = {
  typeToken: (kind) => `${PACKAGE}:index:${kind}`,
  // The plugin learns from the engine who declares what.
  extraProps: () => ({}),
  options: (kind) => ({ ...pluginOptions(), aliases: [{ type: dynamicTypeToken(kind) }] }),
};
