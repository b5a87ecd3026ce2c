/**
 * The plugin in the shape of the dynamic provider's methods: what is written for one door runs through the other, each
 * request over the real connection.
 */
import { DiffResponse } from '@pulumi/pulumi/proto/provider_pb.js';
import type { Kind } from '../src/check/schema.js';
import type { DynamicProvider } from '../src/doors/dynamic.js';
import type { Json } from '../src/resources/common/resource.js';
import { omit } from '../src/resources/common/state.js';
import { Refused, urnOf, type PluginClient } from './plugin-client.js';

/** One kind of resource behind a plugin, which may still be starting. */
export function pluginDoor(plugin: Promise<PluginClient>, kind: Kind): DynamicProvider {
  // What the dynamic provider finds in the inputs, the plugin hears beside them.
  const urn = (props: Json): string => {
    const owner = typeof props['owner'] === 'string' ? props['owner'] : '';
    return urnOf(kind, owner.split('::').at(-1) ?? '', /^urn:pulumi:([^:]*)::/.exec(owner)?.[1]);
  };
  const own = (props: Json): Json => omit(props, ['owner', '__provider']);
  return {
    configure: () => Promise.resolve(),

    async check(olds, news) {
      const { inputs, failures } = await (await plugin).check(urn(news), own(olds), own(news));
      return { inputs: { ...inputs, owner: news['owner'] }, failures };
    },

    async diff(id, olds, news) {
      const diff = await (await plugin).diff(urn(news), id, olds, own(news));
      const [changes, replaces] = [diff.getChanges(), diff.getReplacesList()];
      return {
        changes: changes !== DiffResponse.DiffChanges.DIFF_NONE,
        replaces,
        deleteBeforeReplace: diff.getDeletebeforereplace(),
      };
    },

    async create(inputs) {
      const client = await plugin;
      const { id, outputs } = await told(inputs, client.create(urn(inputs), own(inputs)));
      return { id, outs: outputs };
    },

    async read(id, props) {
      const state = { inputs: {}, outputs: props };
      const seen = await (await plugin).read(urn(props), id, state);
      const owner = props['owner'];
      return { id: seen.id, props: seen.outputs, inputs: { ...seen.inputs, owner } };
    },

    async update(id, olds, news) {
      const client = await plugin;
      return { outs: await told(news, client.update(urn(news), id, olds, own(news))) };
    },

    async delete(id, props) {
      await (await plugin).delete(urn(props), id, props);
    },
  };
}

/** A half-made resource as the dynamic provider throws it. */
async function told<T>(inputs: Json, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refused) || !error.partial) throw error;
    const { id, properties, reasons } = error.partial;
    throw Object.assign(error, { id, properties: { ...inputs, ...properties }, reasons });
  }
}
