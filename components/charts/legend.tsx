import type { ReactNode } from 'react';
import { axisText } from './cell-text';
import type { ChartColumn, ChartData } from './chart-data';
import { extraKey } from './extent';
import type { Mark, Zone } from './mark';
import { columnOf, type Series } from './series';
import { MarkSwatch, Swatch } from './swatch';

/** Names what is drawn; nothing where one series alone is, since the question names that. */
export function Legend({
  data,
  mark,
  series,
  patterns,
}: {
  readonly data: ChartData;
  readonly mark: Mark;
  readonly series: readonly Series[];
  readonly patterns: string;
}) {
  const extra = extraKey(mark);
  const zones = mark.kind === 'lines' ? (mark.zones ?? []) : [];
  const [first] = series;
  if (series.length < 2 && !extra && zones.length === 0) return null;
  return (
    <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-muted">
      {series.map(({ key, column, tone }) => (
        <Item key={key} title={column.title}>
          <Swatch tone={tone} patterns={patterns} line={mark.kind === 'lines'} />
        </Item>
      ))}
      {extra && (
        <Item title={columnOf(data, extra).title}>
          <MarkSwatch shape={mark.kind === 'bars' ? 'limit' : 'total'} />
        </Item>
      )}
      {first &&
        zones.map((zone) => (
          <Item key={zone.title} title={`${zone.title}: ${range(zone, first.column)}`}>
            <span
              data-mark
              className="h-3 w-4 rounded-sm border border-line-control"
              style={{ background: `var(--${zone.tone}-soft)` }}
            />
          </Item>
        ))}
    </ul>
  );
}

function Item({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li className="inline-flex items-center gap-1.5">
      {children}
      {title}
    </li>
  );
}

function range({ from, to }: Zone, column: ChartColumn): string {
  if (from === null) return to === null ? 'all' : `below ${axisText(to, column)}`;
  if (to === null) return `${axisText(from, column)} and above`;
  return `${axisText(from, column)} to ${axisText(to, column)}`;
}
