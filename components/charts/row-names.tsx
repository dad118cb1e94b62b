import Link from 'next/link';
import type { Ref } from 'react';
import { cellText } from './cell-text';
import type { ChartData, ChartRow } from './chart-data';
import type { Mark } from './mark';
import { rowHeight } from './plot-size';
import { columnOf } from './series';

/** The names of lying bars, cut where there is no room for them and whole on hover. */
export function RowNames({
  ref,
  rows,
  data,
  mark,
}: {
  readonly ref: Ref<HTMLUListElement>;
  readonly rows: readonly ChartRow[];
  readonly data: ChartData;
  readonly mark: Mark;
}) {
  const column = columnOf(data, mark.label);
  return (
    <ul ref={ref} className="min-w-0 text-xs">
      {rows.map((row) => {
        const text = cellText(row.cells[mark.label], column);
        const href = row.hrefs?.[mark.label];
        return (
          <li
            key={row.id}
            title={text}
            style={{ height: rowHeight(mark) }}
            className="flex scroll-mt-6 items-center justify-end text-right"
          >
            {href ? (
              <Link
                href={href}
                prefetch={false}
                // Keys reach it by the drawing or the table; so many stops would only be in the way.
                tabIndex={-1}
                className="truncate hover:underline"
              >
                {text}
              </Link>
            ) : (
              <span className="truncate">{text}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
