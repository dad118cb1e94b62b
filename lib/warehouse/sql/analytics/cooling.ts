import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { recentAssignmentsSelect } from '@/lib/warehouse/sql/shared/recent-assignments';
import { inPeriod, inTeams, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { hoursBefore, pendingCtesSince, receivedCte } from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { type BookLimits, companyCtes, companyQueries } from './company';
import { receiptCtes, receiptOriginCtes, receiptOrigins } from './cooling-receipts';

/** How old the newest accepted recommendation is at most that the guide's query may count. */
const GUIDE_COOLING_HOURS = 4;

/** How long before now a decision may have been made of an account that was received lately. */
const DECISION_LOOKBACK_HOURS = 24 * 7;

const allClasses = { segments: [], levels: [] };

const col = (name: string) => raw(name);

/** The moment and the rules that cooling is asked under. */
interface CoolingNowRequest {
  readonly now: Date;
  readonly limits: PolicyLimits;
}

function coolingNowQueries({ now, limits }: CoolingNowRequest) {
  return batchQuery({
    /** The guide's "CSM Cooling Period Check", to the letter. */
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
    receipts: recentAssignmentsSelect({ now }),
    /** What keeps CSMs from others: the recommendations that wait, of the cooling period. */
    reserved: {
      columns: {
        csm: columnAs.text(col('p.recommended_csm')),
        at: columnAs.moment(col('p.recommendation_timestamp')),
        recommendationId: columnAs.text(col('p.recommendation_id')),
        accountId: columnAs.optionalText(col('p.account_id')),
      },
      from: sql`FROM pending AS p`,
    },
    /** What was received within the cooling period, with each receipt that tells how. */
    cooling: {
      columns: {
        csm: columnAs.text(col('v.csm_name')),
        since: columnAs.moment(col('v.received_at')),
        toldAt: columnAs.optionalMoment(col('w.received_at')),
        recommendationId: columnAs.optionalText(col('w.recommendation_id')),
        accountId: columnAs.optionalText(col('v.account_id')),
        way: columnAs.optionalOneOf(receiptOrigins)(col('w.way')),
        recommendedAt: columnAs.optionalMoment(col('i.recommended_at')),
        decidedBy: columnAs.optionalText(col('i.decided_by_name')),
        /** The newest accepted recommendation of this CSM. */
        acceptedAt: columnAs.optionalMoment(col('g.accepted_at')),
      },
      from: sql`FROM lately AS v
LEFT JOIN (
  SELECT csm_name, account_id, received_at, way, recommendation_id
  FROM told
  WHERE account_id IN (SELECT account_id FROM lately)
) AS w ON w.csm_name = v.csm_name AND w.account_id = v.account_id
LEFT JOIN (
  SELECT recommended_csm, MAX(recommendation_timestamp) AS accepted_at
  FROM ${t.recommendations}
  WHERE was_assigned = TRUE AND recommendation_timestamp > ${timestampBind(hoursBefore(now, limits.coolingHours))}
  GROUP BY recommended_csm
) AS g ON g.recommended_csm = v.csm_name
LEFT JOIN given AS i ON i.recommendation_id = w.recommendation_id`,
    },
  });
}

/** A row of the answer to one of the questions. */
export type CoolingNowRow = z.infer<ReturnType<typeof coolingNowQueries>['row']>;

/**
 * Answers who is cooling, beside the guide's own check at the same moment, and who is reserved, of the
 * whole company.
 */
export function coolingNow(asked: CoolingNowRequest): Query<CoolingNowRow> {
  const { now, limits } = asked;
  const { select, row } = coolingNowQueries(asked);
  const lately = hoursBefore(now, limits.coolingHours);
  const from = hoursBefore(now, Math.max(DECISION_LOOKBACK_HOURS, limits.coolingHours));
  return query({
    name: 'cooling.now',
    tables: ['recommendations', 'assignments', 'decisions'],
    row,
    sql: sql`WITH ${pendingCtesSince(lately)},
${receivedCte(now, limits)},
${receiptOriginCtes(from, limits, allClasses)},
lately AS (
  SELECT * FROM received WHERE csm_name IS NOT NULL AND received_at > ${timestampBind(lately)}
)
${select}`,
  });
}

/** What is asked of what was received. */
export interface CoolingScope extends Scope {
  /** By which weeks are cut. */
  readonly clock: LocalClock;
  /** The days of the timeline. */
  readonly week: { readonly from: Date; readonly to: Date };
  /** When today began. */
  readonly today: Date;
  /** Most CSMs on the timeline. */
  readonly lanes: number;
  /** Most violations that are told one by one. */
  readonly listed: number;
}

/** The rules and what is asked of what was received under them. */
interface CoolingHistoryRequest {
  readonly limits: PolicyLimits & BookLimits;
  readonly scope: CoolingScope;
}

const originColumn = columnAs.oneOf(receiptOrigins);
const column = (name: string) => raw(name);

function coolingHistoryQueries({ limits, scope }: CoolingHistoryRequest) {
  return batchQuery({
    ...companyQueries(limits),
    /** What was received in the timeline's days, by those with the most violations. */
    week: {
      columns: {
        csm: columnAs.text(column('w.csm_name')),
        at: columnAs.moment(column('w.received_at')),
        accountId: columnAs.optionalText(column('w.account_id')),
        way: originColumn(column('w.way')),
        hasty: columnAs.flag(column('w.hasty')),
        /** How many CSMs received anything then, of whom these are the first. */
        csms: columnAs.number(column('w.csms')),
      },
      from: sql`FROM this_week AS w`,
    },
    /** What was received in the period, by week and how. */
    weeks: {
      columns: {
        week: columnAs.day(column('week')),
        way: originColumn(column('way')),
        aside: columnAs.flag(column('aside')),
        receipts: columnAs.number(column('COUNT(*)')),
        violations: columnAs.number(column('COUNT_IF(hasty)')),
      },
      from: sql`FROM (
  SELECT way, aside, hasty, ${localWeek(column('received_at'), scope.clock)} AS week
  FROM in_scope
  WHERE ${inPeriod(column('received_at'), scope)}
) AS w
GROUP BY week, way, aside`,
    },
    violations: {
      columns: {
        csm: columnAs.text(column('v.csm_name')),
        at: columnAs.moment(column('v.received_at')),
        way: originColumn(column('v.way')),
        accountId: columnAs.optionalText(column('v.account_id')),
        previousAt: columnAs.moment(column('v.last_at')),
        previousId: columnAs.optionalText(column('v.last_account')),
        runId: columnAs.optionalText(column('u.run_id')),
        decidedBy: columnAs.optionalText(column('i.decided_by_name')),
        decidedAt: columnAs.optionalMoment(column('i.decided_at')),
        aside: columnAs.flag(column('v.aside')),
        reason: columnAs.optionalText(column('i.reason')),
        note: columnAs.optionalText(column('i.note')),
      },
      from: sql`FROM newest_violations AS v
LEFT JOIN given AS i ON i.recommendation_id = v.recommendation_id
LEFT JOIN ${t.runs} AS u ON u.run_id = i.run_id`,
    },
    /** What the accounts are called that the page tells of, who is cooling now included. */
    names: {
      columns: {
        accountId: columnAs.text(column('account_id')),
        name: columnAs.optionalText(column('account_name')),
      },
      from: sql`FROM (
  SELECT account_id, MAX(account_name) AS account_name
  FROM accounts
  WHERE account_id IN (
    SELECT account_id FROM this_week
    UNION ALL SELECT account_id FROM newest_violations
    UNION ALL SELECT last_account FROM newest_violations
    UNION ALL SELECT account_id FROM lately
  )
  GROUP BY account_id
) AS named`,
    },
  });
}

/** A row of the answer to one of the questions. */
export type CoolingHistoryRow = z.infer<ReturnType<typeof coolingHistoryQueries>['row']>;

/**
 * Answers what was received in the timeline's days, where the cooling period was not kept, and who
 * there is, who owns what and which accounts need a CSM. Class and team of the scope narrow what was
 * received. It does not ask what time it is, so that its answer can be remembered.
 */
export function coolingHistory(asked: CoolingHistoryRequest): Query<CoolingHistoryRow> {
  const { limits, scope } = asked;
  const { select, row } = coolingHistoryQueries(asked);
  // Who still cooled when the timeline begins is on it too.
  const shown = { from: hoursBefore(scope.week.from, limits.coolingHours), to: scope.week.to };
  const first = new Date(Math.min(scope.from.getTime(), shown.from.getTime()));
  // Whatever the time of day, who cools or is reserved is so by something since then.
  const lately = timestampBind(hoursBefore(scope.today, limits.coolingHours));
  return query({
    name: 'cooling.history',
    tables: ['recommendations', 'assignments', 'accounts', 'csms', 'runs', 'decisions'],
    row,
    sql: sql`WITH ${companyCtes(limits)},
${receiptCtes(first, limits, scope)},
in_scope AS (
  SELECT * FROM receipts
  WHERE suits AND ${inTeams(scope, column('csm_name'))}
),
week_receipts AS (
  SELECT csm_name, received_at, account_id, way, hasty FROM in_scope
  WHERE ${inPeriod(column('received_at'), shown)}
),
week_csms AS (
  SELECT csm_name,
    COUNT_IF(received_at >= ${timestampBind(scope.week.from)}) AS receipts,
    COUNT_IF(hasty AND received_at >= ${timestampBind(scope.week.from)}) AS violations
  FROM week_receipts
  GROUP BY csm_name
),
lanes AS (
  SELECT csm_name, COUNT(*) OVER () AS csms
  FROM week_csms
  ORDER BY violations DESC, receipts DESC, csm_name
  LIMIT ${scope.lanes}
),
this_week AS (
  SELECT r.*, l.csms FROM week_receipts AS r JOIN lanes AS l ON l.csm_name = r.csm_name
),
newest_violations AS (
  SELECT *
  FROM in_scope
  WHERE hasty AND ${inPeriod(column('received_at'), scope)}
  ORDER BY received_at DESC, csm_name, account_id DESC NULLS LAST, recommendation_id
  LIMIT ${scope.listed}
),
lately AS (
  SELECT account_id FROM ${t.recommendations} WHERE recommendation_timestamp > ${lately}
  UNION ALL SELECT account_id FROM ${t.assignments} WHERE assignment_date > ${lately}
)
${select}`,
  });
}
