/** Height of the two lists of current cooling. */
export const listHeight = 'h-96';

/** Heights of the page's panels while they load. */
export const coolingPanels = {
  now: ['h-37', ['h-120', 'h-120']],
  week: ['h-144'],
  compliance: [['h-120', 'h-120'], 'h-80'],
} as const;
