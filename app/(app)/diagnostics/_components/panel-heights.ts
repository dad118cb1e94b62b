/** Heights of the page's panels while they load. */
export const diagnosticsPanels = [
  'h-88',
  ['h-72', 'h-72'],
  'h-112',
  'h-24',
  ['h-48', 'h-48'],
] as const;
