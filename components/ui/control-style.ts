/** The look that text inputs, selects and text areas share. */
export const controlStyle =
  'w-full rounded-md border border-line-control bg-surface px-2.5 text-base text-ink shadow-control ' +
  'hover:border-ink-faint focus-visible:outline-offset-0 ' +
  'aria-invalid:border-danger disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-70';
