import { expect, test } from 'vitest';
import { parseLocale, parseTimeZone, preferredLocale } from './preference-cookies';

test('an unknown time zone is UTC', () => {
  expect(parseTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
  expect(parseTimeZone('Mars/Olympus')).toBe('UTC');
  expect(parseTimeZone(undefined)).toBe('UTC');
});

test('only an offered locale can be chosen', () => {
  expect(parseLocale('de-DE')).toBe('de-DE');
  for (const other of ['', 'xx', 'constructor', undefined]) expect(parseLocale(other)).toBeNull();
});

test.each([
  ['en-US,en;q=0.9', 'en-US'],
  ['fr;q=0.5, de-AT;q=0.9, en;q=0.7', 'de-AT'],
  ['tlh, *;q=0.8, sv-SE;q=0.5', 'sv-SE'],
  ['ja;q=0, nb-NO', 'nb-NO'],
  ['de-DE-u-nu-arab', 'de-DE'],
  ['*', 'en-US'],
  ['not a language!', 'en-US'],
  [null, 'en-US'],
])('Accept-Language %j prefers %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale);
});
