/** Heights of the page's panels while they load. */
export const csmPanels = {
  overview: [['h-88', 'h-88'], 'h-80', 'h-28', 'h-144'],
  history: ['h-44', 'h-96', 'h-56'],
} as const;
