import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { id, instant, optionalText, text } from './fields';
import { amongIds } from './recommendations';
import { standingDecisions } from './standing';
import { query } from './statement';
import { t } from './tables';

const firstDecisionRow = z
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
export function firstDecision(
  recommendationId: string,
  requestId: string,
): Query<z.infer<typeof firstDecisionRow>> {
  const ids = [recommendationId];
  return query(
    'decisions.first',
    sql`SELECT
  CASE
    WHEN r.was_assigned = TRUE THEN 'accepted'
    WHEN r.actual_assigned_csm IS NOT NULL THEN 'overridden'
    ELSE 'rejected' END AS state,
  d.decision_id, d.verb, d.csm_name, d.decided_by_name, d.decided_at
FROM ${t.recommendations} AS r
JOIN (
  ${standingDecisions(sql`d.*`, amongIds(sql`d.recommendation_id`, ids))}
) AS d ON d.recommendation_id = r.recommendation_id
WHERE ${amongIds(sql`r.recommendation_id`, ids)}
  AND (r.was_assigned = TRUE OR r.actual_assigned_csm IS NOT NULL OR d.verb = 'reject')
  AND r.recommendation_id NOT IN (
    SELECT recommendation_id FROM ${t.decisions} WHERE request_id = ${requestId}
  )
ORDER BY d.decided_at DESC, d.decision_id DESC
LIMIT 1`,
    firstDecisionRow,
  );
}
