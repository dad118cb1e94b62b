import type { ReactNode } from 'react';
import { cellText } from './cell-text';
import type { ChartRow } from './chart-data';
import { extraKey } from './extent';
import type { Mark } from './mark';
import type { PlotProps } from './plot-props';
import { figureText } from './point-text';
import { columnOf } from './series';
import { MarkSwatch, Swatch } from './swatch';

/** The name of a row and its figures, as the tooltip lists them. */
export function PointFigures({
  row,
  data,
  mark,
  series,
  patterns,
}: Omit<PlotProps<Mark>, 'question'> & { readonly row: ChartRow }) {
  const extra = extraKey(mark);
  return (
    <>
      <p className="mb-1 font-semibold">
        {cellText(row.cells[mark.label], columnOf(data, mark.label))}
      </p>
      <ul className="space-y-0.5">
        {series.map(({ key, column, tone }) => (
          <Line key={key} title={column.title} text={figureText(row, column, mark)}>
            <Swatch tone={tone} patterns={patterns} line={mark.kind === 'lines'} />
          </Line>
        ))}
        {extra && (
          <Line
            title={columnOf(data, extra).title}
            text={cellText(row.cells[extra], columnOf(data, extra))}
          >
            <MarkSwatch shape={mark.kind === 'bars' ? 'limit' : 'total'} />
          </Line>
        )}
      </ul>
    </>
  );
}

function Line({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <li className="flex items-center gap-2">
      {children}
      <span className="text-ink-muted">{title}</span>
      <span className="ml-auto pl-3 font-medium">{text}</span>
    </li>
  );
}
