import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsBoolean,
  parseAsStringLiteral,
} from 'nuqs/server';
import { type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';
import type { AcceptanceFilterInput } from '@/lib/analytics/acceptance/get-acceptance-rows';

const outcomes = [
  'accepted',
  'overridden',
  'rejected',
  'pending',
  'superseded',
  'incomplete',
] as const;
const verdicts = ['approve', 'caution', 'reassign'] as const;

/** An empty name asks for what is unknown. */
const parseAsName = createParser({ parse: (text) => text.slice(0, 200), serialize: String });

const parseAsDay = createParser({
  parse: (text) => {
    const at = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text ? text : null;
  },
  serialize: String,
});

const parseAsHour = createParser({
  parse: (text) => (/^\d{1,2}$/.test(text) && Number(text) < 24 ? Number(text) : null),
  serialize: String,
});

const rowsParams = {
  /** Whose list is shown; none where this, `overridesFrom` and `overridesTo` are left out. */
  rows: parseAsStringLiteral(['all', 'decided', ...outcomes]),
  method: parseAsName,
  madeIn: parseAsDay,
  decidedIn: parseAsDay,
  hour: parseAsHour,
  csm: parseAsName,
  ofSegment: parseAsName,
  ofLevel: parseAsName,
  band: parseAsStringLiteral(['0', '1', '2', '3', '4', 'unknown']),
  verdict: parseAsStringLiteral([...verdicts, 'none']),
  reason: parseAsName,
  suggestion: parseAsStringLiteral(['followed', 'other']),
  elsewhere: parseAsBoolean,
  overridesFrom: parseAsName,
  overridesTo: parseAsName,
};

export type RowsQuery = inferParserType<typeof rowsParams>;

/** Which list of recommendations an address asks for. */
export const loadRowsQuery = createLoader(rowsParams);

const href = createSerializer({ ...scopeParams, ...rowsParams });

/** The address of the list of recommendations behind a figure. */
export function rowsHref(scope: ScopeQuery, rows: Partial<RowsQuery>): string {
  return `${href('/acceptance', { ...scope, ...rows })}#rows`;
}

/** What the verb is asked for; null where the address asks for no list. */
export function toRowsFilter(query: RowsQuery): AcceptanceFilterInput | null {
  const { rows, overridesFrom, overridesTo, band, verdict, suggestion } = query;
  const overrides = overridesFrom !== null || overridesTo !== null;
  if (rows === null && !overrides) return null;
  const outcome = rows === 'all' ? undefined : (rows ?? 'overridden');
  return {
    outcome,
    method: nameFilter(query.method),
    week: query.madeIn ?? undefined,
    decidedWeek: query.decidedIn ?? undefined,
    decidedHour: query.hour ?? undefined,
    csm: nameFilter(overridesFrom ?? query.csm),
    givenCsm: overridesTo ?? undefined,
    segment: nameFilter(query.ofSegment),
    level: nameFilter(query.ofLevel),
    band: band === 'unknown' ? null : band === null ? undefined : Number(band),
    verdict: verdict === 'none' ? null : (verdict ?? undefined),
    reason: nameFilter(query.reason),
    elsewhere: query.elsewhere ?? undefined,
    toSuggestion: suggestion === null ? undefined : suggestion === 'followed',
  };
}

function nameFilter(text: string | null): string | null | undefined {
  return text === null ? undefined : text || null;
}
