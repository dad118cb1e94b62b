import type { ReactNode } from 'react';
import type { ColumnId } from '@/app/(app)/queue/search-params';
import type { ColumnMeta } from '@/components/table/columns';
import { DataTableSkeleton } from '@/components/table/data-table-skeleton';
import type { Breakpoint } from '@/components/table/dimensions';
import { Skeleton } from '@/components/ui/skeleton';

// Styles shared by the workspace and its skeleton.
export const workspaceStyle =
  'relative flex h-(--page-height) lg:grid lg:grid-cols-[minmax(0,1fr)_26.5rem] min-[100rem]:grid-cols-[minmax(0,1fr)_31rem]';
export const listStyle = '@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface';
export const headerStyle = 'flex h-13 items-center gap-x-3 px-4 pt-2 pb-1 lg:px-6';
export const paneStyle = 'min-h-0 min-w-0 overflow-hidden border-line bg-canvas lg:border-l';

/** On narrower screens, the details cover the table. */
export const NARROW_SCREEN = '(width < 64rem)';

interface ColumnLayout extends ColumnMeta {
  /** Hides the column if no row has a value for it. */
  readonly optional?: boolean;
}

/** The columns in order. Those with a breakpoint appear only if the table is wide enough. */
export const columnLayouts: Readonly<Record<ColumnId, ColumnLayout>> = {
  account: { label: 'Account', width: 150, grow: true, hideable: false },
  csm: { label: 'Recommended CSM', width: 132 },
  score: { label: 'Score', width: 72, align: 'end' },
  neediness: { label: 'Neediness', width: 82, align: 'end', showFrom: 'sm' },
  health: { label: 'Health', width: 76, align: 'end', showFrom: 'sm' },
  age: { label: 'Age', width: 74, align: 'end', showFrom: 'md' },
  flags: { label: 'Flags', width: 118, showFrom: 'lg' },
  revenue: { label: 'Revenue', width: 82, align: 'end', showFrom: 'lg' },
  segment: { label: 'Segment and level', width: 184, showFrom: 'xl' },
  verdict: {
    label: 'Claude',
    width: 240,
    widthClass: 'w-[150px] @min-[960px]:w-[240px]',
    showFrom: 'md',
    optional: true,
  },
};

/** Wider breakpoints that apply if the Claude column is shown. */
const breakpointsWithReviews: Partial<Record<ColumnId, Breakpoint>> = {
  age: 'xl',
  revenue: 'xxl',
  segment: 'xxl',
};

/** The table width from which a column is shown, if it isn't always. */
export function breakpointOf(id: ColumnId, hasReviews: boolean): Breakpoint | undefined {
  return (hasReviews && breakpointsWithReviews[id]) || columnLayouts[id].showFrom;
}

/** A titled section of the details. */
export function DetailsSection({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-b border-line px-4 py-3.5 last:border-b-0">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h3 className="text-sm font-semibold">{title}</h3>
        {note && <span className="text-xs text-ink-muted">{note}</span>}
      </div>
      {children}
    </section>
  );
}

const skeletonColumns = Object.values(columnLayouts).filter(({ optional }) => !optional);

export function QueueSkeleton() {
  return (
    <div className={workspaceStyle} aria-busy="true">
      <section className={listStyle}>
        <header className={headerStyle}>
          <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
        </header>
        <Skeleton className="mx-4 mb-2 h-8 w-72 max-w-full lg:mx-6" />
        <DataTableSkeleton columns={skeletonColumns} rows={18} className="flex-1" />
      </section>
      <div className={`${paneStyle} max-lg:hidden`}>
        <DetailsSkeleton />
      </div>
    </div>
  );
}

const lineWidths = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3', 'w-4/5', 'w-1/2'];

export function DetailsSkeleton() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-6 px-4 py-4">
      <Skeleton className="h-4 w-32" />
      {lineWidths.map((width) => (
        <div key={width} className="flex items-center gap-4">
          <Skeleton className={`h-3 ${width}`} />
          <Skeleton className="ml-auto h-2 w-20" />
        </div>
      ))}
    </div>
  );
}
