/**
 * Names for what a program leaves unnamed: made of the resource's own name and of a digest of its URN, so that a preview
 * and the run after it, and either door, give the same one. Pure.
 */
import { createHash } from 'node:crypto';
import { failure, type Failure, isObject } from '@pulumi-netkit/contract';
import { FORMATS } from '../check/formats.js';

/** What the engine asks of generated names (`pulumi:autonaming`). Absent: nothing. */
export interface Naming {
  /** `propose`: its name, where the kernel takes it; `enforce`: its name and no other; `disable`: none at all. */
  readonly mode: 'propose' | 'enforce' | 'disable';
  /** The engine's name. Empty with `disable`. */
  readonly proposed: string;
}

/** IFNAMSIZ less the zero byte. */
const DEVICE_NAME_LENGTH = 15;
/** NAME_MAX. */
const FILE_NAME_LENGTH = 255;
/** What stays below NAME_MAX when the BPF file system's encoding makes it longer. */
const ATTACHMENT_NAME_LENGTH = 63;
const DIGEST_LENGTH = 6;

type Inputs = Readonly<Record<string, unknown>>;

/** The inputs of a pair, with names for the ends that have none. */
export function namePair(inputs: unknown, recorded: Inputs | undefined, naming?: Naming): unknown {
  if (!isObject(inputs)) return inputs;
  const { peer } = inputs;
  const owner = ownerOf(inputs);
  const before = recorded?.['peer'];
  const primary = { maxLength: DEVICE_NAME_LENGTH, isValid: isDeviceName, naming };
  // The engine proposes one name a resource; the peer is told from the primary by its digest.
  const other =
    naming?.mode === 'disable' ? primary : { ...primary, naming: undefined, salt: '/peer' };
  const named = withName(inputs, owner, recorded, primary);
  if (!isObject(peer)) return named;
  return { ...named, peer: withName(peer, owner, isObject(before) ? before : undefined, other) };
}

/** The inputs of a namespace, with a name. */
export function nameNetns(inputs: unknown, recorded: Inputs | undefined, naming?: Naming): unknown {
  if (!isObject(inputs)) return inputs;
  const isValid = (name: string): boolean => FORMATS['netns-name'](name) === undefined;
  const rules = { maxLength: FILE_NAME_LENGTH, isValid, naming };
  return withName(inputs, ownerOf(inputs), recorded, rules);
}

/** The inputs of an attachment, with a name: names are unique on a hook only, so the resource's own will do. */
export function nameAttachment(
  inputs: unknown,
  recorded: Inputs | undefined,
  naming?: Naming,
): unknown {
  if (!isObject(inputs)) return inputs;
  const owner = ownerOf(inputs);
  const own = owner === undefined ? undefined : resourceName(owner);
  const asked = naming ?? (own === undefined ? undefined : { mode: 'enforce', proposed: own });
  const isValid = (name: string): boolean => FORMATS['attachment-name'](name) === undefined;
  return withName(inputs, owner, recorded, {
    maxLength: ATTACHMENT_NAME_LENGTH,
    isValid,
    naming: asked,
  });
}

/** What is wrong where a name is absent still. `prefix` is where the object stands. */
export function unnamed(inputs: Inputs, prefix = ''): Failure[] {
  if (inputs['name'] !== undefined) return [];
  const words =
    'is missing, and names are not to be generated. Write one, or allow it by pulumi:autonaming';
  return [failure(`${prefix}name`, 'missing', words)];
}

/** What a resource is called in its program: the end of its URN. */
export function resourceName(urn: string): string {
  return urn.split('::').slice(3).join('::');
}

interface Rules {
  readonly maxLength: number;
  readonly isValid: (name: string) => boolean;
  readonly naming: Naming | undefined;
  readonly salt?: string;
}

function withName(
  inputs: Inputs,
  owner: string | undefined,
  recorded: Inputs | undefined,
  rules: Rules,
): Inputs {
  const { name } = inputs;
  if (name !== undefined && name !== null) return inputs;
  const before = recorded?.['name'];
  if (typeof before === 'string') return { ...inputs, name: before };
  const made = owner === undefined ? undefined : makeName(owner, rules);
  return made === undefined ? inputs : { ...inputs, name: made };
}

function makeName(
  owner: string,
  { maxLength, isValid, naming, salt = '' }: Rules,
): string | undefined {
  if (naming?.mode === 'disable') return undefined;
  // One that the kernel would refuse is refused by its format, with the reason.
  if (naming?.mode === 'enforce') return naming.proposed;
  if (naming && isValid(naming.proposed)) return naming.proposed;
  const digest = createHash('sha256').update(`${owner}${salt}`).digest('hex');
  const tail = `-${digest.slice(0, DIGEST_LENGTH)}`;
  const words = resourceName(owner)
    .replace(/[^A-Za-z0-9_]+/g, '-')
    .replace(/^-+/, '');
  const head = words.slice(0, maxLength - tail.length).replace(/-+$/, '');
  return `${head === '' ? 'netkit' : head}${tail}`;
}

function ownerOf(inputs: Inputs): string | undefined {
  const { owner } = inputs;
  return typeof owner === 'string' && owner !== '' ? owner : undefined;
}

function isDeviceName(name: string): boolean {
  return FORMATS['new-device-name'](name) === undefined;
}
