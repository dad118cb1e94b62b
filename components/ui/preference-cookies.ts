import { isTimeZone } from '@/lib/time';

/** Keeps a preference for a year, where the server reads it before it renders the next page. */
export function setPreferenceCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
  document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=31536000;samesite=lax`;
}

/** Appearance; `system` follows the device. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = 'theme';

/** The theme in a cookie; an unknown value means `system`. */
export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/** The browser's IANA time zone. */
export const timeZoneCookie = 'zone';

/** A time zone that Intl knows; an unknown value means UTC. */
export function parseTimeZone(value: string | undefined): string {
  return value && isTimeZone(value) ? value : 'UTC';
}

/** The locale chosen for numbers and dates; absent if they follow the browser's language. */
export const localeCookie = 'locale';

/** The locales to choose from, each named in its own language. */
export const localeNames = {
  'en-US': 'English (US)',
  'en-GB': 'English (UK)',
  'en-CA': 'English (Canada)',
  'en-AU': 'English (Australia)',
  'de-DE': 'Deutsch',
  'es-ES': 'Español (España)',
  'es-MX': 'Español (México)',
  'fr-FR': 'Français',
  'it-IT': 'Italiano',
  'ja-JP': '日本語',
  'nb-NO': 'Norsk bokmål',
  'nl-NL': 'Nederlands',
  'pl-PL': 'Polski',
  'pt-BR': 'Português (Brasil)',
  'sv-SE': 'Svenska',
} as const;

/** The locale in a cookie, or null if none of `localeNames` is chosen. */
export function parseLocale(value: string | undefined): string | null {
  return value !== undefined && Object.hasOwn(localeNames, value) ? value : null;
}

/** The language a browser prefers by its Accept-Language header (RFC 9110); en-US if none is known. */
export function preferredLocale(acceptLanguage: string | null): string {
  const ranges = (acceptLanguage ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', quality] = range.trim().split(/\s*;\s*q=/i);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranges.map(({ tag }) => knownLocale(tag)).find((tag) => tag !== null) ?? 'en-US';
}

function knownLocale(tag: string): string | null {
  try {
    const { baseName } = new Intl.Locale(tag);
    return Intl.NumberFormat.supportedLocalesOf(baseName)[0] ?? null;
  } catch {
    return null;
  }
}
