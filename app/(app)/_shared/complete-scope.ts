import { createLoader } from 'nuqs/server';
import { DAY_MS, isTimeZone, MAX_PERIOD_DAYS } from '@/lib/time';
import { type PeriodName, type ScopeQuery, scopeHref, scopeParams } from './scope-params';

const DEFAULT_PERIOD: PeriodName = '30d';
/** Without a period in the URL, the handover covers a week. */
export const HANDOVER_PERIOD: PeriodName = '7d';

/** The pages with a period in their URL. */
const scopedPages =
  /^\/(?:workload|workload\/ledger|acceptance|cooling|handover|reviews|csms\/[^/]+)$/;

/** A scope that names a time zone, and either a preset period or two days. */
export type CompleteScope = ScopeQuery & { readonly zone: string };

/**
 * Completes a scope from the URL. Invalid values are replaced by the defaults.
 * @param zone the reader's time zone
 */
export function completeScope(
  query: ScopeQuery,
  zone: string,
  defaultPeriod = DEFAULT_PERIOD,
): CompleteScope {
  const { from, to } = query;
  const length = from && to ? Date.parse(to) - Date.parse(from) : -1;
  const isRange = length >= 0 && length < MAX_PERIOD_DAYS * DAY_MS;
  return {
    ...query,
    zone: query.zone ?? zone,
    ...(isRange
      ? { period: null }
      : { period: query.period ?? defaultPeriod, from: null, to: null }),
  };
}

const loadScope = createLoader(scopeParams);

/**
 * The path and query of a page whose URL lacks a period or time zone, completed, so that a copied link
 * shows the same period in the same time zone; null if the URL is complete or the page has no period.
 * @param zone the reader's time zone
 */
export function completedPath({ pathname, searchParams }: URL, zone: string): string | null {
  if (!scopedPages.test(pathname)) return null;
  const query = completeScope(
    loadScope(searchParams),
    zone,
    pathname === '/handover' ? HANDOVER_PERIOD : undefined,
  );
  const isComplete = (['period', 'from', 'to', 'zone'] as const).every(
    (name) => searchParams.get(name) === query[name],
  );
  if (isComplete) return null;
  const rest = new URLSearchParams(searchParams);
  for (const name of Object.keys(scopeParams)) rest.delete(name);
  return `${scopeHref(pathname, query)}${rest.size > 0 ? `&${rest}` : ''}`;
}

/** Whether only the browser can complete the URL: it names no time zone, and no cookie does. */
export function needsTimeZone(
  { pathname, searchParams }: URL,
  timeZoneCookie: string | undefined,
): boolean {
  return (
    scopedPages.test(pathname) &&
    !searchParams.has('zone') &&
    !(timeZoneCookie && isTimeZone(timeZoneCookie))
  );
}
