/** What a program may ask of a host. Nothing is changed there. Each is there twice: for values at hand, and for outputs. */
import * as pulumi from '@pulumi/pulumi';

import { handleOf, hostOf } from './resources/device-handle.js';
import type {
  GetHookArgs,
  GetHookOutputArgs,
  GetHookResult,
  GetKernelSupportArgs,
  GetKernelSupportOutputArgs,
  GetKernelSupportResult,
  GetNetkitPairArgs,
  GetNetkitPairOutputArgs,
  GetNetkitPairResult,
} from './generated/functions.js';
import { PACKAGE, pluginOptions } from './doors/plugin-door.js';

/** Looks at a pair that exists, whoever made it. */
export function getNetkitPair(
  args: GetNetkitPairArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetNetkitPairResult> {
  return ask('getNetkitPair', args, opts);
}

/** Looks at a pair that exists, whoever made it. */
export function getNetkitPairOutput(
  args: GetNetkitPairOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetNetkitPairResult> {
  return askLater('getNetkitPair', args, opts);
}

/** Looks at the programs on a hook of any device, ours and those of others, in the order they run. */
export function getHook(args: GetHookArgs, opts?: pulumi.InvokeOptions): Promise<GetHookResult> {
  return ask('getHook', hookArgs(args), opts);
}

/** Looks at the programs on a hook of any device, ours and those of others, in the order they run. */
export function getHookOutput(
  args: GetHookOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetHookResult> {
  return askLater('getHook', hookArgs(args), opts);
}

/** Tells what the kernel of a host can do of what resources here need. */
export function getKernelSupport(
  args: GetKernelSupportArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetKernelSupportResult> {
  return ask('getKernelSupport', args, opts);
}

/** Tells what the kernel of a host can do of what resources here need. */
export function getKernelSupportOutput(
  args: GetKernelSupportOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetKernelSupportResult> {
  return askLater('getKernelSupport', args, opts);
}

function ask<T>(name: string, args: object, opts?: pulumi.InvokeOptions): Promise<T> {
  const options = { ...pluginOptions(), ...opts };
  return pulumi.runtime.invoke(`${PACKAGE}:index:${name}`, { ...args }, options) as Promise<T>;
}

function askLater<T>(
  name: string,
  args: object,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<T> {
  const options = { ...pluginOptions(), ...opts };
  return pulumi.runtime.invokeOutput<T>(`${PACKAGE}:index:${name}`, { ...args }, options);
}

/** A pair's end brings its host along. */
function hookArgs(args: GetHookOutputArgs): object {
  return { ...args, target: handleOf(args.target), host: args.host ?? hostOf(args.target) };
}
