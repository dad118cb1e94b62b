import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import { hoursBefore } from '@/lib/time';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inPeriod, inTeams, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { needingCtes, needingSelect } from './company';
import { receiptCtes, receiptOriginCtes, receiptOrigins } from './cooling-receipts';

/** The cooling period in the guide's query, which does not depend on the policy. */
export const GUIDE_COOLING_HOURS = 4;

/** How far back to look for the decision or recommendation behind a recent receipt. */
const DECISION_LOOKBACK_HOURS = 24 * 7;

const allClasses = { segments: [], levels: [] };

const col = (name: string) => raw(name);
const originColumn = columnAs.oneOf(receiptOrigins);

interface CoolingReceiptsRequest {
  readonly now: Date;
  readonly limits: Pick<PolicyLimits, 'coolingHours'>;
  /** The accounts whose receipts to explain. */
  readonly accountIds: readonly string[];
}

function coolingReceiptsQueries({ now, limits }: CoolingReceiptsRequest) {
  return batchQuery({
    /** The guide's "CSM Cooling Period Check", unchanged. */
    guide: {
      columns: {
        csm: columnAs.exactText(col('csm')),
        lastAt: columnAs.moment(col('last_at')),
        hours: columnAs.number(col('hours')),
      },
      from: sql`FROM (
  SELECT recommended_csm AS csm, MAX(recommendation_timestamp) AS last_at,
    DATEDIFF('hour', MAX(recommendation_timestamp), ${timestampBind(now)}) AS hours
  FROM ${t.recommendations}
  WHERE was_assigned = TRUE AND recommendation_timestamp > ${timestampBind(hoursBefore(now, GUIDE_COOLING_HOURS))}
  GROUP BY recommended_csm
  HAVING hours < ${GUIDE_COOLING_HOURS}
) AS g`,
    },
    /** When each CSM's newest accepted recommendation of the cooling period was made. */
    accepted: {
      columns: {
        csm: columnAs.text(col('r.recommended_csm')),
        at: columnAs.moment(col('MAX(r.recommendation_timestamp)')),
      },
      from: sql`FROM ${t.recommendations} AS r
WHERE r.was_assigned = TRUE AND r.recommended_csm IS NOT NULL
  AND r.recommendation_timestamp > ${timestampBind(hoursBefore(now, limits.coolingHours))}
GROUP BY r.recommended_csm`,
    },
    /** Recent receipts of the accounts, each with its recommendation and decision, if any. */
    receipts: {
      columns: {
        csm: columnAs.text(col('w.csm_name')),
        accountId: columnAs.text(col('w.account_id')),
        at: columnAs.moment(col('w.received_at')),
        origin: originColumn(col('w.origin')),
        recommendationId: columnAs.optionalText(col('w.recommendation_id')),
        recommendedAt: columnAs.optionalMoment(col('f.recommended_at')),
        decidedBy: columnAs.optionalText(col('f.decided_by_name')),
      },
      from: sql`FROM all_receipts AS w
LEFT JOIN from_recommendations AS f ON f.recommendation_id = w.recommendation_id`,
    },
  });
}

export type CoolingReceiptsRow = z.infer<ReturnType<typeof coolingReceiptsQueries>['row']>;

/** How CSMs received the given accounts recently, and the guide's list of cooling CSMs now. */
export function coolingReceipts(request: CoolingReceiptsRequest): Query<CoolingReceiptsRow> {
  const { now, limits, accountIds } = request;
  const { select, row } = coolingReceiptsQueries(request);
  const from = hoursBefore(now, Math.max(DECISION_LOOKBACK_HOURS, limits.coolingHours));
  return query({
    name: 'cooling.receipts',
    tables: ['recommendations', 'assignments', 'decisions'],
    row,
    sql: sql`WITH ${receiptOriginCtes(from, limits, { ...allClasses, accountIds })}
${select}`,
  });
}

export interface CoolingScope extends Scope {
  /** Splits the period into weeks of the reader's time zone. */
  readonly clock: LocalClock;
  /** The range of the timeline. */
  readonly week: { readonly from: Date; readonly to: Date };
  /** The start of today. */
  readonly today: Date;
  readonly maxLanes: number;
  readonly maxViolations: number;
}

interface CoolingHistoryRequest {
  readonly limits: Pick<PolicyLimits, 'coolingHours'>;
  readonly scope: CoolingScope;
}

