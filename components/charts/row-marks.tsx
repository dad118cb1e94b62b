import { useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import { figureOf } from './cell-text';
import type { ChartRow } from './chart-data';

const overBars = 400;
const inset = 4;

/** Marks a figure of each row over its bars: a line across them for a limit, a diamond for a sum. */
export function RowMarks({
  rows,
  column,
  shape,
  lying,
}: {
  readonly rows: readonly ChartRow[];
  readonly column: string;
  readonly shape: 'limit' | 'total';
  readonly lying: boolean;
}) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  const along = lying ? x : y;
  const across = lying ? y : x;
  if (!along || !across) return null;
  return (
    <ZIndexLayer zIndex={overBars}>
      <g className="pointer-events-none">
        {rows.map((row) => {
          const value = figureOf(row, column);
          const at = value === null ? undefined : along(value);
          const start = across(row.id, { position: 'start' });
          const end = across(row.id, { position: 'end' });
          if (at === undefined || start === undefined || end === undefined) return null;
          if (shape === 'total') return <Diamond key={row.id} at={at} middle={(start + end) / 2} />;
          const reach = Math.min((end - start) / 2 - inset, 32);
          const [from, to] = [(start + end) / 2 - reach, (start + end) / 2 + reach];
          const d = lying ? `M${at} ${from}V${to}` : `M${from} ${at}H${to}`;
          return (
            <g key={row.id} fill="none">
              <path d={d} stroke="var(--surface)" strokeWidth="5" />
              <path d={d} stroke="var(--ink)" strokeWidth="2" />
            </g>
          );
        })}
      </g>
    </ZIndexLayer>
  );
}

function Diamond({ at, middle }: { readonly at: number; readonly middle: number }) {
  return (
    <path
      d={`M${at} ${middle - 5.5} ${at + 5.5} ${middle} ${at} ${middle + 5.5} ${at - 5.5} ${middle}Z`}
      fill="var(--ink)"
      stroke="var(--surface)"
      strokeWidth="1.5"
    />
  );
}
