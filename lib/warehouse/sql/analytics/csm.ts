import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { hoursBefore } from '@/lib/time';
import { knownAccountsCte } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import { type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inPeriod } from '@/lib/warehouse/sql/shared/scope';
import {
  currentDecisions,
  lastAssigned,
  recommendationState,
} from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

/** SQL expressions a book can be sorted by. */
const bookColumns = {
  name: 'LOWER(COALESCE(a.account_name, a.account_id))',
  neediness: 'a.neediness',
  health: 'a.health',
  revenue: 'a.revenue',
  class: "LOWER(COALESCE(a.account_segment, '') || ' ' || COALESCE(a.account_level, ''))",
  since: 'g.assigned_at',
} as const;
export type BookColumn = keyof typeof bookColumns;
export const bookSorts = Object.keys(bookColumns) as BookColumn[];

export interface CsmPageRequest {
  readonly name: string;
  readonly limits: Pick<PolicyLimits, 'health'> & {
    readonly neediness: { readonly needyFrom: number };
  };
  readonly period: { readonly from: Date; readonly to: Date; readonly clock: LocalClock };
  readonly book: {
    readonly sort: BookColumn;
    readonly descending: boolean;
    readonly limit: number;
    readonly offset: number;
  };
  /** Maximum number of decisions, newest first. */
  readonly maxDecisions: number;
}

