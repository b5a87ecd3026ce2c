/** Prefixes as one set of addresses, which answers by a binary search whether an address is in it. Pure. */
import { type Address, type Prefix, type Span, spanOf } from '@pulumi-netkit/contract';

/** A set of addresses of both families. */
export class PrefixSet {
  readonly #spans: Readonly<Record<4 | 6, readonly Span[]>>;

  constructor(prefixes: readonly Prefix[]) {
    const of = (family: 4 | 6): readonly Span[] =>
      merged(prefixes.filter((prefix) => prefix.family === family).map(spanOf));
    this.#spans = { 4: of(4), 6: of(6) };
  }

  /** Whether one of the prefixes covers the address. */
  has(address: Address): boolean {
    const spans = this.#spans[address.family];
    const at = address.value;
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((spans[middle]?.[0] ?? at) <= at) low = middle + 1;
      else high = middle;
    }
    const last = spans[low - 1]?.[1];
    return last !== undefined && at <= last;
  }
}

/** Spans in order, none of which touches another. */
function merged(spans: readonly Span[]): readonly Span[] {
  const out: [first: Span[0], last: Span[1]][] = [];
  for (const [first, last] of spans.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const open = out.at(-1);
    if (!open || first > open[1]) out.push([first, last]);
    else if (last > open[1]) open[1] = last;
  }
  return out;
}
