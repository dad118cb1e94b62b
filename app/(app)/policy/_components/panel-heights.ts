/** Heights of the page's panels while they load. */
export const policyPanels = [
  ['h-96', 'h-96'],
  ['h-112', 'h-112'],
  ['h-112', 'h-112'],
] as const;
