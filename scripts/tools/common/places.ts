/** Where a command finds things on this machine. */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The project's cache. An empty variable counts as none, as in lab/fetch.sh. */
export function cacheFolder(env: Environment = process.env): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const caches = set('XDG_CACHE_HOME') ?? join(set('HOME') ?? homedir(), '.cache');
  return set('PULUMI_NETKIT_CACHE') ?? join(caches, 'pulumi-netkit');
}

/** The file that a program's name stands for. Undefined: there is none. */
export function onPath(program: string, path = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(canRun);
}

export function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
