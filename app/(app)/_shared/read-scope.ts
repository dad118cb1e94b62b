import { createLoader, type SearchParams } from 'nuqs/server';
import { MAX_PERIOD_DAYS, type ScopeInput } from '@/lib/analytics/shared/scope';
import { DAY_MS } from '@/lib/time';
import { currentFormat } from './current-format';
import { periods, type ScopeQuery, scopeParams } from './scope-params';

const loadScope = createLoader(scopeParams);

/**
 * Reads the scope from the URL: as query parameters for links, and as the services' input. Invalid
 * values fall back to the defaults. Days are in the reader's time zone.
 */
export async function readScope(
  searchParams: Promise<SearchParams>,
): Promise<{ readonly query: ScopeQuery; readonly scope: ScopeInput }> {
  const [query, { timeZone }] = await Promise.all([loadScope(searchParams), currentFormat()]);
  const { from, to } = query;
  const length = from && to ? Date.parse(to) - Date.parse(from) : -1;
  const customRange = from && to && length >= 0 && length < MAX_PERIOD_DAYS * DAY_MS;
  return {
    query: customRange ? query : { ...query, from: null, to: null },
    scope: {
      period: customRange ? { first: from, last: to } : { days: periods[query.period].days },
      zone: timeZone,
      segments: query.segment.slice(0, 50),
      levels: query.level.slice(0, 50),
      managers: query.team.slice(0, 50),
    },
  };
}
