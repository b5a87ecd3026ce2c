/** What makes a resource class of ours one of the plugin `pulumi-resource-netkit`. */
import { dynamicTypeToken } from './dynamic-door.js';
import type { Door } from './door.js';
import { PLUGIN_DOWNLOAD_URL, VERSION } from '../generated/version.js';

/** The name of the package in type tokens, and of its provider. */
export const PACKAGE = 'netkit';

/** Whom the engine asks: the plugin of this release, where it has several, and where it finds one that is not installed. */
export function pluginOptions(): { version: string; pluginDownloadURL: string } {
  return { version: VERSION, pluginDownloadURL: PLUGIN_DOWNLOAD_URL };
}

/** Served by the plugin of this release. */
export const PLUGIN: Door = {
  typeToken: (kind) => `${PACKAGE}:index:${kind}`,
  // The plugin learns from the engine who declares what.
  extraProps: () => ({}),
  options: (kind) => ({ ...pluginOptions(), aliases: [{ type: dynamicTypeToken(kind) }] }),
};
