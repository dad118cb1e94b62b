import sql from 'sql-template-tag';
import { z } from 'zod';
import { hoursBefore } from '@/lib/time';
import { receivedCte } from '@/lib/warehouse/sql/shared/recent-assignments';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { bookAmounts, bookCtes } from './shared/account-scores';
import {
  amount,
  flag,
  optionalAmount,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { csmsDeduped } from './shared/dedupe';
import type { PolicyLimits } from './shared/policy-limits';
import { pendingCtesSince } from './shared/state';
import { query } from './shared/statement';

const csmRow = z
  .object({
    csm_name: text,
    is_active: flag,
    tenure_months: optionalAmount,
    manager_name: optionalText,
    segment: optionalText,
    account_level: optionalText,
    capacity: optionalAmount,
    away_until: optionalInstant,
    accounts: amount,
    neediness: amount,
    revenue: amount,
    red: amount,
    green: amount,
    received_ages: optionalText,
    last_received_at: optionalInstant,
    reserved_at: optionalInstant,
  })
  .transform((row) => ({
    name: row.csm_name,
    active: row.is_active,
    tenureMonths: row.tenure_months,
    managerName: row.manager_name,
    segment: row.segment,
    level: row.account_level,
    capacity: row.capacity,
    awayUntil: row.away_until,
    book: {
      accounts: row.accounts,
      neediness: row.neediness,
      revenue: row.revenue,
      red: row.red,
      green: row.green,
    },
    /** Milliseconds since each account received in the last seven days, newest first. */
    receivedAges: (row.received_ages?.split(',') ?? []).map(Number).sort((a, b) => a - b),
    lastReceivedAt: row.last_received_at,
    /** Time of the newest pending recommendation that still reserves this CSM. */
    reservedAt: row.reserved_at,
  }));
export type CsmRow = z.infer<typeof csmRow>;

/**
 * Every CSM with their book, recently received accounts, and reservation by a pending
 * recommendation. An acceptance older than seven days and the cooling period counts only through
 * its assignment: no rule looks back further.
 */
export function csmAvailability(input: { now: Date; limits: PolicyLimits }): Query<CsmRow> {
  const { now, limits } = input;
  return query({
    name: 'csms.availability',
    tables: ['recommendations', 'assignments', 'accounts', 'csms', 'decisions'],
    row: csmRow,
    sql: sql`WITH ${pendingCtesSince(hoursBefore(now, limits.coolingHours))},
${receivedCte(now, limits)},
recent AS (
  SELECT csm_name, LISTAGG(CAST(DATEDIFF('millisecond', received_at, ${timestampBind(now)}) AS VARCHAR), ',')
    AS received_ages
  FROM received
  WHERE received_at > ${timestampBind(hoursBefore(now, 24 * 7))}
  GROUP BY csm_name
),
last_received AS (
  SELECT csm_name, MAX(received_at) AS last_received_at
  FROM (
    SELECT csm_name, received_at FROM received
    UNION ALL
    SELECT csm_name, assignment_date AS received_at FROM ${t.assignments}
  ) AS receipts
  GROUP BY csm_name
),
reserved AS (
  SELECT recommended_csm AS csm_name, MAX(recommendation_timestamp) AS reserved_at
  FROM pending
  GROUP BY recommended_csm
),
${bookCtes(limits)},
books AS (
  SELECT
    a.current_csm AS csm_name,
    COUNT(*) AS accounts,
    SUM(${bookAmounts.neediness}) AS neediness,
    SUM(${bookAmounts.revenue}) AS revenue,
    COUNT_IF(a.color = 'red') AS red,
    COUNT_IF(a.color = 'green') AS green
  FROM known_accounts AS a
  CROSS JOIN medians AS m
  WHERE a.current_csm IS NOT NULL
  GROUP BY a.current_csm
)
SELECT
  c.csm_name,
  c.is_active,
  c.tenure_months,
  c.manager_name,
  c.segment,
  c.account_level,
  c.capacity,
  c.away_until,
  COALESCE(b.accounts, 0) AS accounts,
  COALESCE(b.neediness, 0) AS neediness,
  COALESCE(b.revenue, 0) AS revenue,
  COALESCE(b.red, 0) AS red,
  COALESCE(b.green, 0) AS green,
  v.received_ages,
  l.last_received_at,
  p.reserved_at
FROM (
  ${csmsDeduped}
) AS c
LEFT JOIN books AS b ON b.csm_name = c.csm_name
LEFT JOIN recent AS v ON v.csm_name = c.csm_name
LEFT JOIN last_received AS l ON l.csm_name = c.csm_name
LEFT JOIN reserved AS p ON p.csm_name = c.csm_name
ORDER BY c.csm_name`,
  });
}
