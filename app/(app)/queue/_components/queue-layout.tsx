import {
  type ColumnId,
  columnIds,
  type OptionalColumnId,
  optionalColumnIds,
} from '@/app/(app)/queue/search-params';
import type { ColumnLayout } from '@/components/table/columns';
import { DataTableSkeleton } from '@/components/table/data-table-skeleton';
import { Skeleton } from '@/components/ui/skeleton';

// Styles shared by the workspace and its skeleton.
export const workspaceStyle =
  'relative flex h-(--page-height) lg:grid lg:grid-cols-[minmax(0,1fr)_23rem] min-[90rem]:grid-cols-[minmax(0,1fr)_26.5rem] min-[100rem]:grid-cols-[minmax(0,1fr)_31rem]';
export const listStyle = '@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface';
export const headerStyle = 'flex h-13 items-center gap-x-3 px-4 pt-2 pb-1 lg:px-4';
export const paneStyle = 'min-h-0 min-w-0 overflow-hidden border-line bg-canvas lg:border-l';

/** On narrower screens, the details cover the table. */
export const NARROW_SCREEN = '(width < 64rem)';

/**
 * The columns in order, without their ids. With the record beside it, the table is at least 760 px wide
 * from 1,280 px on: all but the optional columns are visible, with names of 24 characters.
 */
export const columnLayouts: Readonly<Record<ColumnId, Omit<ColumnLayout, 'id'>>> = {
  account: { label: 'Account', width: 96, widthFrom: { sm: 120, md: 162 }, grow: true },
  csm: {
    label: 'Recommended CSM',
    header: 'CSM',
    width: 100,
    widthFrom: { lg: 168 },
    showFrom: 'sm',
  },
  score: { label: 'Score', width: 64, widthFrom: { sm: 66 }, align: 'end' },
  neediness: { label: 'Neediness', header: 'Need', width: 48, align: 'end', showFrom: 'sm' },
  health: { label: 'Health', width: 64, widthFrom: { sm: 56 }, align: 'end' },
  revenue: { label: 'Revenue', width: 64, align: 'end', showFrom: 'md' },
  verdict: {
    label: 'Claude’s verdict',
    header: 'Claude',
    width: 88,
    widthFrom: { lg: 308 },
    showFrom: 'md',
  },
  status: { label: 'Status', width: 100, widthFrom: { sm: 104, md: 112, lg: 116 } },
  waiting: { label: 'Waiting', width: 64, widthFrom: { lg: 72 }, align: 'end', showFrom: 'md' },
  segment: { label: 'Class', width: 150 },
  run: { label: 'Run', width: 72, align: 'end' },
  age: { label: 'Recommended', width: 96, align: 'end' },
};

/** The leading column of checkboxes, for people who can decide. */
export const selectColumnLayout: ColumnLayout = {
  id: 'select',
  label: 'Select',
  width: 36,
  widthFrom: { sm: 40 },
};

/** Whether the column is only shown if the person chooses it. */
export function isOptional(id: ColumnId): id is OptionalColumnId {
  return optionalColumnIds.some((optional) => optional === id);
}

const skeletonColumns = [
  { ...selectColumnLayout, header: null },
  ...columnIds.filter((id) => !isOptional(id)).map((id) => ({ ...columnLayouts[id], id })),
];

export function QueueSkeleton() {
  return (
    <div className={workspaceStyle} aria-busy="true">
      <section className={listStyle}>
        <header className={headerStyle}>
          <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
        </header>
        <Skeleton className="mx-4 mb-2 h-8" />
        {/* The buttons, which are on a line of their own in a narrow table. */}
        <Skeleton className="mx-4 mb-2 h-8 @min-[640px]:hidden" />
        <DataTableSkeleton
          columns={skeletonColumns}
          rows={18}
          density="compact"
          className="flex-1 border-t border-line"
        />
      </section>
      <div className={`${paneStyle} max-lg:hidden`}>
        <RecordHeaderSkeleton />
        <DetailsSkeleton />
      </div>
    </div>
  );
}

/** The account's facts, the recommendation, and the decision bar. */
function RecordHeaderSkeleton() {
  return (
    <div aria-hidden="true" className="border-b border-line bg-surface px-4 pt-4 pb-3">
      <Skeleton className="h-5 w-48" />
      <Skeleton className="mt-2 h-3 w-64" />
      <div className="mt-3 grid grid-cols-4 gap-3">
        {['need', 'health', 'revenue', 'waiting'].map((fact) => (
          <Skeleton key={fact} className="h-9" />
        ))}
      </div>
      <Skeleton className="mt-3 h-4 w-32" />
      <Skeleton className="mt-4 h-4 w-56" />
      <div className="mt-4 grid grid-cols-3 gap-2">
        {['accept', 'override', 'reject'].map((verb) => (
          <Skeleton key={verb} className="h-8" />
        ))}
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
