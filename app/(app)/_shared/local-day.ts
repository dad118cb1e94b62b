/**
 * The day of a time in the browser's time zone, as a date input has it: "2026-11-29".
 * @param at ISO 8601 or epoch milliseconds
 */
export function localDay(at: string | number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** When a day starts in the browser's time zone, in ISO 8601; the text itself if it is no day. */
export function startOfLocalDay(day: string): string {
  const start = new Date(`${day}T00:00`);
  return Number.isNaN(start.getTime()) ? day : start.toISOString();
}
