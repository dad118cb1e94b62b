import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import { hoursBefore } from '@/lib/time';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { receiptCtes, receiptOrigins } from './cooling-receipts';

/** The cooling period in the guide's query, which does not depend on the policy. */
export const GUIDE_COOLING_HOURS = 4;

/** How far back to look for the decision or recommendation behind a recent receipt. */
const DECISION_LOOKBACK_HOURS = 24 * 7;

const col = (name: string) => raw(name);

interface CoolingReceiptsRequest {
  readonly now: Date;
  readonly limits: Pick<PolicyLimits, 'coolingHours'>;
  readonly spellings: Spellings;
  /** The accounts whose receipts to explain. */
  readonly accountIds: readonly string[];
}

function coolingReceiptsQueries({ now, limits, spellings }: CoolingReceiptsRequest) {
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
        csm: columnAs.text(col('a.csm')),
        at: columnAs.moment(col('MAX(a.recommendation_timestamp)')),
      },
      from: sql`FROM (
  SELECT ${spelled(col('recommended_csm'), spellings)} AS csm, recommendation_timestamp
  FROM ${t.recommendations}
  WHERE was_assigned = TRUE
    AND recommendation_timestamp > ${timestampBind(hoursBefore(now, limits.coolingHours))}
) AS a
WHERE a.csm IS NOT NULL
GROUP BY a.csm`,
    },
    /** Recent receipts of the accounts, each with its recommendation and decision, if any. */
    receipts: {
      columns: {
        csm: columnAs.text(col('w.csm_name')),
        accountId: columnAs.text(col('w.account_id')),
        at: columnAs.moment(col('w.received_at')),
        origin: columnAs.oneOf(receiptOrigins)(col('w.origin')),
        recommendationId: columnAs.optionalText(col('w.recommendation_id')),
        recommendedAt: columnAs.optionalMoment(col('w.recommended_at')),
        decidedBy: columnAs.optionalText(col('w.decided_by_name')),
      },
      from: col('FROM receipts AS w'),
    },
  });
}

export type CoolingReceiptsRow = z.infer<ReturnType<typeof coolingReceiptsQueries>['row']>;

/** How CSMs received the given accounts recently, and the guide's list of cooling CSMs now. */
export function coolingReceipts(request: CoolingReceiptsRequest): Query<CoolingReceiptsRow> {
  const { now, limits, spellings, accountIds } = request;
  const { select, row } = coolingReceiptsQueries(request);
  const from = hoursBefore(now, Math.max(DECISION_LOOKBACK_HOURS, limits.coolingHours));
  return reportQuery({
    name: 'cooling.receipts',
    tables: ['recommendations', 'assignments', 'decisions'],
    row,
    sql: sql`WITH ${receiptCtes(from, limits, spellings, accountIds)}
${select}`,
  });
}
