import sql, { raw, type Sql } from 'sql-template-tag';
import { hoursBefore } from '@/lib/time';
import { t } from '@/lib/warehouse/tables';
import { type ColumnValue, columnAs } from './batch-query';
import { timestampBind } from './columns';
import type { PolicyLimits } from './policy-limits';

/**
 * CTE `received`: the accounts each CSM received, with the newest time, over the last seven days or
 * the cooling period if that is longer. An account counts as received when its recommendation was
 * accepted and when it was assigned, by this program or another.
 */
export function receivedCte(now: Date, { coolingHours }: PolicyLimits): Sql {
  const since = timestampBind(hoursBefore(now, Math.max(24 * 7, coolingHours)));
  return sql`received AS (
  SELECT csm_name, account_id, MAX(received_at) AS received_at
  FROM (
    SELECT recommended_csm AS csm_name, account_id, recommendation_timestamp AS received_at
    FROM ${t.recommendations}
    WHERE was_assigned = TRUE AND recommendation_timestamp > ${since}
    UNION ALL
    SELECT csm_name, account_id, assignment_date AS received_at
    FROM ${t.assignments}
    WHERE assignment_date > ${since}
  ) AS receipts
  GROUP BY csm_name, account_id
)`;
}

interface RecentRequest {
  readonly now: Date;
  readonly limits: Pick<PolicyLimits, 'coolingHours'>;
}

/**
 * Part of a batch query: the accounts each CSM received recently, for the eligibility rules. A CSM who
 * received none has no row. Needs the CTE `received`.
 */
export function recentAssignmentsSelect({ now }: Pick<RecentRequest, 'now'>) {
  return {
    columns: {
      csm: columnAs.text(raw('csm_name')),
      /** Milliseconds since each account received in the last seven days. */
      receivedAges:
        columnAs.numbers(sql`LISTAGG(CASE WHEN received_at > ${timestampBind(hoursBefore(now, 24 * 7))}
  THEN CAST(DATEDIFF('millisecond', received_at, ${timestampBind(now)}) AS VARCHAR) END, ',')`),
      lastReceivedAt: columnAs.moment(raw('MAX(received_at)')),
    },
    from: raw('FROM received WHERE csm_name IS NOT NULL GROUP BY csm_name'),
  } as const;
}

/**
 * Part of a batch query: the CSMs reserved by a pending recommendation within the cooling period.
 * Needs the CTE `pending` with at least the recommendations of that period.
 */
export function reservationsSelect({ now, limits }: RecentRequest) {
  return {
    columns: {
      csm: columnAs.text(raw('recommended_csm')),
      at: columnAs.moment(raw('MAX(recommendation_timestamp)')),
    },
    from: sql`FROM pending
WHERE recommendation_timestamp > ${timestampBind(hoursBefore(now, limits.coolingHours))}
GROUP BY recommended_csm`,
  } as const;
}

type RowOf<Columns> = { readonly [Key in keyof Columns]: ColumnValue<Columns[Key]> };

/** The accounts a CSM received recently. */
export type RecentAssignmentsRow = RowOf<ReturnType<typeof recentAssignmentsSelect>['columns']>;
/** The time of the newest recommendation that reserves a CSM. */
export type ReservationRow = RowOf<ReturnType<typeof reservationsSelect>['columns']>;
