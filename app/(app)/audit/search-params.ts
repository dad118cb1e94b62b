import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import type { AuditFilterInput } from '@/lib/audit/list-audit';
import { type AuditAction, auditActions } from '@/lib/server/audit/actions';
import { DAY_MS } from '@/lib/time';

/** Entries per page of the list. */
export const PAGE_SIZE = 50;

/** How far back the list goes: days, and their label. */
export const auditPeriods = {
  '1d': { days: 1, label: 'Last 24 hours' },
  '7d': { days: 7, label: 'Last 7 days' },
  '30d': { days: 30, label: 'Last 30 days' },
  '90d': { days: 90, label: 'Last 90 days' },
  '365d': { days: 365, label: 'Last 365 days' },
} as const;

type AuditPeriod = keyof typeof auditPeriods;

const params = {
  action: parseAsStringLiteral(Object.keys(auditActions) as AuditAction[]),
  person: parseAsString,
  text: parseAsString,
  /** Without it, everything is listed. */
  period: parseAsStringLiteral(Object.keys(auditPeriods) as AuditPeriod[]),
};

export type AuditQuery = inferParserType<typeof params>;

/** Reads the list's state from the URL; invalid values fall back to the default. */
export const loadAuditQuery = createLoader({ ...params, page: parseAsPage });

const serialize = createSerializer({ ...params, page: parseAsPage });

/** The URL of a page of the list. */
export function auditHref(query: Partial<AuditQuery>, page = 1): string {
  return serialize('/audit', { ...query, page });
}

/** The URL of the CSV file with all entries of the list. */
export function auditExportHref(query: Partial<AuditQuery>): string {
  return serialize('/api/exports/audit', query);
}

/** Whether any filter is set. */
export function isFiltered(query: AuditQuery): boolean {
  return filterText(query) !== '';
}

/** The filters as text, such as `Person: mia; Period: Last 7 days`. */
export function filterText({ action, person, text, period }: AuditQuery): string {
  const filters = [
    ['What', action && auditActions[action]],
    ['Person', person],
    ['About', text],
    ['Period', period && auditPeriods[period].label],
  ] as const;
  return filters.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : [])).join('; ');
}

/** Converts the URL's filter for the service. */
export function toAuditFilter(
  { action, person, text, period }: AuditQuery,
  now: Date,
): AuditFilterInput {
  return {
    action,
    person: person?.slice(0, 200) ?? null,
    text: text?.slice(0, 200) ?? null,
    from: period === null ? null : new Date(now.getTime() - auditPeriods[period].days * DAY_MS),
  };
}
