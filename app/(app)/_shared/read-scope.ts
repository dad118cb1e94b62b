import { cookies } from 'next/headers';
import { createLoader, type SearchParams } from 'nuqs/server';
import { parseTimeZone, timeZoneCookie } from '@/components/ui/preference-cookies';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { DAY_MS } from '@/lib/time';
import { periods, type ScopeQuery, scopeParams } from './scope-params';

const loadScope = createLoader(scopeParams);

const MAX_PERIOD_MS = 800 * DAY_MS;

/**
 * The scope in an address and what the verbs are asked for. What is not understood falls back;
 * days are those of the reader's time zone, as their browser told it.
 */
export async function readScope(
  searchParams: Promise<SearchParams>,
): Promise<{ readonly query: ScopeQuery; readonly asked: ScopeInput }> {
  const [query, jar] = await Promise.all([loadScope(searchParams), cookies()]);
  const zone = parseTimeZone(jar.get(timeZoneCookie)?.value);
  const { from, to } = query;
  const length = from && to ? Date.parse(to) - Date.parse(from) : -1;
  const chosen = from && to && length >= 0 && length < MAX_PERIOD_MS;
  return {
    query: chosen ? query : { ...query, from: null, to: null },
    asked: {
      period: chosen ? { first: from, last: to } : { days: periods[query.period].days },
      zone,
      segments: query.segment.slice(0, 50),
      levels: query.level.slice(0, 50),
      managers: query.team.slice(0, 50),
    },
  };
}
