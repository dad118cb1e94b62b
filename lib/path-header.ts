/** The header in which proxy.ts hands on the path that was asked for. */
export const pathHeader = 'x-asked-path';
