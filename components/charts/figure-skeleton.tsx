import { Skeleton } from '@/components/ui/skeleton';
import { extraKey } from './extent';
import { FigureFrame, type FigureWords } from './figure-frame';
import type { Mark } from './mark';
import { plotHeight } from './plot-size';

/** Holds the place of a `ChartFigure` whose data is on its way, and asks its question already. */
export function FigureSkeleton({
  mark,
  rows = 12,
  ...words
}: FigureWords & {
  readonly mark: Mark;
  /** How many rows are to be expected. */
  readonly rows?: number | undefined;
}) {
  const legend =
    mark.values.length > 1 || extraKey(mark) || (mark.kind === 'lines' && mark.zones?.length);
  return (
    <FigureFrame {...words} aside={<Skeleton className="h-7 w-36 rounded-md" />}>
      <div className="px-4 pb-4">
        {legend && <Skeleton className="mb-3 h-4 w-2/3" />}
        <div style={{ height: plotHeight(rows, mark) }}>
          <Skeleton className="size-full" />
        </div>
      </div>
    </FigureFrame>
  );
}