function csmPageQueries({ name, limits, period, book, maxDecisions }: CsmPageRequest) {
  const direction = raw(book.descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST');
  const countColor = (color: string) =>
    columnAs.number(raw(`COALESCE(COUNT_IF(a.color = '${color}'), 0)`));
  return batchQuery({
    history: {
      columns: {
        lastReceivedAt: columnAs.optionalMoment(raw('l.last_received_at')),
        /** Whether they were ever recommended or assigned an account. */
        known: columnAs.flag(raw('l.receipts > 0 OR p.recommendations > 0')),
      },
      from: sql`FROM (
  SELECT MAX(received_at) AS last_received_at, COUNT(*) AS receipts
  FROM (
    SELECT CASE WHEN was_assigned THEN recommendation_timestamp END AS received_at
    FROM ${t.recommendations}
    WHERE recommended_csm = ${name}
    UNION ALL
    SELECT assignment_date AS received_at FROM ${t.assignments} WHERE csm_name = ${name}
  ) AS receipts
) AS l
CROSS JOIN (SELECT COUNT(*) AS recommendations FROM with_state) AS p`,
    },
    book: {
      columns: {
        accounts: columnAs.number(raw('COUNT(*)')),
        red: countColor('red'),
        yellow: countColor('yellow'),
        green: countColor('green'),
        highNeed: columnAs.number(
          sql`COALESCE(COUNT_IF(a.neediness >= ${limits.neediness.needyFrom}), 0)`,
        ),
      },
      from: sql`FROM known_accounts AS a WHERE a.current_csm = ${name}`,
    },
    account: {
      columns: {
        id: columnAs.text(raw('x.account_id')),
        name: columnAs.optionalText(raw('x.account_name')),
        neediness: columnAs.optionalNumber(raw('x.neediness')),
        health: columnAs.optionalNumber(raw('x.health')),
        color: columnAs.optionalText(raw('x.color')),
        revenue: columnAs.optionalNumber(raw('x.revenue')),
        segment: columnAs.optionalText(raw('x.account_segment')),
        level: columnAs.optionalText(raw('x.account_level')),
        since: columnAs.optionalMoment(raw('x.assigned_at')),
        place: columnAs.number(raw('x.place')),
      },
      from: sql`FROM (
  SELECT a.*, g.assigned_at,
    ROW_NUMBER() OVER (ORDER BY ${raw(bookColumns[book.sort])} ${direction}, a.account_id) AS place
  FROM known_accounts AS a
  LEFT JOIN (
    SELECT account_id, MAX(assignment_date) AS assigned_at
    FROM ${t.assignments}
    WHERE csm_name = ${name}
    GROUP BY account_id
  ) AS g ON g.account_id = a.account_id
  WHERE a.current_csm = ${name}
) AS x
WHERE x.place > ${book.offset} AND x.place <= ${book.offset + book.limit}`,
    },
    /** Receipts by week and origin. */
    week: {
      columns: {
        week: columnAs.day(raw('g.week')),
        origin: columnAs.text(raw('g.origin')),
        receipts: columnAs.number(raw('COUNT(*)')),
      },
      from: sql`FROM received_by_week AS g
GROUP BY g.week, g.origin`,
    },
    /**
     * Recommendations of the period by state: of this CSM, and overridden to them. Without the
     * earlier program's reassignments, which nobody decided.
     */
    outcome: {
      columns: {
        theirs: columnAs.flag(raw('j.theirs')),
        state: columnAs.text(raw('j.state')),
        count: columnAs.number(raw('COUNT(*)')),
        scored: columnAs.number(raw('COUNT(j.optimization_score)')),
        score: columnAs.optionalNumber(raw('SUM(j.optimization_score)')),
      },
      from: sql`FROM with_state AS j
WHERE ${inPeriod(raw('j.recommendation_timestamp'), period)}
  AND NOT ${isEarlierReassignment(raw('j.assignment_method'))}
GROUP BY j.theirs, j.state`,
    },
    decision: {
      columns: {
        id: columnAs.text(raw('x.decision_id')),
        accountId: columnAs.text(raw('x.account_id')),
        accountName: columnAs.optionalText(raw('a.account_name')),
        verb: columnAs.text(raw('x.verb')),
        from: columnAs.optionalText(raw('x.recommended_csm')),
        to: columnAs.optionalText(raw('x.csm_name')),
        reason: columnAs.optionalText(raw('x.reason')),
        note: columnAs.optionalText(raw('x.note')),
        byName: columnAs.text(raw('x.decided_by_name')),
        at: columnAs.moment(raw('x.decided_at')),
        total: columnAs.number(raw('x.total')),
      },
      from: sql`FROM (
  SELECT d.*, COUNT(*) OVER () AS total
  FROM period_decisions AS d
  ORDER BY d.decided_at DESC, d.decision_id DESC
  LIMIT ${maxDecisions}
) AS x
LEFT JOIN known_accounts AS a ON a.account_id = x.account_id`,
    },
  });
}

export type CsmPageRow = z.infer<ReturnType<typeof csmPageQueries>['row']>;

/** A page of a CSM's book, and their history in a period. */
export function csmPage(request: CsmPageRequest): Query<CsmPageRow> {
  const { select, row } = csmPageQueries(request);
  return query({
    name: 'csms.page',
    tables: ['recommendations', 'assignments', 'accounts', 'decisions'],
    row,
    sql: sql`WITH ${csmCtes(request)}\n${select}`,
  });
}

/** How long after its recommendation a decision or assignment usually comes, at most. */
const MAX_DECISION_LAG_HOURS = 7 * 24;

/**
 * Common table expressions for one CSM: `period_decisions` (decisions on recommendations of them or
 * in their favor), `with_state` (recommendations of them or overridden to them, with their state), and
 * `received_by_week`; and for all CSMs: `known_accounts`. Reads only recommendations of the period and
 * shortly before, because most of the history is older.
 */
function csmCtes({ name, limits, period }: CsmPageRequest): Sql {
  const since = timestampBind(hoursBefore(period.from, MAX_DECISION_LAG_HOURS));
  return sql`${knownAccountsCte(limits)},
period_decisions AS (
  SELECT d.*
  FROM ${t.decisions} AS d
  WHERE ${inPeriod(raw('d.decided_at'), period)}
    AND (d.recommended_csm = ${name} OR d.csm_name = ${name})
),
recent_recommendations AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_timestamp >= ${since}
    AND (r.recommended_csm = ${name} OR r.actual_assigned_csm = ${name})
),
current_decisions AS (
  ${currentDecisions(
    sql`d.recommendation_id, d.verb`,
    sql`d.decided_at >= ${since} AND d.recommendation_id IN (SELECT recommendation_id FROM recent_recommendations)`,
  )}
),
last_assigned AS (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM recent_recommendations)`)}
),
with_state AS (
  SELECT s.*, ${recommendationState()} AS state, COALESCE(s.recommended_csm = ${name}, FALSE) AS theirs
  FROM recent_recommendations AS s
  LEFT JOIN current_decisions AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
),
from_recommendations AS (
  SELECT account_id, recommendation_timestamp AS received_at,
    CASE WHEN ${isEarlierReassignment(raw('assignment_method'))} THEN 'outside' ELSE state END AS origin
  FROM with_state
  WHERE (state = 'accepted' AND theirs)
    OR (state = 'overridden' AND actual_assigned_csm = ${name})
),
received_by_week AS (
  SELECT origin, ${localWeek(raw('received_at'), period.clock)} AS week
  FROM (
    SELECT origin, received_at FROM from_recommendations
    UNION ALL
    SELECT 'outside' AS origin, assignment_date AS received_at
    FROM ${t.assignments}
    WHERE csm_name = ${name}
      AND account_id NOT IN (
        SELECT account_id FROM from_recommendations WHERE account_id IS NOT NULL
        UNION ALL
        SELECT account_id FROM period_decisions WHERE csm_name = ${name}
      )
  ) AS receipts
  WHERE ${inPeriod(raw('received_at'), period)}
)`;
}
