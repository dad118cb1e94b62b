/** The cookie by which the server learns the reader's time zone, so that its first answer is right. */
export const zoneCookie = 'zone';

/** A time zone that Intl knows; anything else is UTC. */
export function parseZone(value: string | undefined): string {
  if (!value) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
