/** What an object holds, read where the engine runs: for previews. An object is read once, whoever uses it how often. */
import { NetkitError } from '@pulumi-netkit/contract';
import type { Inspection } from '../../check/inspection.js';
import { MOST_OBJECT_BYTES, readObject } from './object-file.js';

interface Kept {
  readonly inspection: Promise<Inspection | undefined>;
  bytes: number;
}

const MOST_KEPT = 64;
const kept = new Map<string, Kept>();

/**
 * Reads an object's file. Undefined when it cannot be read, or changed since its digest was taken: so it is with
 * ignoreChanges, and whoever loads it says why. Outlines of the last 64 objects and 64 MiB are kept.
 */
export function outlineOf(path: string, digest: string): Promise<Inspection | undefined> {
  const key = `${digest} ${path}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key); // The last one asked for stays longest.
    kept.set(key, known);
    return known.inspection;
  }
  const fresh: Kept = {
    inspection: inspect(path, digest, (bytes) => (fresh.bytes = bytes)),
    bytes: 0,
  };
  kept.set(key, fresh);
  return fresh.inspection.then((inspection) => {
    if (inspection === undefined) kept.delete(key);
    forgetOldest();
    return inspection;
  });
}

function forgetOldest(): void {
  let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [key, { bytes }] of kept) {
    if (kept.size <= MOST_KEPT && total <= MOST_OBJECT_BYTES) return;
    kept.delete(key);
    total -= bytes;
  }
}

async function inspect(
  path: string,
  digest: string,
  onSize: (bytes: number) => void,
): Promise<Inspection | undefined> {
  try {
    const bytes = await readObject(path, digest);
    onSize(bytes.length);
    // Loaded late: other resources need nothing of it.
    const { inspectObject } = await import('@pulumi-netkit/bpf-object');
    const contents = inspectObject(bytes, path);
    return {
      programs: contents.programs,
      functions: contents.functions,
      globals: contents.globals,
      maps: contents.maps,
      usedMaps: (programs, slots) => contents.usedMaps(programs, slots),
      reached: (programs, slots) => contents.reached(programs, slots),
      otherKind: (program) => contents.otherKind(program, 'sched_cls'),
      globalProblem: (name, value) =>
        wordsOf(() =>
          contents.checkGlobal(name, value as Parameters<typeof contents.checkGlobal>[1]),
        ),
    };
  } catch (error) {
    if (!(error instanceof NetkitError))
      return { problem: plainWords(error), code: 'object-invalid' };
    const { code, summary, details } = error;
    if (code !== 'object-invalid' && code !== 'object-too-large') return undefined;
    return { problem: `${summary}. ${details.advice ?? ''}`, code };
  }
}

function wordsOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return plainWords(error).replace(/^object ".*?": /, '');
  }
}

/** The words of a BpfError without its code, which ours takes the place of. */
function plainWords(error: unknown): string {
  return (error as Error).message.replace(/ \[[a-z-]+\]$/, '');
}
