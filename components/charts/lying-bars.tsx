import { useCallback, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { formatNumber } from '@/components/ui/format';
import type { ChartRow } from './chart-data';
import { extentOf } from './extent';
import { LyingPlot } from './lying-plot';
import type { BarsMark, DivergingMark } from './mark';
import type { PlotProps } from './plot-props';
import { firstRows, moreHeight } from './plot-size';
import { RowNames } from './row-names';
import { columnOf } from './series';
import { ticksOf } from './ticks';
import { ValueAxis } from './value-axis';

/**
 * Bars below each other with their names at the left. The first rows are shown, the rest on demand
 * in a region that scrolls, its axis staying in sight.
 */
export function LyingBars(props: PlotProps<BarsMark | DivergingMark>) {
  const { data, mark, series } = props;
  const [all, setAll] = useState(false);
  const names = useRef<HTMLUListElement>(null);
  const column = series[0]?.column ?? columnOf(data, mark.label);
  const ticks = useMemo(() => ticksOf(extentOf(data, mark), column.kind), [data, mark, column]);
  const rows = useMemo(() => (all ? data.rows : data.rows.slice(0, firstRows)), [all, data]);
  const folds = data.rows.length > firstRows;

  const scrollTo = useCallback(
    (row: ChartRow) => {
      const item = names.current?.children[rows.indexOf(row)];
      item?.scrollIntoView({ block: 'nearest' });
    },
    [rows],
  );

  return (
    <>
      <div
        className={classNames(
          'grid grid-cols-[minmax(5.5rem,min(32%,14rem))_minmax(0,1fr)]',
          // The drawing's own outline would be cut off where it scrolls.
          'outline-offset-2 outline-accent has-[svg:focus-visible]:outline-2',
          all && 'max-h-[32rem] overflow-y-auto print:max-h-none print:overflow-visible',
        )}
      >
        <div className="sticky top-0 z-10 bg-surface" />
        <ValueAxis ticks={ticks} column={column} />
        <RowNames ref={names} rows={rows} data={data} mark={mark} />
        <LyingPlot {...props} rows={rows} ticks={ticks} onPoint={scrollTo} />
      </div>
      {folds && !all && (
        <p className="hidden pt-2 text-xs text-ink-muted print:block">
          The first {firstRows} of {formatNumber(data.rows.length)}.
        </p>
      )}
      {folds && (
        <div data-print="none" className="flex items-end" style={{ height: moreHeight }}>
          <Button size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? `Show the first ${firstRows}` : `Show all ${formatNumber(data.rows.length)}`}
          </Button>
        </div>
      )}
    </>
  );
}
