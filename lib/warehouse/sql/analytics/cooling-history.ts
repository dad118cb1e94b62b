import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { HOUR_MS, hoursBefore } from '@/lib/time';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import { type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import { needTables } from '@/lib/warehouse/sql/shared/need';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import {
  filtersByClass,
  inClasses,
  inPeriod,
  inTeams,
  type Scope,
} from '@/lib/warehouse/sql/shared/scope';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { needingCtes, needingSelect } from './company';
import { receiptCtes, receiptOrigins } from './cooling-receipts';

export interface CoolingScope extends Scope {
  /** Splits the period into weeks of the reader's time zone. */
  readonly clock: LocalClock;
  /** The period before, if it is counted for comparison. */
  readonly previous?: { readonly from: Date; readonly to: Date };
  /** The range of the timeline. */
  readonly week: { readonly from: Date; readonly to: Date };
  /** The start of today. */
  readonly today: Date;
  readonly maxLanes: number;
  /** The page of violations, newest first. */
  readonly violations: { readonly limit: number; readonly offset: number };
}

interface CoolingHistoryRequest {
  readonly limits: Pick<PolicyLimits, 'coolingHours' | 'scope'>;
  readonly scope: CoolingScope;
}

const col = raw;

const historyQuery = batchQuery({
  needing: needingSelect,
  /**
   * Receipts by week and cause. One on the timeline, a listed violation, and one since yesterday has a
   * row of its own.
   */
  receipts: {
    columns: {
      /** Null outside of the period, and for receipts that the scope's filters exclude. */
      week: columnAs.optionalDay(col('w.week')),
      origin: columnAs.oneOf(receiptOrigins)(col('w.origin')),
      acknowledged: columnAs.flag(col('w.acknowledged')),
      tooSoon: columnAs.flag(col('w.too_soon')),
      /** Whether they were received in the period before. */
      isPrevious: columnAs.flag(col('w.is_previous')),
      receipts: columnAs.number(col('w.receipts')),
      /** CSMs on the timeline, including those beyond `maxLanes`. Null if the row is not on it. */
      csms: columnAs.optionalNumber(col('w.csms')),
      /** Whether it is one of the page's violations. */
      isListed: columnAs.flag(col('w.is_listed')),
      // Null if the row is not a single receipt.
      csm: columnAs.optionalText(col('w.csm_name')),
      at: columnAs.optionalMoment(col('w.received_at')),
      accountId: columnAs.optionalText(col('w.account_id')),
      accountName: columnAs.optionalText(col('a.account_name')),
      previousAt: columnAs.optionalMoment(col('w.previous_at')),
      previousId: columnAs.optionalText(col('w.previous_account')),
      previousName: columnAs.optionalText(col('p.account_name')),
      /** Null for an assignment without a recommendation. */
      recommendationId: columnAs.optionalText(col('w.recommendation_id')),
      runId: columnAs.optionalText(col('u.run_id')),
      decidedBy: columnAs.optionalText(col('d.decided_by_name')),
      decidedAt: columnAs.optionalMoment(col('d.decided_at')),
      reason: columnAs.optionalText(col('d.reason')),
      note: columnAs.optionalText(col('d.note')),
    },
    from: sql`FROM shown AS w
LEFT JOIN names AS a ON a.account_id = w.account_id
LEFT JOIN names AS p ON p.account_id = w.previous_account
LEFT JOIN ${t.decisions} AS d ON d.decision_id = w.decision_id
LEFT JOIN ${t.runs} AS u ON u.run_id = w.run_id`,
  },
});

export type CoolingHistoryRow = z.infer<typeof historyQuery.row>;

/**
 * The period's receipts, the timeline's, a page of the violations, and the accounts that need a CSM. The
 * scope's classes and teams filter receipts only. Does not depend on the time of day, so the result can
 * be cached.
 */
export function coolingHistory({ limits, scope }: CoolingHistoryRequest): Query<CoolingHistoryRow> {
  // Include CSMs who were still cooling when the timeline begins.
  const timeline = { from: hoursBefore(scope.week.from, limits.coolingHours), to: scope.week.to };
  const { previous = null } = scope;
  const start = previous?.from ?? scope.from;
  const first = new Date(Math.min(start.getTime(), timeline.from.getTime()));
  return reportQuery({
    name: 'cooling.history',
    tables: ['recommendations', 'runs', ...needTables],
    row: historyQuery.row,
    sql: sql`WITH ${needingCtes(limits)},
${receiptCtes(first, limits, scope.spellings)},
${inOrderCtes(first, limits, scope)},
flagged AS (
  SELECT w.*,
    CASE WHEN w.in_scope AND ${inPeriod(col('w.received_at'), scope)}
      THEN ${localWeek(col('w.received_at'), scope.clock)} END AS week,
    ${previous ? sql`w.in_scope AND ${inPeriod(col('w.received_at'), previous)}` : raw('FALSE')} AS is_previous,
    w.in_scope AND ${inPeriod(col('w.received_at'), timeline)} AS on_timeline,
    w.in_scope AND w.too_soon AND ${inPeriod(col('w.received_at'), scope)} AS is_violation,
    w.received_at > ${timestampBind(hoursBefore(scope.today, limits.coolingHours))} AS is_recent
  FROM in_order AS w
),
${shownCtes(scope)},
names AS (
  SELECT account_id, MAX(account_name) AS account_name FROM accounts GROUP BY account_id
)
${historyQuery.select}`,
  });
}

/** Joins the account if the scope filters by its class. */
function accountJoin(scope: Scope): Sql {
  if (!filtersByClass(scope)) return raw('');
  return sql`
  LEFT JOIN (
    ${accountsDeduped(raw('TRUE'), raw('accounts'))}
  ) AS a ON a.account_id = w.account_id`;
}

/**
 * `in_order`: each receipt with the CSM's previous one, and `too_soon` if that was within the cooling
 * period. An account received twice in a row within the cooling period counts once, so the second is
 * not `in_scope`.
 */
function inOrderCtes(
  first: Date,
  { coolingHours }: Pick<PolicyLimits, 'coolingHours'>,
  scope: Scope,
): Sql {
  const order = raw(
    '(PARTITION BY w.csm_name ORDER BY w.received_at, w.account_id NULLS FIRST, w.recommendation_id)',
  );
  const classColumn = (name: string) =>
    raw(`CASE WHEN w.origin = 'outside' THEN a.${name} ELSE w.${name} END`);
  const coolingMs = Math.round(coolingHours * HOUR_MS);
  return sql`with_previous AS (
  SELECT w.*,
    ${inClasses(scope, {
      segment: classColumn('account_segment'),
      level: classColumn('account_level'),
    })} AND ${inTeams(scope, raw('w.csm_name'))} AS is_selected,
    LAG(w.received_at) OVER ${order} AS previous_at,
    LAG(w.account_id) OVER ${order} AS previous_account
  FROM receipts AS w${accountJoin(scope)}
  WHERE w.received_at >= ${timestampBind(hoursBefore(first, coolingHours))}
),
in_order AS (
  SELECT w.*,
    COALESCE(w.is_selected, FALSE)
      AND NOT COALESCE(w.too_soon AND w.previous_account = w.account_id, FALSE) AS in_scope
  FROM (
    SELECT p.*, COALESCE(
      p.previous_at > DATEADD('millisecond', ${0 - coolingMs}, p.received_at), FALSE
    ) AS too_soon
    FROM with_previous AS p
  ) AS w
)`;
}

/** Columns of a receipt that has a row of its own. */
const ownColumns = [
  'csm_name',
  'received_at',
  'account_id',
  'recommendation_id',
  'previous_at',
  'previous_account',
  'run_id',
  'decision_id',
];
const ownNames = raw(ownColumns.join(', '));
const ownIf = (condition: string) =>
  raw(
    ownColumns
      .map((name) => `CASE WHEN ${condition} THEN ${name} END AS ${name}`)
      .join(',\n      '),
  );

/**
 * `shown`: `flagged` receipts, counted except for those that the page lists. The lists are cut in two
 * steps, so that the CSMs and violations are ranked among few rows.
 */
function shownCtes({ week, maxLanes, violations }: CoolingScope): Sql {
  const inWeek = sql`received_at >= ${timestampBind(week.from)}`;
  return sql`counted AS (
  SELECT
    week, origin, acknowledged, too_soon, is_previous, on_timeline, is_violation, is_recent, ${ownNames},
    COUNT(*) AS receipts
  FROM (
    SELECT week, origin, acknowledged, too_soon, is_previous, on_timeline, is_violation, is_recent,
      ${ownIf('on_timeline OR is_violation OR is_recent')}
    FROM flagged
    WHERE week IS NOT NULL OR is_previous OR on_timeline OR is_recent
  ) AS w
  GROUP BY
    week, origin, acknowledged, too_soon, is_previous, on_timeline, is_violation, is_recent, ${ownNames}
),
ranked AS (
  SELECT w.*,
    DENSE_RANK() OVER (
      PARTITION BY on_timeline ORDER BY csm_violations DESC, csm_receipts DESC, csm_name
    ) AS lane,
    ROW_NUMBER() OVER (
      PARTITION BY is_violation
      ORDER BY received_at DESC, csm_name, account_id DESC NULLS LAST, recommendation_id
    ) AS place
  FROM (
    SELECT c.*,
      COUNT_IF(${inWeek}) OVER (PARTITION BY on_timeline, csm_name) AS csm_receipts,
      COUNT_IF(too_soon AND ${inWeek}) OVER (PARTITION BY on_timeline, csm_name) AS csm_violations
    FROM counted AS c
  ) AS w
),
shown AS (
  SELECT week, origin, acknowledged, too_soon, is_previous, csms, is_listed, ${ownNames},
    SUM(receipts) AS receipts
  FROM (
    SELECT week, origin, acknowledged, too_soon, is_previous, receipts, csms, is_listed,
      ${ownIf('csms IS NOT NULL OR is_listed OR is_recent')}
    FROM (
      SELECT r.*, is_violation AND place > ${violations.offset}
          AND place <= ${violations.offset + violations.limit} AS is_listed,
        CASE WHEN on_timeline AND lane <= ${maxLanes}
          THEN MAX(lane) OVER (PARTITION BY on_timeline) END AS csms
      FROM ranked AS r
    ) AS r
    WHERE week IS NOT NULL OR is_previous OR csms IS NOT NULL OR is_recent
  ) AS r
  GROUP BY week, origin, acknowledged, too_soon, is_previous, csms, is_listed, ${ownNames}
)`;
}
