import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { accountStatesOf } from './accounts';
import { type Asked, coolingQuestions } from './cooling-questions';
import { receiptTables } from './cooling-receipts';
import { at } from './fields';
import { pendingSince } from './pending';
import { ofTeam, within } from './scope';
import { hoursBefore, receivedTables } from './standing';
import { query } from './statement';
import { t } from './tables';

const c = (name: string) => raw(name);

/** A row of the answer to one of the questions. */
export type CoolingAnswer = z.infer<ReturnType<typeof coolingQuestions>['row']>;

/**
 * Answers who is cooling and who waits, beside the guide's own check at the same moment, what was
 * received in the timeline's days, and where the cooling period was not kept. The first four are
 * of the whole company; class and team of the scope narrow what was received.
 */
export function coolingFigures(asked: Asked): Query<CoolingAnswer> {
  const { now, limits, scope } = asked;
  const figures = coolingQuestions(asked);
  const lately = hoursBefore(now, limits.coolingHours);
  // Who still cooled when the timeline begins is on it too.
  const shown = { from: hoursBefore(scope.week.from, limits.coolingHours), to: scope.week.to };
  const first = new Date(Math.min(scope.from.getTime(), shown.from.getTime(), lately.getTime()));
  return query(
    'cooling.figures',
    sql`WITH accounts AS (
  SELECT * FROM ${t.accounts} WHERE account_id IS NOT NULL
),
${accountStatesOf(c('needs_csm = TRUE'), {
  accounts: c('accounts'),
  pending: pendingSince(
    null,
    sql`(r.recommendation_timestamp > ${at(lately)}
      OR r.account_id IN (SELECT account_id FROM accounts WHERE needs_csm = TRUE))`,
  ),
})},
${receivedTables(now, limits)},
${receiptTables(first, limits, scope)},
in_scope AS (
  SELECT * FROM receipts
  WHERE suits AND ${ofTeam(scope, c('csm_name'))}
),
cooling_now AS (
  SELECT * FROM received
  WHERE csm_name IS NOT NULL AND received_at > ${at(lately)}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY csm_name ORDER BY received_at DESC, account_id DESC NULLS LAST
  ) = 1
),
reserved AS (
  SELECT recommendation_id, recommended_csm, recommendation_timestamp, account_id
  FROM pending
  WHERE recommendation_timestamp > ${at(lately)}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY recommended_csm ORDER BY recommendation_timestamp DESC, recommendation_id DESC
  ) = 1
),
week_receipts AS (
  SELECT csm_name, received_at, account_id, way, hasty FROM in_scope
  WHERE ${within(c('received_at'), shown)}
),
this_week AS (
  SELECT w.*, l.csms
  FROM week_receipts AS w
  JOIN (
    SELECT csm_name, COUNT(*) OVER () AS csms
    FROM (
      SELECT csm_name,
        COUNT_IF(received_at >= ${at(scope.week.from)}) AS receipts,
        COUNT_IF(hasty AND received_at >= ${at(scope.week.from)}) AS violations
      FROM week_receipts
      GROUP BY csm_name
    ) AS by_csm
    QUALIFY ROW_NUMBER() OVER (ORDER BY violations DESC, receipts DESC, csm_name) <= ${scope.lanes}
  ) AS l ON l.csm_name = w.csm_name
),
newest_violations AS (
  SELECT * FROM in_scope
  WHERE hasty AND ${within(c('received_at'), scope)}
  QUALIFY ROW_NUMBER() OVER (
    ORDER BY received_at DESC, csm_name, account_id DESC NULLS LAST, recommendation_id
  ) <= ${scope.listed}
),
named AS (
  SELECT account_id, MAX(account_name) AS account_name
  FROM accounts
  WHERE account_id IN (
    SELECT account_id FROM this_week
    UNION ALL SELECT account_id FROM newest_violations
    UNION ALL SELECT last_account FROM newest_violations
    UNION ALL SELECT account_id FROM cooling_now
    UNION ALL SELECT account_id FROM reserved
  )
  GROUP BY account_id
)
${figures.select}`,
    figures.row,
  );
}
