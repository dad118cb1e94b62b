/** How much room a table must have before it draws a column of lesser importance. */
export type Room = 'sm' | 'md' | 'lg' | 'xl' | 'xxl';

/** The same in pixels of the table's container, which must be an `@container`. */
export const roomNeeded: Record<Room, number> = { sm: 480, md: 640, lg: 800, xl: 960, xxl: 1200 };

export const roomyCell: Record<Room, string> = {
  sm: 'hidden @min-[480px]:table-cell',
  md: 'hidden @min-[640px]:table-cell',
  lg: 'hidden @min-[800px]:table-cell',
  xl: 'hidden @min-[960px]:table-cell',
  xxl: 'hidden @min-[1200px]:table-cell',
};

export const roomyColumn: Record<Room, string> = {
  sm: 'hidden @min-[480px]:table-column',
  md: 'hidden @min-[640px]:table-column',
  lg: 'hidden @min-[800px]:table-column',
  xl: 'hidden @min-[960px]:table-column',
  xxl: 'hidden @min-[1200px]:table-column',
};

/** The least width of a table: that of the columns it always draws. */
export function leastWidth(
  columns: readonly ({ readonly width: number; readonly room?: Room } | undefined)[],
): number {
  return columns.reduce((sum, column) => sum + (column?.room ? 0 : (column?.width ?? 120)), 0);
}
