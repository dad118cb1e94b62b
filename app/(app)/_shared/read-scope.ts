import { createLoader, type SearchParams } from 'nuqs/server';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { type CompleteScope, completeScope } from './complete-scope';
import { currentFormat } from './current-format';
import { type PeriodName, periods, scopeParams } from './scope-params';

const loadScope = createLoader(scopeParams);

/**
 * Reads the scope from the URL: as query parameters for links, and as the services' input. Invalid
 * values fall back to the defaults: 30 days in the reader's time zone. Both name the period and zone.
 */
export async function readScope(
  searchParams: Promise<SearchParams>,
  defaultPeriod?: PeriodName,
): Promise<{ readonly query: CompleteScope; readonly scope: ScopeInput }> {
  const [given, { timeZone }] = await Promise.all([loadScope(searchParams), currentFormat()]);
  const query = completeScope(given, timeZone, defaultPeriod);
  const { period, from, to, zone } = query;
  return {
    query,
    scope: {
      period: period ? { days: periods[period].days } : { first: from ?? '', last: to ?? '' },
      zone,
      segments: query.segment.slice(0, 50),
      levels: query.level.slice(0, 50),
      managers: query.team.slice(0, 50),
    },
  };
}
