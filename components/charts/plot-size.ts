import { isLying, isStacked, type Mark } from './mark';

/** Lying charts of more rows show this many at first. */
export const firstRows = 15;
/** What the axis above lying bars takes, and the button below them, in pixels. */
export const axisHeight = 24;
export const moreHeight = 40;

const standing = 260;
/** The thickness of a lying bar in pixels. */
export const barHeight = 12;
const rowGap = 14;

/** The height of a row of lying bars in pixels. */
export function rowHeight(mark: Mark): number {
  return (isStacked(mark) ? 1 : Math.max(1, mark.values.length)) * barHeight + rowGap;
}

/** The height of a chart before anything is unfolded, known without drawing it. */
export function plotHeight(rows: number, mark: Mark): number {
  if (!isLying(mark)) return standing;
  const more = rows > firstRows ? moreHeight : 0;
  return axisHeight + Math.min(rows, firstRows) * rowHeight(mark) + more;
}
