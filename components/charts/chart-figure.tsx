'use client';

import dynamic from 'next/dynamic';
import { useId, useMemo } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import type { ChartData } from './chart-data';
import { type FigureProps, FigureViews } from './figure-views';
import { Legend } from './legend';
import { isLying, isStacked, type Mark } from './mark';
import { plotHeight } from './plot-size';
import { seriesOf } from './series';
import { SeriesPatterns } from './series-patterns';

const Plot = dynamic(() => import('./plot').then(({ Plot }) => Plot), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-0" />,
});

/**
 * A chart under the question it answers, with its table and its download. The drawing is loaded
 * when it is needed, and its place is kept until then.
 */
export function ChartFigure({
  data,
  mark,
  ...rest
}: FigureProps & { readonly data: ChartData; readonly mark: Mark }) {
  const id = useId();
  const patterns = hasRoom(data, mark) ? id : '';
  const series = useMemo(() => seriesOf(data, mark), [data, mark]);
  return (
    <FigureViews {...rest} data={data}>
      <SeriesPatterns id={id} series={series} />
      <Legend data={data} mark={mark} series={series} patterns={patterns} />
      <div className="relative" style={{ minHeight: plotHeight(data.rows.length, mark) }}>
        <Plot
          data={data}
          mark={mark}
          series={series}
          patterns={patterns}
          question={rest.question}
        />
      </div>
    </FigureViews>
  );
}

/** Textures want bars that are wide enough to see them; thin ones keep their colours and gaps. */
function hasRoom({ rows }: ChartData, mark: Mark): boolean {
  return isLying(mark) || rows.length * (isStacked(mark) ? 1 : mark.values.length) <= 36;
}
