/** Heights of the page's panels while they load. */
export const runsPanels = {
  start: ['h-50'],
  history: ['h-84'],
} as const;
