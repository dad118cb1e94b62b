import type { ReactNode } from 'react';
import type { ChartData } from '@/components/charts/chart-data';
import { ChartFigure } from '@/components/charts/chart-figure';
import { FigureSkeleton } from '@/components/charts/figure-skeleton';
import type { Mark } from '@/components/charts/mark';

/** A chart, or its place while its data is read. */
export function Figure({
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
  readonly mark: Mark;
  /** How many rows are to be expected. */
  readonly rows: number;
  readonly question: string;
  readonly description?: ReactNode;
  readonly note?: ReactNode;
  readonly file: string;
  readonly empty?: string;
}) {
  const words = { question, description, note };
  if (data === null) return <FigureSkeleton {...words} mark={mark} rows={rows} />;
  return <ChartFigure {...words} data={data} mark={mark} file={file} empty={empty} />;
}
