/** An `ip` that knows netkit, for the benchmarks to compare with. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import semver from 'semver';
import { Refusal } from '../common/command.js';
import { canRun, onPath } from '../common/places.js';

const KNOWS_NETKIT = '6.8.0';

export interface IpRoute {
  /** The binary itself, not the shell wrapper that sets its library path. */
  readonly ip: string;
  /** For LD_LIBRARY_PATH; empty for the machine's own. */
  readonly libraries: string;
  readonly version: string;
}

/** The one that scripts/setup fetched into `tools`, else the machine's own. */
export function findIpRoute(tools: string): IpRoute {
  const fetched = join(tools, 'bin/ip');
  const isFetched = canRun(fetched);
  const ip = isFetched ? fetched : onPath('ip');
  if (ip === undefined) throw new Refusal('needs iproute2: . scripts/setup');
  const folders = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'];
  const libraries = isFetched ? folders.map((folder) => join(tools, folder)).join(':') : '';
  const { stdout } = spawnSync(ip, ['-V'], { encoding: 'utf8', env: withLibraries(libraries) });
  const version = versionIn(stdout);
  if (version === undefined || !knowsNetkit(version))
    throw new Refusal(`iproute2 ${version ?? '?'} does not know netkit, 6.8 does: . scripts/setup`);
  return { ip, libraries, version };
}

/** Whether the kernel of this machine has netkit. */
export function hasNetkit({ ip, libraries }: IpRoute): boolean {
  const args = ['-n', ip, 'link', 'add', 'name', 'nkprobe', 'type', 'netkit'];
  return spawnSync('unshare', args, { env: withLibraries(libraries) }).status === 0;
}

/** The version in what `ip -V` prints, as in `ip utility, iproute2-6.15.0, libbpf 1.5.0`. */
export function versionIn(text: string): string | undefined {
  return /iproute2-(\d[\d.]*)/.exec(text)?.[1];
}

export function knowsNetkit(version: string): boolean {
  const read = semver.coerce(version);
  return read !== null && semver.gte(read, KNOWS_NETKIT);
}

function withLibraries(libraries: string): NodeJS.ProcessEnv {
  return libraries === '' ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
}
