import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { routable } from './accounts';
import { answersTo, as } from './answers';
import { ways } from './cooling-receipts';
import { at } from './fields';
import { knownCsms } from './known';
import type { Limits } from './limits';
import { type LocalClock, localWeek } from './local-time';
import { type Scope, within } from './scope';
import { hoursBefore } from './standing';
import { t } from './tables';

/** What is asked of cooling. */
export interface CoolingScope extends Scope {
  /** By which weeks are cut. */
  readonly clock: LocalClock;
  /** The days of the timeline. */
  readonly week: { readonly from: Date; readonly to: Date };
  /** Most CSMs on the timeline. */
  readonly lanes: number;
  /** Most violations that are told one by one. */
  readonly listed: number;
}

/** The moment and the rules that cooling is asked under. */
export interface Asked {
  readonly now: Date;
  readonly limits: Limits;
  readonly scope: CoolingScope;
}

/** How old the newest accepted recommendation is at most that the guide's query may count. */
const guideHours = 4;

const way = (column: Sql) => ({ ...as.text(column), field: z.enum(ways) });
const optionalWay = (column: Sql) => ({ ...as.text(column), field: z.enum(ways).nullable() });
/** A name as the guide's query answers it, blank or not. */
const exactText = (column: Sql) => ({ ...as.text(column), field: z.string().nullable() });
const c = (name: string) => raw(name);

/**
 * The questions about cooling. `cooling_now`, `reserved`, `this_week`, `in_scope`,
 * `newest_violations`, `named`, `accounts` and what `receiptTables` makes come before.
 */
