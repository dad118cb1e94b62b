import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { toldTables, ways } from './cooling-receipts';
import { at } from './fields';
import { receiptsQuestion } from './lately';
import type { Limits } from './limits';
import { pendingSince } from './pending';
import { hoursBefore, receivedTable } from './standing';
import { query } from './statement';
import { t } from './tables';

/** How old the newest accepted recommendation is at most that the guide's query may count. */
const guideHours = 4;

/** How long before now a decision may have been made of an account that was received lately. */
const toldHours = 24 * 7;

const everything = { segments: [], levels: [] };

const c = (name: string) => raw(name);

/** The moment and the rules that cooling is asked under. */
interface Asked {
  readonly now: Date;
  readonly limits: Limits;
}

function questionsOf({ now, limits }: Asked) {
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
    receipts: receiptsQuestion({ now }),
    /** What keeps CSMs from others: the recommendations that wait, of the cooling period. */
    reserved: {
      columns: {
        csm: as.text(c('p.recommended_csm')),
        at: as.moment(c('p.recommendation_timestamp')),
        recommendationId: as.text(c('p.recommendation_id')),
        accountId: as.optionalText(c('p.account_id')),
      },
      from: sql`FROM pending AS p`,
    },
    /** What was received within the cooling period, with each receipt that tells how. */
    cooling: {
      columns: {
        csm: as.text(c('v.csm_name')),
        since: as.moment(c('v.received_at')),
        toldAt: as.optionalMoment(c('w.received_at')),
        recommendationId: as.optionalText(c('w.recommendation_id')),
        accountId: as.optionalText(c('v.account_id')),
        way: as.optionalOneOf(ways)(c('w.way')),
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
  });
}

/** A row of the answer to one of the questions. */
export type CoolingNow = z.infer<ReturnType<typeof questionsOf>['row']>;

/**
 * Answers who is cooling, beside the guide's own check at the same moment, and who is reserved, of the
 * whole company.
 */
export function coolingNow(asked: Asked): Query<CoolingNow> {
  const { now, limits } = asked;
  const { select, row } = questionsOf(asked);
  const lately = hoursBefore(now, limits.coolingHours);
  const from = hoursBefore(now, Math.max(toldHours, limits.coolingHours));
  return query(
    'cooling.now',
    sql`WITH ${pendingSince(lately)},
${receivedTable(now, limits)},
${toldTables(from, limits, everything)},
lately AS (
  SELECT * FROM received WHERE csm_name IS NOT NULL AND received_at > ${at(lately)}
)
${select}`,
    row,
  );
}
