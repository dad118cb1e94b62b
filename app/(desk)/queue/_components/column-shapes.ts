import type { ColumnMeta } from '@/components/data-table/features';
import type { Room } from '@/components/data-table/room';
import type { ColumnId } from '../search-params';

interface ColumnShape extends ColumnMeta {
  /** Left out where no row has anything to show in it. */
  readonly optional?: boolean;
}

/** The columns in their order; the lesser ones wait until there is room for them. */
export const columnShapes: Readonly<Record<ColumnId, ColumnShape>> = {
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
const beside: Partial<Record<ColumnId, Room>> = { age: 'xl', revenue: 'xxl', segment: 'xxl' };

/** How much room a column needs, if any, depending on whether there is something of Claude's. */
export function roomOf(id: ColumnId, advised: boolean): Room | undefined {
  return (advised && beside[id]) || columnShapes[id].room;
}
