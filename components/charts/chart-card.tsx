import { type ReactNode, useId } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import { type ChartSpec, markerKey, plotHeight } from './chart-spec';

export interface ChartCardProps {
  /** The question that the chart answers: its heading and accessible name. */
  readonly question: string;
  /** Heading level; 3 inside a panel. */
  readonly level?: 2 | 3 | undefined;
  /** A sentence below the heading, such as the period, the unit, or how it is counted. */
  readonly description?: ReactNode;
  /** Text below the chart, such as the answer in a sentence. */
  readonly note?: ReactNode;
}

/** A card with a heading, kept on one page in print. */
export function ChartCard({
  question,
  level = 2,
  description,
  note,
  actions,
  children,
}: ChartCardProps & {
  /** Controls at the end of the heading line. */
  readonly actions?: ReactNode;
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
        {actions && (
          <div data-print="none" className="flex shrink-0 items-center gap-2">
            {actions}
          </div>
        )}
      </div>
      {description && <div className="px-4 pt-0.5 text-sm text-ink-muted">{description}</div>}
      <div className="mt-3">{children}</div>
      {note && <div className="px-4 pt-2 pb-3 text-sm text-ink-muted">{note}</div>}
    </section>
  );
}

/** Says that a chart has no data. */
export function EmptyChart({ children }: { readonly children?: ReactNode }) {
  return <p className="px-4 pb-4 text-ink-muted">{children ?? 'Nothing to show.'}</p>;
}

/** A chart that is loading, with its heading and its final size. */
export function ChartSkeleton({
  spec,
  rows = 12,
  ...card
}: ChartCardProps & {
  readonly spec: ChartSpec;
  /** Expected number of rows. */
  readonly rows?: number | undefined;
}) {
  const legend =
    spec.values.length > 1 ||
    markerKey(spec) ||
    spec.references?.length ||
    (spec.kind === 'line' && spec.zones?.length);
  return (
    <ChartCard {...card} actions={<Skeleton className="h-7 w-36 rounded-md" />}>
      <div className="px-4 pb-4">
        {legend && <Skeleton className="mb-3 h-4 w-2/3" />}
        <div style={{ height: plotHeight(rows, spec) }}>
          <Skeleton className="size-full" />
        </div>
      </div>
    </ChartCard>
  );
}
