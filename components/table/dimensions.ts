import type { CSSProperties } from 'react';

/** Row heights; rows have room for two lines. */
export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

export const rowHeightClass: Record<Density, string> = { compact: 'h-11', comfortable: 'h-14' };
export const headerHeightClass = 'h-8';
export const cellPaddingClass =
  'px-2 first:pl-3 last:pr-3 @min-[500px]:first:pl-4 @min-[500px]:last:pr-4';

/** Widths of the table's container, which must be an `@container`: 500, 760, and 1,100 pixels. */
const breakpoints = ['sm', 'md', 'lg'] as const;
export type Breakpoint = (typeof breakpoints)[number];

export const cellVisibilityClass: Record<Breakpoint, string> = {
  sm: 'hidden @min-[500px]:table-cell',
  md: 'hidden @min-[760px]:table-cell',
  lg: 'hidden @min-[1100px]:table-cell',
};

export const columnVisibilityClass: Record<Breakpoint, string> = {
  sm: 'hidden @min-[500px]:table-column',
  md: 'hidden @min-[760px]:table-column',
  lg: 'hidden @min-[1100px]:table-column',
};

/** The width of a column in a fixed layout, and from which table width it is shown. */
export interface ColumnWidth {
  /** Width in pixels; with `grow`, the minimum width. */
  readonly width: number;
  /** Other widths in wider tables. */
  readonly widthFrom?: Readonly<Partial<Record<Breakpoint, number>>>;
  /** Takes the remaining width. */
  readonly grow?: boolean;
  readonly showFrom?: Breakpoint | undefined;
}

// Each width is a CSS variable, as an inline style cannot depend on the container.
export const columnWidthClass =
  'w-(--w) @min-[500px]:w-(--w-sm) @min-[760px]:w-(--w-md) @min-[1100px]:w-(--w-lg)';
export const tableWidthClass =
  'min-w-(--w) @min-[500px]:min-w-(--w-sm) @min-[760px]:min-w-(--w-md) @min-[1100px]:min-w-(--w-lg)';

/** The variables of `columnWidthClass`. */
export function columnWidths(column: ColumnWidth): CSSProperties {
  return widthVariables((step) => widthAt(column, step));
}

/** The variables of `tableWidthClass`: the least width that the visible columns need. */
export function tableWidths(columns: readonly ColumnWidth[]): CSSProperties {
  return widthVariables((step) =>
    columns
      .filter(({ showFrom }) => !showFrom || breakpoints.indexOf(showFrom) < step)
      .reduce((sum, column) => sum + widthAt(column, step), 0),
  );
}

/** @param width the width in pixels once that many breakpoints are reached */
function widthVariables(width: (step: number) => number): CSSProperties {
  const names = ['--w', ...breakpoints.map((name) => `--w-${name}`)];
  return Object.fromEntries(names.map((name, step) => [name, `${width(step)}px`]));
}

function widthAt({ width, widthFrom }: ColumnWidth, step: number): number {
  const reached = breakpoints.slice(0, step).findLast((name) => widthFrom?.[name] !== undefined);
  return (reached && widthFrom?.[reached]) ?? width;
}
