/** Every format that schema.json names. Pure. */
import { filePath, hostName, sshAddress, sshUser } from './host/host.js';
import { VALUE_FORMATS, type Format } from '@pulumi-netkit/contract';

/** Every format by the name it has in schema.json. */
export const FORMATS = {
  ...VALUE_FORMATS,
  'host-name': hostName,
  'ssh-address': sshAddress,
  'ssh-user': sshUser,
  'file-path': filePath,
} as const satisfies Record<string, Format>;
