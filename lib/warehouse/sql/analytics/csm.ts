import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { nameKey } from '@/lib/names';
import { hoursBefore } from '@/lib/time';
import { csmEditSelects } from '@/lib/warehouse/sql/csm-edits';
import { knownAccountsCte } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import { type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inPeriod } from '@/lib/warehouse/sql/shared/scope';
import { isOneOfPeople, type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import {
  currentDecisions,
  lastAssigned,
  newestUnassigned,
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
  /** The name to use for the person. */
  readonly name: string;
  readonly spellings: Spellings;
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
  /** The page of decisions, newest first. */
  readonly decisions: { readonly limit: number; readonly offset: number };
}

/** The newest changes of details that a page lists. */
const MAX_CHANGES = 100;

function csmPageQueries(request: CsmPageRequest) {
  const { name, limits, period, book, decisions } = request;
  const isTheirs = theirs(request);
  const direction = raw(book.descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST');
  const countColor = (color: string) =>
    raw(`COALESCE(COUNT_IF(a.color = '${color}') OVER (), 0) AS ${color}`);
  return batchQuery({
    ...csmEditSelects({ name, key: nameKey(name) ?? '' }, MAX_CHANGES),
    history: {
      columns: {
        lastReceivedAt: columnAs.optionalMoment(raw('MAX(l.received_at)')),
        /** Whether they were ever recommended or assigned an account. */
        known: columnAs.flag(raw('COUNT(*) > 0')),
      },
      from: sql`FROM (
  SELECT CASE WHEN was_assigned THEN recommendation_timestamp END AS received_at
  FROM ${t.recommendations}
  WHERE ${isTheirs('recommended_csm')}
  UNION ALL
  SELECT assignment_date AS received_at FROM ${t.assignments} WHERE ${isTheirs('csm_name')}
) AS l`,
    },
    /** A page of the book. The first account is always included, because every row has the totals. */
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
        accounts: columnAs.number(raw('x.accounts')),
        red: columnAs.number(raw('x.red')),
        yellow: columnAs.number(raw('x.yellow')),
        green: columnAs.number(raw('x.green')),
        highNeed: columnAs.number(raw('x.high_need')),
      },
      from: sql`FROM (
  SELECT a.*, g.assigned_at,
    ROW_NUMBER() OVER (ORDER BY ${raw(bookColumns[book.sort])} ${direction}, a.account_id) AS place,
    COUNT(*) OVER () AS accounts,
    ${countColor('red')},
    ${countColor('yellow')},
    ${countColor('green')},
    COALESCE(COUNT_IF(a.neediness >= ${limits.neediness.needyFrom}) OVER (), 0) AS high_need
  FROM known_accounts AS a
  LEFT JOIN (
    SELECT account_id, MAX(assignment_date) AS assigned_at
    FROM ${t.assignments}
    WHERE ${isTheirs('csm_name')}
    GROUP BY account_id
  ) AS g ON g.account_id = a.account_id
  WHERE ${isTheirs('a.current_csm')}
) AS x
WHERE x.place = 1 OR (x.place > ${book.offset} AND x.place <= ${book.offset + book.limit})`,
    },
    /**
     * Recommendations of this CSM or overridden to them by state and week, including some from before
     * the period. Assignments that no recommendation or decision explains have the state `outside`, like
     * the earlier program's reassignments, which no manager decided.
     */
    outcome: {
      columns: {
        /** Null outside of the period. */
        week: columnAs.optionalDay(raw('j.week')),
        /** Whether the CSM was recommended. */
        theirs: columnAs.flag(raw('j.theirs')),
        /** Whether the CSM received the account. */
        received: columnAs.flag(raw('j.received')),
        state: columnAs.text(raw('j.state')),
        count: columnAs.number(raw('COUNT(*)')),
        scored: columnAs.number(raw('COUNT(j.optimization_score)')),
        score: columnAs.optionalNumber(raw('SUM(j.optimization_score)')),
      },
      from: sql`FROM (
  SELECT o.*, CASE WHEN ${inPeriod(raw('o.happened_at'), period)}
    THEN ${localWeek(raw('o.happened_at'), period.clock)} END AS week
  FROM outcomes AS o
) AS j
GROUP BY j.week, j.theirs, j.received, j.state`,
    },
    /** A page of decisions. The newest is always included, because every row has their number. */
    decision: {
      columns: {
        id: columnAs.text(raw('x.decision_id')),
        recommendationId: columnAs.text(raw('x.recommendation_id')),
        accountId: columnAs.text(raw('x.account_id')),
        accountName: columnAs.optionalText(raw('a.account_name')),
        verb: columnAs.text(raw('x.verb')),
        from: columnAs.optionalText(spelled(raw('x.recommended_csm'), request.spellings)),
        to: columnAs.optionalText(spelled(raw('x.csm_name'), request.spellings)),
        reason: columnAs.optionalText(raw('x.reason')),
        note: columnAs.optionalText(raw('x.note')),
        byName: columnAs.text(raw('x.decided_by_name')),
        at: columnAs.moment(raw('x.decided_at')),
        place: columnAs.number(raw('x.place')),
        total: columnAs.number(raw('x.total')),
      },
      from: sql`FROM (
  SELECT d.*, COUNT(*) OVER () AS total,
    ROW_NUMBER() OVER (ORDER BY d.decided_at DESC, d.decision_id DESC) AS place
  FROM period_decisions AS d
) AS x
LEFT JOIN (
  ${accountsDeduped(sql`account_id IN (SELECT account_id FROM period_decisions)`)}
) AS a ON a.account_id = x.account_id
WHERE x.place = 1
  OR (x.place > ${decisions.offset} AND x.place <= ${decisions.offset + decisions.limit})`,
    },
  });
}

