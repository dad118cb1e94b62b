/** Milliseconds in an hour. */
export const hour = 3_600_000;
/** Milliseconds in a day. */
export const day = 24 * hour;
/** Milliseconds in the week over which receipts count. */
export const week = 7 * day;
