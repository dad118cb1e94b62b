import type { ComponentProps, ReactNode } from 'react';
import { Chart } from '@/components/charts/chart';
import { ChartCard, ChartSkeleton } from '@/components/charts/chart-card';
import type { ChartData } from '@/components/charts/chart-data';
import type { ChartSpec } from '@/components/charts/chart-spec';
import { Skeleton } from '@/components/ui/skeleton';

/** A chart, or its place while its data is read. */
export function ChartOrSkeleton({
  data,
  mark,
  rows,
  question,
  description,
  note,
  file,
  empty = 'Nothing was recommended in this period.',
}: {
  readonly data: ChartData | null;
  readonly mark: ChartSpec;
  /** How many rows are to be expected. */
  readonly rows: number;
  readonly question: string;
  readonly description?: ReactNode;
  readonly note?: ReactNode;
  readonly file: string;
  readonly empty?: string;
}) {
  const words = { question, description, note };
  if (data === null) return <ChartSkeleton {...words} mark={mark} rows={rows} />;
  return <Chart {...words} data={data} mark={mark} file={file} empty={empty} />;
}

/** Of a full list of bars, of a few, and of lines, with what stands above and below them. */
const skeletonHeights = {
  bars: 'h-[28.5rem]',
  legendAndBars: 'h-[30.3rem]',
  few: 'h-[9.9rem]',
  lines: 'h-[18rem]',
};

/** A figure, or its place while its data is read. */
export function ChartOrFixedSkeleton({
  data,
  place,
  ...rest
}: Omit<ComponentProps<typeof Chart>, 'data'> & {
  readonly data: ChartData | null;
  readonly place: keyof typeof skeletonHeights;
}) {
  if (data) return <Chart {...rest} data={data} />;
  const { question, description, note } = rest;
  return (
    <ChartCard question={question} description={description} note={note}>
      <div className="px-4 pb-4">
        <Skeleton className={skeletonHeights[place]} />
      </div>
    </ChartCard>
  );
}
