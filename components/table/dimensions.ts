/** Row heights. */
export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

export const rowHeightClass: Record<Density, string> = { compact: 'h-9', comfortable: 'h-12' };
export const headerHeightClass = 'h-9';
export const cellPaddingClass = 'px-3 first:pl-4 lg:first:pl-6';

/** The minimum table width at which a less important column is shown. */
export type Breakpoint = 'sm' | 'md' | 'lg' | 'xl' | 'xxl';

/** Breakpoints in pixels of the table's container, which must be an `@container`. */
export const breakpointWidths: Record<Breakpoint, number> = {
  sm: 480,
  md: 640,
  lg: 800,
  xl: 960,
  xxl: 1200,
};

export const cellVisibilityClass: Record<Breakpoint, string> = {
  sm: 'hidden @min-[480px]:table-cell',
  md: 'hidden @min-[640px]:table-cell',
  lg: 'hidden @min-[800px]:table-cell',
  xl: 'hidden @min-[960px]:table-cell',
  xxl: 'hidden @min-[1200px]:table-cell',
};

export const columnVisibilityClass: Record<Breakpoint, string> = {
  sm: 'hidden @min-[480px]:table-column',
  md: 'hidden @min-[640px]:table-column',
  lg: 'hidden @min-[800px]:table-column',
  xl: 'hidden @min-[960px]:table-column',
  xxl: 'hidden @min-[1200px]:table-column',
};

/** The width in pixels of a column without one. */
export const DEFAULT_COLUMN_WIDTH = 120;

/** The minimum width of a table in pixels: that of the columns it always shows. */
export function minTableWidth(
  columns: readonly ({ readonly width?: number; readonly showFrom?: Breakpoint } | undefined)[],
): number {
  return columns.reduce(
    (sum, column) => sum + (column?.showFrom ? 0 : (column?.width ?? DEFAULT_COLUMN_WIDTH)),
    0,
  );
}
