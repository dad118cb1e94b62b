import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { type BookLimits, companyQuestions, companyTables } from './company';
import { receiptTables, ways } from './cooling-receipts';
import { at } from './fields';
import type { Limits } from './limits';
import { type LocalClock, localWeek } from './local-time';
import { ofTeam, type Scope, within } from './scope';
import { hoursBefore } from './standing';
import { query } from './statement';
import { t } from './tables';

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
interface Asked {
  readonly limits: Limits & BookLimits;
  readonly scope: CoolingScope;
}

const way = as.oneOf(ways);
const c = (name: string) => raw(name);

function questionsOf({ limits, scope }: Asked) {
  return answersTo({
    ...companyQuestions(limits),
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
    /** What the accounts are called that the page tells of, who is cooling now included. */
    names: {
      columns: {
        accountId: as.text(c('account_id')),
        name: as.optionalText(c('account_name')),
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
export type CoolingHistory = z.infer<ReturnType<typeof questionsOf>['row']>;

/**
 * Answers what was received in the timeline's days, where the cooling period was not kept, and who
 * there is, who owns what and which accounts need a CSM. Class and team of the scope narrow what was
 * received. It does not ask what time it is, so that its answer can be remembered.
 */
export function coolingHistory(asked: Asked): Query<CoolingHistory> {
  const { limits, scope } = asked;
  const { select, row } = questionsOf(asked);
  // Who still cooled when the timeline begins is on it too.
  const shown = { from: hoursBefore(scope.week.from, limits.coolingHours), to: scope.week.to };
  const first = new Date(Math.min(scope.from.getTime(), shown.from.getTime()));
  // Whatever the time of day, who cools or is reserved is so by something since then.
  const lately = at(hoursBefore(scope.today, limits.coolingHours));
  return query(
    'cooling.history',
    sql`WITH ${companyTables(limits)},
${receiptTables(first, limits, scope)},
in_scope AS (
  SELECT * FROM receipts
  WHERE suits AND ${ofTeam(scope, c('csm_name'))}
),
week_receipts AS (
  SELECT csm_name, received_at, account_id, way, hasty FROM in_scope
  WHERE ${within(c('received_at'), shown)}
),
week_csms AS (
  SELECT csm_name,
    COUNT_IF(received_at >= ${at(scope.week.from)}) AS receipts,
    COUNT_IF(hasty AND received_at >= ${at(scope.week.from)}) AS violations
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
  WHERE hasty AND ${within(c('received_at'), scope)}
  ORDER BY received_at DESC, csm_name, account_id DESC NULLS LAST, recommendation_id
  LIMIT ${scope.listed}
),
lately AS (
  SELECT account_id FROM ${t.recommendations} WHERE recommendation_timestamp > ${lately}
  UNION ALL SELECT account_id FROM ${t.assignments} WHERE assignment_date > ${lately}
)
${select}`,
    row,
  );
}
