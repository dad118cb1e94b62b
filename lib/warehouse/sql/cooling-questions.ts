import sql, { raw } from 'sql-template-tag';
import { answersTo, as } from './answers';
import { ways } from './cooling-receipts';
import { at } from './fields';
import type { Limits } from './limits';
import { type LocalClock, localWeek } from './local-time';
import { type Scope, within } from './scope';
import { hoursBefore } from './standing';
import { standingQuestions } from './standing-csms';
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

const way = as.oneOf(ways);
const optionalWay = as.optionalOneOf(ways);
const c = (name: string) => raw(name);

/**
 * The questions about cooling. `lately`, `reserved`, `this_week`, `in_scope`,
 * `newest_violations`, `named` and what `receiptTables` makes come before.
 */
export function coolingQuestions({ now, limits, scope }: Asked) {
  return answersTo({
    /** The guide's "CSM Cooling Period Check", to the letter. */
    guide: {
      columns: {
        csm: as.exactText(c('csm')),
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
    receipts: standingQuestions({ now, limits }).receipts,
    /** What keeps CSMs from others: the recommendations that wait, of the cooling period. */
    reserved: {
      columns: {
        csm: as.text(c('p.recommended_csm')),
        at: as.moment(c('p.recommendation_timestamp')),
        recommendationId: as.text(c('p.recommendation_id')),
        accountId: as.optionalText(c('p.account_id')),
      },
      from: sql`FROM reserved AS p`,
    },
    /** What was received within the cooling period, with each receipt that tells how. */
    cooling: {
      columns: {
        csm: as.text(c('v.csm_name')),
        since: as.moment(c('v.received_at')),
        toldAt: as.optionalMoment(c('w.received_at')),
        recommendationId: as.optionalText(c('w.recommendation_id')),
        accountId: as.optionalText(c('v.account_id')),
        way: optionalWay(c('w.way')),
        recommendedAt: as.optionalMoment(c('i.recommended_at')),
        decidedBy: as.optionalText(c('i.decided_by_name')),
        /** The newest accepted recommendation of this CSM. */
        acceptedAt: as.optionalMoment(c('g.accepted_at')),
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
  WHERE was_assigned = TRUE AND recommendation_timestamp > ${at(hoursBefore(now, limits.coolingHours))}
  GROUP BY recommended_csm
) AS g ON g.recommended_csm = v.csm_name
LEFT JOIN given AS i ON i.recommendation_id = w.recommendation_id`,
    },
    /** What was received in the timeline's days, by those with the most violations. */
    week: {
      columns: {
        csm: as.text(c('w.csm_name')),
        at: as.moment(c('w.received_at')),
        accountId: as.optionalText(c('w.account_id')),
        way: way(c('w.way')),
        hasty: as.flag(c('w.hasty')),
        /** How many CSMs received anything then, of whom these are the first. */
        csms: as.number(c('w.csms')),
      },
      from: sql`FROM this_week AS w`,
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
        previousAt: as.moment(c('v.last_at')),
        previousId: as.optionalText(c('v.last_account')),
        runId: as.optionalText(c('u.run_id')),
        decidedBy: as.optionalText(c('i.decided_by_name')),
        decidedAt: as.optionalMoment(c('i.decided_at')),
        aside: as.flag(c('v.aside')),
        reason: as.optionalText(c('i.reason')),
        note: as.optionalText(c('i.note')),
      },
      from: sql`FROM newest_violations AS v
LEFT JOIN given AS i ON i.recommendation_id = v.recommendation_id
LEFT JOIN ${t.runs} AS u ON u.run_id = i.run_id`,
    },
    /** What the accounts in the other answers are called. */
    names: {
      columns: {
        accountId: as.text(c('account_id')),
        name: as.optionalText(c('account_name')),
      },
      from: sql`FROM named`,
    },
  });
}
