import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { type Asked, coolingQuestions } from './cooling-questions';
import { receiptTables } from './cooling-receipts';
import { at } from './fields';
import { accountRows } from './known';
import { pendingSince } from './pending';
import { ofTeam, within } from './scope';
import { hoursBefore, receivedTable } from './standing';
import { query } from './statement';

const c = (name: string) => raw(name);

/** A row of the answer to one of the questions. */
export type CoolingAnswer = z.infer<ReturnType<typeof coolingQuestions>['row']>;

/**
 * Answers who is cooling, beside the guide's own check at the same moment, what was received in the
 * timeline's days, and where the cooling period was not kept. What was received within the cooling
 * period, and who is reserved, is of the whole company; class and team of the scope narrow the rest.
 */
export function coolingFigures(asked: Asked): Query<CoolingAnswer> {
  const { now, limits, scope } = asked;
  const questions = coolingQuestions(asked);
  const lately = hoursBefore(now, limits.coolingHours);
  // Who still cooled when the timeline begins is on it too.
  const shown = { from: hoursBefore(scope.week.from, limits.coolingHours), to: scope.week.to };
  const first = new Date(Math.min(scope.from.getTime(), shown.from.getTime(), lately.getTime()));
  return query(
    'cooling.figures',
    sql`WITH accounts AS (
  ${accountRows}
),
${pendingSince(lately)},
${receivedTable(now, limits)},
${receiptTables(first, limits, scope)},
in_scope AS (
  SELECT * FROM receipts
  WHERE suits AND ${ofTeam(scope, c('csm_name'))}
),
lately AS (
  SELECT * FROM received WHERE csm_name IS NOT NULL AND received_at > ${at(lately)}
),
reserved AS (
  SELECT recommendation_id, recommended_csm, recommendation_timestamp, account_id FROM pending
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
named AS (
  SELECT account_id, MAX(account_name) AS account_name
  FROM accounts
  WHERE account_id IN (
    SELECT account_id FROM this_week
    UNION ALL SELECT account_id FROM newest_violations
    UNION ALL SELECT last_account FROM newest_violations
    UNION ALL SELECT account_id FROM lately
    UNION ALL SELECT account_id FROM reserved
  )
  GROUP BY account_id
)
${questions.select}`,
    questions.row,
  );
}
