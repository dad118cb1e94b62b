import type { ReactNode } from 'react';
import type { ColumnId } from '@/app/(app)/queue/search-params';
import type { ColumnMeta } from '@/components/table/columns';
import type { Breakpoint } from '@/components/table/dimensions';

/** How the queue shares the window; the skeleton and the desk agree by this. */
export const workspaceStyle =
  'relative flex h-(--desk-height) lg:grid lg:grid-cols-[minmax(0,1fr)_26.5rem] min-[100rem]:grid-cols-[minmax(0,1fr)_31rem]';
export const listStyle = '@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface';
export const headerStyle = 'flex min-h-13 flex-wrap items-center gap-x-3 px-4 pt-2 pb-1 lg:px-6';
export const paneStyle = 'min-h-0 min-w-0 overflow-hidden border-line bg-canvas lg:border-l';

/** Below this the record lies over the table. */
export const NARROW_SCREEN = '(width < 64rem)';

interface ColumnLayout extends ColumnMeta {
  /** Left out where no row has anything to show in it. */
  readonly optional?: boolean;
}

/** The columns in their order; the lesser ones wait until there is room for them. */
export const columnLayouts: Readonly<Record<ColumnId, ColumnLayout>> = {
  account: { label: 'Account', width: 150, grow: true, hideable: false },
  csm: { label: 'Recommended CSM', width: 132 },
  score: { label: 'Score', width: 72, align: 'end' },
  neediness: { label: 'Neediness', width: 82, align: 'end', room: 'sm' },
  health: { label: 'Health', width: 76, align: 'end', room: 'sm' },
  age: { label: 'Age', width: 74, align: 'end', room: 'md' },
  flags: { label: 'Flags', width: 110, room: 'lg' },
  revenue: { label: 'Revenue', width: 82, align: 'end', room: 'lg' },
  segment: { label: 'Segment and level', width: 184, room: 'xl' },
  verdict: {
    label: 'Claude',
    width: 240,
    wide: 'w-[150px] @min-[800px]:w-[210px] @min-[960px]:w-[240px]',
    room: 'md',
    optional: true,
  },
};

/** Beside what Claude says these wait for more room. */
const breakpointsWithReviews: Partial<Record<ColumnId, Breakpoint>> = {
  age: 'xl',
  revenue: 'xxl',
  segment: 'xxl',
};

/** How much room a column needs, if any, depending on whether there is something of Claude's. */
export function breakpointOf(id: ColumnId, advised: boolean): Breakpoint | undefined {
  return (advised && breakpointsWithReviews[id]) || columnLayouts[id].room;
}

/** A part of the record under its name. */
export function DetailsSection({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-b border-line px-4 py-3.5 last:border-b-0">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h3 className="text-sm font-semibold">{title}</h3>
        {aside && <span className="text-xs text-ink-muted">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
