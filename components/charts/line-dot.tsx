import type { DotItemDotProps } from 'recharts';
import { figureOf } from './cell-text';
import type { ChartRow } from './chart-data';
import type { Points } from './use-points';

const few = 31;

/** Dots on lines of few points, and always where a point has no neighbour to be joined to. */
export function lineDot(rows: readonly ChartRow[], key: string, colour: string) {
  const has = (index: number) => rows[index] !== undefined && figureOf(rows[index], key) !== null;
  return ({ cx, cy, index }: DotItemDotProps) => {
    const alone = !has(index - 1) && !has(index + 1);
    if (!has(index) || (rows.length > few && !alone)) return <g key={index} />;
    return (
      <circle
        key={index}
        cx={cx}
        cy={cy}
        r={alone ? 4 : 2.5}
        fill={colour}
        stroke="var(--surface)"
      />
    );
  };
}

/** The dot in focus, which leads to where its figure comes from. */
export function activeDot(
  colour: string,
  hrefOf: (row: ChartRow) => string | undefined,
  points: Points,
) {
  return ({ cx, cy, payload, value }: ActiveDot) => {
    const href = payload && hrefOf(payload);
    if (typeof value !== 'number') return <g />;
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: keys open the row from the drawing itself.
      <circle
        cx={cx}
        cy={cy}
        r={5}
        fill={colour}
        stroke="var(--surface)"
        strokeWidth={2}
        className={href ? 'cursor-pointer' : ''}
        onClick={(event) => points.open(href, event)}
      />
    );
  };
}

interface ActiveDot {
  readonly cx: number | undefined;
  readonly cy: number | undefined;
  readonly value: unknown;
  readonly payload: ChartRow | undefined;
}
