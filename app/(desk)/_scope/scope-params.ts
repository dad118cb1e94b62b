import {
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { type PeriodName, periodNames } from './periods';

const parseAsDay = createParser({
  parse: (text) => {
    const at = new Date(`${text}T00:00:00Z`);
    const known = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
    return known && text >= '2000-01-01' ? text : null;
  },
  serialize: String,
});

const names = parseAsArrayOf(parseAsString).withDefault([]);

/** What the pages of figures share in their address. */
export const scopeParams = {
  period: parseAsStringLiteral(periodNames).withDefault('30d' satisfies PeriodName),
  /** Two days of the calendar, both included; they count before `period`. */
  from: parseAsDay,
  to: parseAsDay,
  segment: names,
  level: names,
  team: names,
};

export type ScopeQuery = inferParserType<typeof scopeParams>;

/** An address with a scope; what is as usual is left out. */
export const scopeHref = createSerializer(scopeParams);