export function coolingQuestions({ now, limits, scope }: Asked) {
  const cooling = at(hoursBefore(now, limits.coolingHours));
  return answersTo({
    /** The guide's "CSM Cooling Period Check", to the letter. */
    guide: {
      columns: {
        csm: exactText(c('csm')),
        lastAt: as.moment(c('last_at')),
        hours: as.number(c('hours')),
      },
      from: sql`FROM (
  SELECT recommended_csm AS csm, MAX(recommendation_timestamp) AS last_at,
    DATEDIFF('hour', MAX(recommendation_timestamp), ${at(now)}) AS hours
  FROM ${t.recommendations}
  WHERE was_assigned = TRUE AND recommendation_timestamp > ${at(hoursBefore(now, guideHours))}
  GROUP BY recommended_csm
  HAVING hours < ${guideHours}
) AS g`,
    },
    /** Who is cooling, by the last account that they received. */
    cooling: {
      columns: {
        csm: as.text(c('v.csm_name')),
        since: as.moment(c('v.received_at')),
        accountId: as.optionalText(c('v.account_id')),
        accountName: as.optionalText(c('a.account_name')),
        way: optionalWay(c('w.way')),
        recommendedAt: as.optionalMoment(c('i.recommended_at')),
        decidedBy: as.optionalText(c('d.decided_by_name')),
        /** The newest accepted recommendation of this CSM. */
        acceptedAt: as.optionalMoment(c('g.accepted_at')),
      },
      from: sql`FROM cooling_now AS v
LEFT JOIN (
  SELECT csm_name, account_id, way, recommendation_id
  FROM told
  WHERE account_id IN (SELECT account_id FROM cooling_now)
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY csm_name, account_id ORDER BY received_at DESC, recommendation_id DESC NULLS LAST
  ) = 1
) AS w ON w.csm_name = v.csm_name AND w.account_id = v.account_id
LEFT JOIN (
  SELECT recommended_csm, MAX(recommendation_timestamp) AS accepted_at
  FROM ${t.recommendations}
  WHERE was_assigned = TRUE AND recommendation_timestamp > ${cooling}
  GROUP BY recommended_csm
) AS g ON g.recommended_csm = v.csm_name
LEFT JOIN named AS a ON a.account_id = v.account_id
LEFT JOIN given AS i ON i.recommendation_id = w.recommendation_id
LEFT JOIN ${t.decisions} AS d ON d.decision_id = i.decision_id`,
    },
    /** Every CSM as the engine would look at them. */
    csms: {
      columns: {
        name: as.text(c('c.csm_name')),
        active: as.flag(c('c.is_active')),
        tenureMonths: as.optionalNumber(c('c.tenure_months')),
        segment: as.optionalText(c('c.segment')),
        level: as.optionalText(c('c.account_level')),
        capacity: as.optionalNumber(c('c.capacity')),
        awayUntil: as.optionalMoment(c('c.away_until')),
        accounts: as.number(c('COALESCE(b.accounts, 0)')),
        /** Milliseconds since each account received in seven days. */
        receivedAges: as.optionalText(c('x.received_ages')),
        lastReceivedAt: as.optionalMoment(c('v.last_received_at')),
        reservedAt: as.optionalMoment(c('p.recommendation_timestamp')),
        reservedFor: as.optionalText(c('p.account_id')),
        reservedForName: as.optionalText(c('a.account_name')),
        recommendationId: as.optionalText(c('p.recommendation_id')),
      },
      from: sql`FROM (
  ${knownCsms}
) AS c
LEFT JOIN (
  SELECT current_csm, COUNT(DISTINCT account_id) AS accounts FROM accounts GROUP BY current_csm
) AS b ON b.current_csm = c.csm_name
LEFT JOIN (
  SELECT csm_name, LISTAGG(CAST(DATEDIFF('millisecond', received_at, ${at(now)}) AS VARCHAR), ',')
    AS received_ages
  FROM received
  WHERE received_at > ${at(hoursBefore(now, 24 * 7))}
  GROUP BY csm_name
) AS x ON x.csm_name = c.csm_name
LEFT JOIN received_by_csm AS v ON v.csm_name = c.csm_name
LEFT JOIN reserved AS p ON p.recommended_csm = c.csm_name
LEFT JOIN named AS a ON a.account_id = p.account_id`,
    },
    /** How many accounts of each class a run may place. */
    waiting: {
      columns: {
        segment: as.optionalText(c('segment')),
        level: as.optionalText(c('level')),
        accounts: as.number(c('COUNT(*)')),
      },
      from: sql`FROM account_states WHERE ${routable} GROUP BY segment, level`,
    },
    /** What was received in the timeline's days, by those with the most violations. */
    week: {
      columns: {
        csm: as.text(c('w.csm_name')),
        at: as.moment(c('w.received_at')),
        accountId: as.optionalText(c('w.account_id')),
        accountName: as.optionalText(c('a.account_name')),
        way: way(c('w.way')),
        hasty: as.flag(c('w.hasty')),
        csms: as.number(c('w.csms')),
      },
      from: sql`FROM this_week AS w LEFT JOIN named AS a ON a.account_id = w.account_id`,
    },
    /** What was received in the period, by week and how. */
    weeks: {
      columns: {
        week: as.day(c('week')),
        way: way(c('way')),
        aside: as.flag(c('aside')),
        receipts: as.number(c('COUNT(*)')),
        violations: as.number(c('COUNT_IF(hasty)')),
      },
      from: sql`FROM (
  SELECT way, aside, hasty, ${localWeek(c('received_at'), scope.clock)} AS week
  FROM in_scope
  WHERE ${within(c('received_at'), scope)}
) AS w
GROUP BY week, way, aside`,
    },
    violations: {
      columns: {
        csm: as.text(c('v.csm_name')),
        at: as.moment(c('v.received_at')),
        way: way(c('v.way')),
        accountId: as.optionalText(c('v.account_id')),
        accountName: as.optionalText(c('a.account_name')),
        previousAt: as.moment(c('v.last_at')),
        previousId: as.optionalText(c('v.last_account')),
        previousName: as.optionalText(c('b.account_name')),
        runId: as.optionalText(c('u.run_id')),
        decidedBy: as.optionalText(c('d.decided_by_name')),
        decidedAt: as.optionalMoment(c('d.decided_at')),
        aside: as.flag(c('v.aside')),
        reason: as.optionalText(c('d.reason')),
        note: as.optionalText(c('d.note')),
      },
      from: sql`FROM newest_violations AS v
LEFT JOIN given AS i ON i.recommendation_id = v.recommendation_id
LEFT JOIN ${t.decisions} AS d ON d.decision_id = i.decision_id
LEFT JOIN ${t.runs} AS u ON u.run_id = i.run_id
LEFT JOIN named AS a ON a.account_id = v.account_id
LEFT JOIN named AS b ON b.account_id = v.last_account`,
    },
  });
}
