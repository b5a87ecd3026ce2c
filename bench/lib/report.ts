/** What a benchmark says: rows, their verdicts, and the table people read. Pure. */

/** How the two sides of a row are told. */
export type Unit = 'µs' | 'ms' | 'MB' | 'packets';

/** One comparison, or one number with a limit. */
export interface Row {
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number;
  /** Another way of doing the same, measured in the same run. */
  readonly other?: { readonly name: string; readonly value: number };
  /** Ours divided by the other: the median over the rounds, not the quotient of the medians. */
  readonly ratio?: number;
  /** The limit of design: a ratio, or a value in the row's unit. Without one the row only informs. */
  readonly budget?: { readonly of: 'ratio' | 'value'; readonly limit: number };
}

/** Whether a row keeps its budget; undefined when it has none. */
export function isKept({ ours, ratio, budget }: Row): boolean | undefined {
  if (!budget) return undefined;
  return (budget.of === 'ratio' ? (ratio ?? Infinity) : ours) <= budget.limit;
}

/** The table of all rows. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    value(row.ours, row.unit),
    row.other ? value(row.other.value, row.unit) : '',
    row.other?.name ?? '',
    row.ratio === undefined ? '' : `${row.ratio.toFixed(row.ratio < 0.1 ? 4 : 2)} x`,
    budget(row),
    { true: 'ok', false: 'over', undefined: '' }[String(isKept(row))] ?? '',
  ]);
  const heads = ['row', 'ours', 'other', 'against', 'ratio', 'budget', ''];
  const lines = [heads, ...cells];
  const widths = heads.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const isNumber = (column: number): boolean => [1, 2, 4, 5].includes(column);
  return lines
    .map((line) =>
      line
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return isNumber(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function value(number: number, unit: Unit): string {
  if (unit === 'packets') return `${number} ${unit}`;
  return `${number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0)} ${unit}`;
}

function budget({ budget, unit }: Row): string {
  if (!budget) return '';
  return budget.of === 'ratio' ? `<= ${budget.limit} x` : `<= ${budget.limit} ${unit}`;
}
