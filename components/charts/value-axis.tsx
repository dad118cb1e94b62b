import { axisText } from './cell-text';
import type { ChartColumn } from './chart-data';
import { axisHeight } from './plot-size';

/** The room beside lying bars, in pixels, for what an axis label needs past its tick. */
export const plotMargin = { left: 10, right: 26 } as const;

/** The values along lying bars, in sight however far they are scrolled. */
export function ValueAxis({
  ticks,
  column,
}: {
  readonly ticks: readonly number[];
  readonly column: ChartColumn;
}) {
  const first = ticks[0] ?? 0;
  const span = (ticks[ticks.length - 1] ?? 1) - first || 1;
  const { left, right } = plotMargin;
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 bg-surface text-2xs text-ink-muted"
      style={{ height: axisHeight }}
    >
      {ticks.map((tick, i) => (
        <span
          key={tick}
          // Where the plot is narrow, every second value has room.
          className={`absolute top-1 -translate-x-1/2 whitespace-nowrap ${i % 2 === 1 ? 'max-sm:hidden' : ''}`}
          style={{
            left: `calc(${left}px + (100% - ${left + right}px) * ${(tick - first) / span})`,
          }}
        >
          {axisText(tick, column)}
        </span>
      ))}
    </div>
  );
}
