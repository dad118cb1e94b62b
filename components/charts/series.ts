import { figureOf } from './cell-text';
import type { ChartColumn, ChartData, ChartRow } from './chart-data';
import type { Mark, SeriesTone } from './mark';

/** One drawn column: its title, its tone and the colour of that tone. */
export interface Series {
  readonly key: string;
  readonly column: ChartColumn;
  readonly tone: SeriesTone;
  readonly colour: string;
  /** The same function as long as the series is, which spares Recharts work. */
  readonly read: (row: ChartRow) => number | null;
}

/** The series of a chart in their order; a tone is used twice only when all six are. */
export function seriesOf(data: ChartData, mark: Mark): readonly Series[] {
  const named = new Set(Object.values(mark.tones ?? {}));
  const free = ([1, 2, 3, 4, 5, 6] as const).filter((tone) => !named.has(tone));
  let next = 0;
  return mark.values.map((key) => {
    const tone = mark.tones?.[key] ?? free[next++ % free.length] ?? 1;
    const read = (row: ChartRow) => figureOf(row, key);
    return { key, column: columnOf(data, key), tone, colour: toneColour(tone), read };
  });
}

/** The column of a key; what is not there is shown by its key, as text. */
export function columnOf(data: ChartData, key: string): ChartColumn {
  return data.columns.find((column) => column.key === key) ?? { key, title: key, kind: 'text' };
}

/** The colour of a tone as CSS. */
export function toneColour(tone: SeriesTone): string {
  return `var(--chart-${tone})`;
}
