import type { Finding } from '@/lib/analytics/diagnostics/finding';
import { diagnosticsFindings } from '@/lib/analytics/diagnostics/findings';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import type { RoutableAccountRow } from '@/lib/analytics/diagnostics/needing-accounts';
import { HOUR_MS } from '@/lib/time';

export const at = new Date('2026-03-02T09:00:00Z');
export const hoursAgo = (hours: number) => new Date(at.getTime() - hours * HOUR_MS);

export const run = {
  id: 'run-1',
  status: 'succeeded' as const,
  failureCode: null,
  failure: null,
  startedAt: hoursAgo(2),
};
export const review = {
  runId: 'run-1',
  kind: 'now' as const,
  status: 'done' as const,
  failure: null,
  asked: 9,
  reviewed: 9,
  startedAt: hoursAgo(2),
  endedAt: hoursAgo(2),
};

/** No problems: four accounts need a CSM, and ten of twelve CSMs are available. */
export const healthy: Diagnostics = {
  at,
  accounts: {
    needing: 10,
    routable: 4,
    pending: 5,
    assignedSince: 1,
    waitingSince: hoursAgo(50),
    toPlace: [toPlace('A')],
    blocked: [],
    statuses: [{ status: 'Needs CSM', rows: 10 }],
    guide: { rows: 10, withoutId: 0, accounts: 10 },
    scores: {
      neediness: 90,
      highestNeediness: 9,
      needinessAbove: 0,
      health: 90,
      highestHealth: 97,
      healthAbove: 0,
    },
    offScale: [],
  },
  csms: {
    active: 12,
    eligible: 10,
    notActive: [],
    next: null,
    onlyReserved: 0,
    overCapacity: [],
    excluded: [{ reason: 'cooling', csms: [excluded('Ana'), excluded('Bo')] }],
    guide: { rows: 12, withoutName: 0, csms: 12 },
    missing: { tenure: [], manager: [], class: [] },
  },
  orphaned: [],
  names: { misspelled: [], spelled: [], repeated: [], blank: [], withoutDetails: [] },
  startingLater: [],
  maxPerRun: 1,
  overdueAfterHours: 48,
  pending: {
    rows: 5,
    snoozed: 0,
    overdue: 0,
    stale: 0,
    staleRows: [],
    low: 0,
    unneeded: 0,
    ineligible: 0,
  },
  runs: { last: run, recommendedAt: hoursAgo(2) },
  review: { off: null, model: 'm', tokens: 10, limit: 100, last: review },
  warehouse: {
    kind: 'duckdb',
    queryMs: 40,
    schema: { version: 5, appliedAt: hoursAgo(900), required: 5 },
  },
};

export function toPlace(
  id: string,
  overrides: Partial<RoutableAccountRow> = {},
): RoutableAccountRow {
  return {
    id,
    name: `Account ${id}`,
    segment: 'Residential',
    level: 'Corporate',
    waitingSince: hoursAgo(50),
    neediness: 5,
    health: 70,
    revenue: 1_000,
    ...overrides,
  };
}

function excluded(name: string) {
  return { name, until: null, otherReasons: [] };
}

export type Changes = {
  readonly [Key in keyof Diagnostics]?: Diagnostics[Key] extends object
    ? Partial<Diagnostics[Key]>
    : Diagnostics[Key];
};

/** The findings of the healthy figures with some changes. */
export function findingsWith(changed: Changes): readonly Finding[] {
  const merged = Object.entries(changed).map(([key, value]) => {
    const before = healthy[key as keyof Diagnostics];
    const isObject =
      typeof before === 'object' && !(before instanceof Date) && !Array.isArray(before);
    return [key, isObject ? { ...before, ...(value as object) } : value];
  });
  return diagnosticsFindings({ ...healthy, ...Object.fromEntries(merged) }, 'en-US');
}
