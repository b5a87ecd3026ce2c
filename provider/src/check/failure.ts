/** One thing wrong with the inputs. The engine prints property and reason on one line. */
export interface Failure {
  /** Where it is: `peer.routes[0].gateway`. */
  readonly property: string;
  /** What is wrong, with the value in it, and what to do; ends in the code in brackets. */
  readonly reason: string;
  /** A stable word to match on. */
  readonly code: string;
}

/** A failure, with the code put at the end of its reason. */
export function failure(property: string, code: string, words: string): Failure {
  return { property, code, reason: `${words} [${code}]` };
}

/** A value as a message shows it: JSON, cut short when long. The engine prints nested values as `<nil>`. */
export function quote(value: unknown): string {
  const isPlain = typeof value !== 'number' || Number.isFinite(value);
  const text = isPlain ? (JSON.stringify(value) as string | undefined) : undefined;
  if (text === undefined) return String(value);
  return text.length > 80 ? `${text.slice(0, 76)} ...` : text;
}
