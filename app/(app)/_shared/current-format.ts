import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { createFormat, type Format } from '@/components/ui/format';
import {
  localeCookie,
  parseLocale,
  parseTimeZone,
  preferredLocale,
  timeZoneCookie,
} from '@/components/ui/preference-cookies';

/** The reader's format in a server component: the locale they chose, else their browser's. */
export const currentFormat = cache(async (): Promise<Format> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const locale =
    parseLocale(jar.get(localeCookie)?.value) ?? preferredLocale(head.get('accept-language'));
  return createFormat(locale, parseTimeZone(jar.get(timeZoneCookie)?.value));
});
