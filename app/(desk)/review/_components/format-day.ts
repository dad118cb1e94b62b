const day = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
});

/** A day in UTC: "2 Mar 2026". */
export function formatDay(at: Date): string {
  return day.format(at);
}
