import type { DotItemDotProps } from 'recharts';
import { figureOf } from './cell-text';
import type { ChartRow } from './chart-data';

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