function coolingHistoryQueries({ scope }: CoolingHistoryRequest) {
  return batchQuery({
    needing: needingSelect,
    /** Receipts on the timeline, for the CSMs with the most violations. */
    week: {
      columns: {
        csm: columnAs.text(col('w.csm_name')),
        at: columnAs.moment(col('w.received_at')),
        accountId: columnAs.optionalText(col('w.account_id')),
        origin: originColumn(col('w.origin')),
        tooSoon: columnAs.flag(col('w.too_soon')),
        /** CSMs with receipts in these days, including those beyond `maxLanes`. */
        csms: columnAs.number(col('w.csms')),
      },
      from: sql`FROM this_week AS w`,
    },
    /** Receipts and violations of the period, by week and origin. */
    weeks: {
      columns: {
        week: columnAs.day(col('week')),
        origin: originColumn(col('origin')),
        acknowledged: columnAs.flag(col('acknowledged')),
        receipts: columnAs.number(col('COUNT(*)')),
        violations: columnAs.number(col('COUNT_IF(too_soon)')),
      },
      from: sql`FROM (
  SELECT origin, acknowledged, too_soon, ${localWeek(col('received_at'), scope.clock)} AS week
  FROM in_scope
  WHERE ${inPeriod(col('received_at'), scope)}
) AS w
GROUP BY week, origin, acknowledged`,
    },
    violations: {
      columns: {
        csm: columnAs.text(col('v.csm_name')),
        at: columnAs.moment(col('v.received_at')),
        origin: originColumn(col('v.origin')),
        accountId: columnAs.optionalText(col('v.account_id')),
        previousAt: columnAs.moment(col('v.previous_at')),
        previousId: columnAs.optionalText(col('v.previous_account')),
        runId: columnAs.optionalText(col('u.run_id')),
        decidedBy: columnAs.optionalText(col('f.decided_by_name')),
        decidedAt: columnAs.optionalMoment(col('f.decided_at')),
        acknowledged: columnAs.flag(col('v.acknowledged')),
        reason: columnAs.optionalText(col('f.reason')),
        note: columnAs.optionalText(col('f.note')),
      },
      from: sql`FROM newest_violations AS v
LEFT JOIN from_recommendations AS f ON f.recommendation_id = v.recommendation_id
LEFT JOIN ${t.runs} AS u ON u.run_id = f.run_id`,
    },
    /** Names of the accounts on the page, including those of CSMs who are cooling now. */
    names: {
      columns: {
        accountId: columnAs.text(col('account_id')),
        name: columnAs.optionalText(col('account_name')),
      },
      from: sql`FROM (
  SELECT account_id, MAX(account_name) AS account_name
  FROM accounts
  WHERE account_id IN (
    SELECT account_id FROM this_week
    UNION ALL SELECT account_id FROM newest_violations
    UNION ALL SELECT previous_account FROM newest_violations
    UNION ALL SELECT account_id FROM recent
  )
  GROUP BY account_id
) AS named`,
    },
  });
}

export type CoolingHistoryRow = z.infer<ReturnType<typeof coolingHistoryQueries>['row']>;

/**
 * The timeline's receipts, the period's violations, and the accounts that need a CSM. The scope's
 * classes and teams filter receipts only. Does not depend on the time of day, so
 * the result can be cached.
 */
export function coolingHistory(request: CoolingHistoryRequest): Query<CoolingHistoryRow> {
  const { limits, scope } = request;
  const { select, row } = coolingHistoryQueries(request);
  // Include CSMs who were still cooling when the timeline begins.
  const timeline = { from: hoursBefore(scope.week.from, limits.coolingHours), to: scope.week.to };
  const first = new Date(Math.min(scope.from.getTime(), timeline.from.getTime()));
  // At any time today, whatever cools or reserves a CSM happened after this.
  const recentSince = timestampBind(hoursBefore(scope.today, limits.coolingHours));
  return query({
    name: 'cooling.history',
    tables: ['recommendations', 'assignments', 'accounts', 'csms', 'runs', 'decisions'],
    row,
    sql: sql`WITH ${needingCtes},
${receiptCtes(first, limits, scope)},
in_scope AS (
  SELECT * FROM receipts
  WHERE in_classes AND ${inTeams(scope, col('csm_name'))}
),
week_receipts AS (
  SELECT csm_name, received_at, account_id, origin, too_soon FROM in_scope
  WHERE ${inPeriod(col('received_at'), timeline)}
),
week_csms AS (
  SELECT csm_name,
    COUNT_IF(received_at >= ${timestampBind(scope.week.from)}) AS receipts,
    COUNT_IF(too_soon AND received_at >= ${timestampBind(scope.week.from)}) AS violations
  FROM week_receipts
  GROUP BY csm_name
),
lanes AS (
  SELECT csm_name, COUNT(*) OVER () AS csms
  FROM week_csms
  ORDER BY violations DESC, receipts DESC, csm_name
  LIMIT ${scope.maxLanes}
),
this_week AS (
  SELECT r.*, l.csms FROM week_receipts AS r JOIN lanes AS l ON l.csm_name = r.csm_name
),
newest_violations AS (
  SELECT *
  FROM in_scope
  WHERE too_soon AND ${inPeriod(col('received_at'), scope)}
  ORDER BY received_at DESC, csm_name, account_id DESC NULLS LAST, recommendation_id
  LIMIT ${scope.maxViolations}
),
recent AS (
  SELECT account_id FROM ${t.recommendations} WHERE recommendation_timestamp > ${recentSince}
  UNION ALL SELECT account_id FROM ${t.assignments} WHERE assignment_date > ${recentSince}
)
${select}`,
  });
}
