import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsBoolean,
  parseAsStringLiteral,
} from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import { parseAsDate, type ScopeQuery, scopeParams } from '@/app/(app)/_shared/scope-params';
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

/** An empty name selects rows without one. */
const parseAsName = createParser({ parse: (text) => text.slice(0, 200), serialize: String });

const parseAsHour = createParser({
  parse: (text) => (/^\d{1,2}$/.test(text) && Number(text) < 24 ? Number(text) : null),
  serialize: String,
});

const rowsParams = {
  /** The outcome to list. Without it and the `overrides…` parameters, no list is shown. */
  rows: parseAsStringLiteral(['all', 'decided', 'not_accepted', ...outcomes]),
  method: parseAsName,
  madeIn: parseAsDate,
  decidedIn: parseAsDate,
  hour: parseAsHour,
  csm: parseAsName,
  ofSegment: parseAsName,
  ofLevel: parseAsName,
  band: parseAsStringLiteral(['0', '1', '2', '3', '4', 'unknown']),
  verdict: parseAsStringLiteral([...verdicts, 'none']),
  reason: parseAsName,
  suggestion: parseAsStringLiteral(['followed', 'other']),
  external: parseAsBoolean,
  overridesFrom: parseAsName,
  overridesTo: parseAsName,
  /** The CSM who received the account. */
  receivedBy: parseAsName,
};
const pageParams = { page: parseAsPage };

export type RowsQuery = inferParserType<typeof rowsParams>;

/** Reads the filter of the recommendations list from the URL. */
export const loadRowsQuery = createLoader(rowsParams);

export const loadRowsPage = createLoader(pageParams);

const href = createSerializer({ ...scopeParams, ...rowsParams, ...pageParams });

/** The URL of the recommendations behind a figure. */
export function rowsHref(scope: ScopeQuery, rows: Partial<RowsQuery>, page = 1): string {
  return `${href('/acceptance', { ...scope, ...rows, page })}#rows`;
}

/** The URL of the CSV file with all recommendations behind a figure. */
export function rowsExportHref(scope: ScopeQuery, rows: Partial<RowsQuery>): string {
  return href('/api/exports/acceptance', { ...scope, ...rows });
}

/** Converts the URL's filter for the service. Null if no list is requested. */
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
    receivedBy: query.receivedBy ?? undefined,
    segment: nameFilter(query.ofSegment),
    level: nameFilter(query.ofLevel),
    band: band === 'unknown' ? null : band === null ? undefined : Number(band),
    verdict: verdict === 'none' ? null : (verdict ?? undefined),
    reason: nameFilter(query.reason),
    external: query.external ?? undefined,
    toSuggestion: suggestion === null ? undefined : suggestion === 'followed',
  };
}

function nameFilter(text: string | null): string | null | undefined {
  return text === null ? undefined : text || null;
}
