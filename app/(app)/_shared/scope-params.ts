import {
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { isTimeZone } from '@/lib/time';

/** The preset periods. */
export const periods = {
  '7d': { name: '7 days', days: 7 },
  '30d': { name: '30 days', days: 30 },
  '90d': { name: '90 days', days: 90 },
  '52w': { name: '1 year', days: 365 },
} as const;

export type PeriodName = keyof typeof periods;
export const periodNames = Object.keys(periods) as PeriodName[];

/** A date, `YYYY-MM-DD`, from the year 2000 on. */
export const parseAsDate = createParser({
  parse: (text) => {
    const at = new Date(`${text}T00:00:00Z`);
    const known = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
    return known && text >= '2000-01-01' ? text : null;
  },
  serialize: String,
});

/** An IANA time zone that Intl knows. */
const parseAsTimeZone = createParser({
  parse: (text) => (isTimeZone(text) ? text : null),
  serialize: String,
});

const parseAsNames = parseAsArrayOf(parseAsString).withDefault([]);

/** The URL parameters that the analytics pages share. */
export const scopeParams = {
  period: parseAsStringLiteral(periodNames),
  /** Two calendar days, both inclusive, which take precedence over `period`. */
  from: parseAsDate,
  to: parseAsDate,
  /** Where days begin and end, so that a link shows the same figures to everyone. */
  zone: parseAsTimeZone,
  segment: parseAsNames,
  level: parseAsNames,
  team: parseAsNames,
};

export type ScopeQuery = inferParserType<typeof scopeParams>;

/** Adds a scope to a URL. */
export const scopeHref = createSerializer(scopeParams);
