import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { hasIdIn } from './recommendations';
import { id, instant, optionalText, text } from './shared/columns';
import { decisionsInEffect } from './shared/state';
import { query } from './shared/statement';

const currentDecisionRow = z
  .object({
    state: z.enum(['accepted', 'overridden', 'rejected']),
    decision_id: id,
    verb: optionalText,
    csm_name: optionalText,
    decided_by_name: text,
    decided_at: instant,
  })
  .transform((row) => ({
    state: row.state,
    decision: {
      id: row.decision_id,
      verb: row.verb,
      csm: row.csm_name,
      byName: row.decided_by_name,
      at: row.decided_at,
    },
  }));

/**
 * Answers the decision that a recommendation was decided by, unless this request made it. It
 * costs a tenth of the whole context, which matters to the many who come too late at once.
 */
export function currentDecision(
  recommendationId: string,
  requestId: string,
): Query<z.infer<typeof currentDecisionRow>> {
  const ids = [recommendationId];
  return query({
    name: 'decisions.first',
    tables: ['recommendations', 'decisions'],
    row: currentDecisionRow,
    sql: sql`SELECT
  CASE
    WHEN r.was_assigned = TRUE THEN 'accepted'
    WHEN r.actual_assigned_csm IS NOT NULL THEN 'overridden'
    ELSE 'rejected' END AS state,
  d.decision_id, d.verb, d.csm_name, d.decided_by_name, d.decided_at
FROM ${t.recommendations} AS r
JOIN (
  ${decisionsInEffect(sql`d.*`, hasIdIn(sql`d.recommendation_id`, ids))}
) AS d ON d.recommendation_id = r.recommendation_id
WHERE ${hasIdIn(sql`r.recommendation_id`, ids)}
  AND (r.was_assigned = TRUE OR r.actual_assigned_csm IS NOT NULL OR d.verb = 'reject')
  AND r.recommendation_id NOT IN (
    SELECT recommendation_id FROM ${t.decisions} WHERE request_id = ${requestId}
  )
ORDER BY d.decided_at DESC, d.decision_id DESC
LIMIT 1`,
  });
}
