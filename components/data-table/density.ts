/** How much room a row gets; the skeleton and the rows agree by this. */
export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

export const rowHeight: Record<Density, string> = { compact: 'h-9', comfortable: 'h-12' };
export const headHeight = 'h-9';
export const cellPadding = 'px-3 first:pl-4 lg:first:pl-6';
