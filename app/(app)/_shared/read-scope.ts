import { createLoader, type SearchParams } from 'nuqs/server';
import { MAX_PERIOD_DAYS, type ScopeInput } from '@/lib/analytics/shared/scope';
import { DAY_MS } from '@/lib/time';
import { currentFormat } from './current-format';
import { type PeriodName, periods, type ScopeQuery, scopeParams } from './scope-params';

const DEFAULT_PERIOD: PeriodName = '30d';

const loadScope = createLoader(scopeParams);

/**
 * Reads the scope from the URL: as query parameters for links, and as the services' input. Invalid
 * values fall back to the defaults: 30 days in the reader's time zone. Both name the period and zone.
 */
export async function readScope(
  searchParams: Promise<SearchParams>,
): Promise<{ readonly query: ScopeQuery; readonly scope: ScopeInput }> {
  const [query, { timeZone }] = await Promise.all([loadScope(searchParams), currentFormat()]);
  const { from, to } = query;
  const length = from && to ? Date.parse(to) - Date.parse(from) : -1;
  const customRange = from && to && length >= 0 && length < MAX_PERIOD_DAYS * DAY_MS;
  const period = query.period ?? DEFAULT_PERIOD;
  const zone = query.zone ?? timeZone;
  return {
    query: customRange
      ? { ...query, zone, period: null }
      : { ...query, zone, period, from: null, to: null },
    scope: {
      period: customRange ? { first: from, last: to } : { days: periods[period].days },
      zone,
      segments: query.segment.slice(0, 50),
      levels: query.level.slice(0, 50),
      managers: query.team.slice(0, 50),
    },
  };
}
