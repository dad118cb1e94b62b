import type { ComponentProps } from 'react';
import type { ChartData } from '@/components/charts/chart-data';
import { ChartFigure } from '@/components/charts/chart-figure';
import { FigureFrame } from '@/components/charts/figure-frame';
import { Skeleton } from '@/components/ui/skeleton';

/** Of a full list of bars, of a few, and of lines, with what stands above and below them. */
const places = {
  bars: 'h-[28.5rem]',
  legendAndBars: 'h-[30.3rem]',
  few: 'h-[9.9rem]',
  lines: 'h-[18rem]',
};

/** A figure, or its place while its data is read. */
export function WaitingFigure({
  data,
  place,
  ...rest
}: Omit<ComponentProps<typeof ChartFigure>, 'data'> & {
  readonly data: ChartData | null;
  readonly place: keyof typeof places;
}) {
  if (data) return <ChartFigure {...rest} data={data} />;
  const { question, description, note } = rest;
  return (
    <FigureFrame question={question} description={description} note={note}>
      <div className="px-4 pb-4">
        <Skeleton className={places[place]} />
      </div>
    </FigureFrame>
  );
}
