/** How a helper is started. Pure but for the path of the helper's own file. */
import { join } from 'node:path';
import { NetkitError } from '../errors.js';

/** The setting `netkit:connection`, JSON. Absent: the helper runs here, as whoever runs the engine. */
export interface Connection {
  /** Start the helper through `sudo -n`, for an engine without rights. @default false */
  readonly sudo?: boolean;
  /** What runs a command where the host is: it is followed by `node helper.js` and must hand on both pipes. */
  readonly command?: readonly string[];
  /** Node there. @default the Node that runs the provider; with `command`, `node` */
  readonly node?: string;
  /** The helper's file there. @default the one of this package */
  readonly helper?: string;
}

/** The command line that starts a helper. */
export function helperCommand({
  sudo = false,
  command = [],
  node,
  helper,
}: Connection): readonly string[] {
  return [
    ...command,
    ...(sudo ? ['sudo', '-n'] : []),
    node ?? (command.length > 0 ? 'node' : process.execPath),
    helper ?? join(__dirname, 'helper.js'),
  ];
}

/** Reads the setting. @throws NetkitError `bad-connection`, naming the key */
export function parseConnection(text: string | undefined): Connection {
  if (text === undefined || text.trim() === '') return {};
  const bad = (why: string): never => {
    throw new NetkitError('bad-connection', `netkit:connection ${why}`, {
      advice: `Write JSON such as {"sudo": true} or {"command": ["nsenter", "--target", "1", "--all"]}`,
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return bad(`is not JSON: ${text}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return bad('is not a JSON object');
  for (const [key, item] of Object.entries(value)) {
    const isRight =
      key === 'sudo'
        ? typeof item === 'boolean'
        : key === 'command'
          ? Array.isArray(item) && item.length > 0 && item.every((word) => typeof word === 'string')
          : (key === 'node' || key === 'helper') && typeof item === 'string' && item !== '';
    if (!isRight)
      bad(
        `has no key "${key}" that can be ${JSON.stringify(item)}; there are sudo (true or false), command (a list of words), node and helper (paths)`,
      );
  }
  return value;
}
