import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { scopedAccounts } from '@/lib/warehouse/sql/shared/dedupe';
import { needTables } from '@/lib/warehouse/sql/shared/need';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { inClasses, inPeriod, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { isValidRecommendation } from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { handoverEventCtes, handoverVerbs } from './handover-events';

export interface HandoverRequest {
  readonly scope: Scope;
  readonly limits: Pick<PolicyLimits, 'scope'>;
  /** The end of the period, or now if that is earlier. */
  readonly end: Date;
}

const col = (name: string) => raw(name);
const countIf = (condition: Sql) => columnAs.number(sql`COALESCE(COUNT_IF(${condition}), 0)`);

function handoverQueries({ scope, end }: HandoverRequest) {
  const [from, until] = [timestampBind(scope.from), timestampBind(end)];
  const waitedAt = (time: Sql) =>
    sql`needed_at < ${time} AND (placed_at >= ${time} OR (placed_at IS NULL AND needs_csm))`;
  return batchQuery({
    /** Accounts that started to need a CSM in the period, and those that waited when it began and ended. */
    classes: {
      columns: {
        segment: columnAs.optionalText(col('segment')),
        level: columnAs.optionalText(col('level')),
        cameIn: countIf(sql`needed_at >= ${from} AND needed_at < ${until}`),
        waitedBefore: countIf(waitedAt(from)),
        waitedAfter: countIf(waitedAt(until)),
        longestBefore: columnAs.optionalMoment(
          sql`MIN(CASE WHEN ${waitedAt(from)} THEN needed_at END)`,
        ),
        longestAfter: columnAs.optionalMoment(
          sql`MIN(CASE WHEN ${waitedAt(until)} THEN needed_at END)`,
        ),
      },
      from: sql`FROM needs GROUP BY segment, level`,
    },
    /** Decisions and assignments by what they did, the rules they overrode, the reason, and who received. */
    decided: {
      columns: {
        verb: columnAs.oneOf(handoverVerbs)(col('verb')),
        rules: columnAs.optionalText(col('rules')),
        reason: columnAs.optionalText(col('reason')),
        csm: columnAs.optionalText(col('csm_name')),
        count: columnAs.number(col('COUNT(*)')),
        // Of all of them, on every row.
        csms: columnAs.number(col('MAX(csms)')),
        /** Milliseconds from the recommendation to the decision in the app. */
        medianMs: columnAs.optionalNumber(col('ROUND(MAX(median_ms))')),
      },
      from: sql`FROM (
  SELECT verb, rules, reason, csm_name, COUNT(DISTINCT csm_name) OVER () AS csms,
    MEDIAN(took_ms) OVER () AS median_ms
  FROM events
) AS e
GROUP BY verb, rules, reason, csm_name`,
    },
    /** The first and the last run of the period, company-wide. */
    runs: {
      columns: {
        id: columnAs.text(col('run_id')),
        at: columnAs.moment(col('started_at')),
        /** JSON text: fairness before and after the run. */
        fairness: columnAs.text(col('fairness')),
        isFirst: columnAs.flag(col('nth = 1')),
        isLast: columnAs.flag(col('nth = runs')),
      },
      from: sql`FROM (
  SELECT run_id, started_at, fairness, COUNT(*) OVER () AS runs,
    ROW_NUMBER() OVER (ORDER BY started_at, run_id) AS nth
  FROM ${t.runs}
  WHERE dry_run = FALSE AND status = 'succeeded' AND fairness IS NOT NULL
    AND ${inPeriod(col('started_at'), scope)}
) AS u
WHERE nth = 1 OR nth = runs`,
    },
    /** The newest run, whose deferrals say why accounts are still open. */
    lastRun: {
      columns: {
        id: columnAs.text(col('run_id')),
        at: columnAs.moment(col('started_at')),
        /** JSON text. */
        result: columnAs.optionalText(col('result')),
      },
      from: sql`FROM (
  SELECT run_id, started_at, result
  FROM ${t.runs}
  WHERE dry_run = FALSE AND status = 'succeeded' AND mode = 'batch'
  ORDER BY started_at DESC, run_id DESC
  LIMIT 1
) AS u`,
    },
  });
}

export type HandoverFigure = z.infer<ReturnType<typeof handoverQueries>['row']>;

/**
 * The figures of a period: accounts that started to need a CSM and that waited, decisions in effect,
 * rules that they overrode, and runs. An account started to need a CSM when the source says so, or at
 * its first recommendation or assignment of the period if the source says nothing or a later time.
 */
export function handoverFigures(request: HandoverRequest): Query<HandoverFigure> {
  const { scope, limits, end } = request;
  // A start in the future counts as now, if the period contains now.
  const since =
    end < scope.to
      ? sql`CASE WHEN a.needs_csm_since >= ${timestampBind(end)}
        THEN ${timestampBind(new Date(end.getTime() - 1))} ELSE a.needs_csm_since END`
      : col('a.needs_csm_since');
  const { select, row } = handoverQueries(request);
  const from = timestampBind(scope.from);
  return reportQuery({
    name: 'handover.figures',
    tables: ['recommendations', 'runs', ...needTables],
    row,
    sql: sql`WITH ${handoverEventCtes(scope)},
first_events AS (
  SELECT account_id, MIN(happened_at) AS happened_at
  FROM (
    SELECT r.account_id, r.recommendation_timestamp AS happened_at
    FROM ${t.recommendations} AS r
    WHERE ${isValidRecommendation} AND r.recommendation_timestamp >= ${from}
    UNION ALL
    SELECT account_id, assignment_date AS happened_at
    FROM ${t.assignments}
    WHERE account_id IS NOT NULL AND assignment_date >= ${from}
  ) AS e
  GROUP BY account_id
),
placed AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at FROM ${t.assignments} GROUP BY account_id
),
needs AS (
  SELECT n.segment, n.level, n.needs_csm, n.needed_at,
    CASE WHEN n.assigned_at >= n.needed_at THEN n.assigned_at END AS placed_at
  FROM (
    SELECT a.account_segment AS segment, a.account_level AS level, a.needs_csm, p.assigned_at,
      CASE WHEN a.needs_csm_since <= f.happened_at OR f.happened_at IS NULL THEN ${since}
        ELSE f.happened_at END AS needed_at
    FROM (
      ${scopedAccounts(limits, col('in_policy_scope'))}
    ) AS a
    LEFT JOIN first_events AS f ON f.account_id = a.account_id
    LEFT JOIN placed AS p ON p.account_id = a.account_id
    WHERE (f.account_id IS NOT NULL OR a.needs_csm = TRUE)
      AND ${inClasses(scope, { segment: col('a.account_segment'), level: col('a.account_level') })}
  ) AS n
)
${select}`,
  });
}
