import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { nameKey } from '@/lib/names';
import { csmEditSelects } from '@/lib/warehouse/sql/csm-edits';
import { knownAccountsCte } from '@/lib/warehouse/sql/shared/account-scores';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inPeriod } from '@/lib/warehouse/sql/shared/scope';
import { spelled } from '@/lib/warehouse/sql/shared/spellings';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { type CsmOutcomesRequest, outcomeCtes, theirs } from './csm-outcomes';

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

export interface CsmPageRequest extends CsmOutcomesRequest {
  readonly limits: Pick<PolicyLimits, 'health'> & {
    readonly neediness: { readonly needyFrom: number };
  };
  readonly period: CsmOutcomesRequest['period'] & { readonly clock: LocalClock };
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

export type CsmPageRow = z.infer<ReturnType<typeof csmPageQueries>['row']>;

/** A page of a CSM's book, and their history in a period. */
export function csmPage(request: CsmPageRequest): Query<CsmPageRow> {
  const { select, row } = csmPageQueries(request);
  return reportQuery({
    name: 'csms.page',
    tables: ['recommendations', 'assignments', 'accounts', 'decisions', 'csmDetails', 'csmChanges'],
    row,
    sql: sql`WITH ${csmCtes(request)}\n${select}`,
  });
}

/**
 * Common table expressions for one CSM: `known_accounts` (the accounts of their book, and others) and those
 * of their outcomes.
 */
function csmCtes(request: CsmPageRequest): Sql {
  const isTheirs = theirs(request);
  return sql`${knownAccountsCte(
    request.limits,
    accountsDeduped(
      sql`account_id IN (SELECT account_id FROM ${t.accounts} WHERE ${isTheirs('current_csm')})`,
    ),
  )},
${outcomeCtes(request)}`;
}
