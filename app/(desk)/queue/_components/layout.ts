/** How the queue shares the window; the skeleton and the desk agree by this. */
export const deskStyle =
  'relative flex h-(--desk-height) lg:grid lg:grid-cols-[minmax(0,1fr)_26.5rem] min-[100rem]:grid-cols-[minmax(0,1fr)_31rem]';
export const listStyle = '@container flex min-h-0 min-w-0 flex-1 flex-col bg-surface';
export const headStyle = 'flex min-h-13 flex-wrap items-center gap-x-3 px-4 pt-2 pb-1 lg:px-6';
export const paneStyle = 'min-h-0 min-w-0 overflow-hidden border-line bg-canvas lg:border-l';

/** Below this the record lies over the table. */
export const narrow = '(width < 64rem)';
