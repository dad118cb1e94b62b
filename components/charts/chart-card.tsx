import { type ReactNode, useId } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import { type ChartSpec, markerKey, plotHeight } from './chart-spec';

/** What every figure has around it: the question it answers, and what to know of the answer. */
export interface ChartCardProps {
  /** The question that the figure answers; its heading. */
  readonly question: string;
  /** The rank of the heading; 2 unless the figure stands in a part of its own. */
  readonly level?: 2 | 3 | undefined;
  /** A sentence below the heading: the period, the unit, how it is counted. */
  readonly description?: ReactNode;
  /** What stands below the figure. */
  readonly note?: ReactNode;
}

/** The part of the page that a figure takes, in one piece on paper. */
export function ChartCard({
  question,
  level = 2,
  description,
  note,
  aside,
  children,
}: ChartCardProps & {
  /** What stands at the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 break-inside-avoid overflow-hidden print:overflow-visible rounded-lg border border-line bg-surface"
    >
      <div className="flex items-start justify-between gap-x-4 gap-y-2 px-4 pt-3 max-sm:flex-wrap">
        <Heading id={id} className="min-w-0 text-lg font-semibold">
          {question}
        </Heading>
        {aside && (
          <div data-print="none" className="flex shrink-0 items-center gap-2">
            {aside}
          </div>
        )}
      </div>
      {description && <div className="px-4 pt-0.5 text-sm text-ink-muted">{description}</div>}
      <div className="mt-3">{children}</div>
      {note && <div className="px-4 pt-2 pb-3 text-sm text-ink-muted">{note}</div>}
    </section>
  );
}

/** Stands where a figure has nothing to show. */
export function EmptyChart({ children }: { readonly children?: ReactNode }) {
  return <p className="px-4 pb-4 text-ink-muted">{children ?? 'Nothing to show.'}</p>;
}

/** Holds the place of a `ChartFigure` whose data is on its way, and asks its question already. */
export function ChartSkeleton({
  mark,
  rows = 12,
  ...words
}: ChartCardProps & {
  readonly mark: ChartSpec;
  /** How many rows are to be expected. */
  readonly rows?: number | undefined;
}) {
  const legend =
    mark.values.length > 1 || markerKey(mark) || (mark.kind === 'lines' && mark.zones?.length);
  return (
    <ChartCard {...words} aside={<Skeleton className="h-7 w-36 rounded-md" />}>
      <div className="px-4 pb-4">
        {legend && <Skeleton className="mb-3 h-4 w-2/3" />}
        <div style={{ height: plotHeight(rows, mark) }}>
          <Skeleton className="size-full" />
        </div>
      </div>
    </ChartCard>
  );
}