/** Creates a condition: a column has the CSM, in any spelling. */
const theirs =
  ({ name, spellings }: Pick<CsmPageRequest, 'name' | 'spellings'>) =>
  (column: string): Sql =>
    isOneOfPeople(raw(column), [name], spellings);

export type CsmPageRow = z.infer<ReturnType<typeof csmPageQueries>['row']>;

/** A page of a CSM's book, and their history in a period. */
export function csmPage(request: CsmPageRequest): Query<CsmPageRow> {
  const { select, row } = csmPageQueries(request);
  return query({
    name: 'csms.page',
    tables: ['recommendations', 'assignments', 'accounts', 'decisions', 'csmDetails', 'csmChanges'],
    row,
    sql: sql`WITH ${csmCtes(request)}\n${select}`,
  });
}

/** How long after its recommendation a decision or assignment usually comes, at most. */
const MAX_DECISION_LAG_HOURS = 7 * 24;

/**
 * Common table expressions for one CSM: `known_accounts` (the accounts of their book, and others),
 * `period_decisions` (decisions on recommendations of them or in their favor), and `outcomes`
 * (recommendations of them or overridden to them, with their state, and assignments to them that none
 * of these explain). Reads only recommendations of the period and shortly before, because most of the history is
 * older.
 */
function csmCtes(request: CsmPageRequest): Sql {
  const { limits, period } = request;
  const isTheirs = theirs(request);
  const since = timestampBind(hoursBefore(period.from, MAX_DECISION_LAG_HOURS));
  return sql`${knownAccountsCte(
    limits,
    accountsDeduped(
      sql`account_id IN (SELECT account_id FROM ${t.accounts} WHERE ${isTheirs('current_csm')})`,
    ),
  )},
period_decisions AS (
  SELECT d.*
  FROM ${t.decisions} AS d
  WHERE ${inPeriod(raw('d.decided_at'), period)}
    AND (${isTheirs('d.recommended_csm')} OR ${isTheirs('d.csm_name')})
),
recent_recommendations AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_timestamp >= ${since}
    AND (${isTheirs('r.recommended_csm')} OR ${isTheirs('r.actual_assigned_csm')})
),
current_decisions AS (
  ${currentDecisions(
    sql`d.recommendation_id, d.verb`,
    sql`d.decided_at >= ${since} AND ${isTheirs('d.recommended_csm')}`,
  )}
),
last_assigned AS (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM recent_recommendations)`)}
),
newest_unassigned AS (
  ${newestUnassigned(
    sql`r.recommendation_timestamp >= ${since}
      AND r.account_id IN (SELECT account_id FROM recent_recommendations)`,
  )}
),
with_state AS (
  SELECT s.*, ${recommendationState()} AS state, COALESCE(${isTheirs('s.recommended_csm')}, FALSE) AS theirs
  FROM recent_recommendations AS s
  LEFT JOIN current_decisions AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
  LEFT JOIN newest_unassigned AS y ON y.account_id = s.account_id
),
outcomes AS (
  SELECT *
  FROM (
    SELECT e.*, COUNT_IF(received AND NOT is_assignment) OVER (PARTITION BY account_id) AS explained
    FROM (
      SELECT account_id, recommendation_timestamp AS happened_at, theirs, optimization_score,
        CASE WHEN ${isEarlierReassignment(raw('assignment_method'))} THEN 'outside'
          ELSE state END AS state,
        (state = 'accepted' AND theirs)
          OR (state = 'overridden' AND ${isTheirs('actual_assigned_csm')}) AS received,
        FALSE AS is_assignment
      FROM with_state
      UNION ALL
      SELECT account_id, decided_at, FALSE, CAST(NULL AS DOUBLE), 'decided', TRUE, FALSE
      FROM period_decisions
      WHERE ${isTheirs('csm_name')}
      UNION ALL
      SELECT account_id, assignment_date, FALSE, CAST(NULL AS DOUBLE), 'outside', TRUE, TRUE
      FROM ${t.assignments}
      WHERE ${isTheirs('csm_name')}
    ) AS e
  ) AS e
  WHERE state <> 'decided' AND (NOT is_assignment OR explained = 0)
)`;
}
