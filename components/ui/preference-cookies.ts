/** The choice of appearance; `system` follows the device. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The cookie that keeps the choice, so that the server paints the first frame right. */
export const themeCookie = 'theme';

/** The choice kept in a cookie; anything unknown follows the system. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/** The cookie by which the server learns the reader's time zone, so that its first answer is right. */
export const timeZoneCookie = 'zone';

/** A time zone that Intl knows; anything else is UTC. */
export function parseTimeZone(value: string | undefined): string {
  if (!value) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
