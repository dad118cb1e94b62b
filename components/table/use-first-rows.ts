'use client';

import { useSyncExternalStore } from 'react';

/** More than fit on a screen. */
const FIRST_ROWS = 60;

const neverChanges = () => () => {};

/**
 * The rows of a table that scrolls: on the server only the first ones, because the HTML of hundreds takes
 * long to render and to send; in the browser all.
 */
export function useFirstRows<Row>(rows: readonly Row[]): readonly Row[] {
  const isServer = useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  );
  return isServer ? rows.slice(0, FIRST_ROWS) : rows;
}
