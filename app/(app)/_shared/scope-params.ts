import {
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

/** The periods that one press asks for. */
export const periods = {
  '7d': { name: '7 days', days: 7 },
  '30d': { name: '30 days', days: 30 },
  '90d': { name: '90 days', days: 90 },
  '52w': { name: 'A year', days: 364 },
} as const;

type PeriodName = keyof typeof periods;
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

const parseAsNames = parseAsArrayOf(parseAsString).withDefault([]);

/** What the pages of figures share in their address. */
export const scopeParams = {
  period: parseAsStringLiteral(periodNames).withDefault('30d' satisfies PeriodName),
  /** Two days of the calendar, both included; they count before `period`. */
  from: parseAsDate,
  to: parseAsDate,
  segment: parseAsNames,
  level: parseAsNames,
  team: parseAsNames,
};

export type ScopeQuery = inferParserType<typeof scopeParams>;

/** An address with a scope; what is as usual is left out. */
export const scopeHref = createSerializer(scopeParams);
