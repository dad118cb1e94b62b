import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { knownCsms } from './known';
import { receiptsQuestion, reservationsQuestion } from './lately';
import { pendingSince } from './pending';
import { hoursBefore, receivedTable } from './standing';
import { query } from './statement';
import { t } from './tables';
import {
  matchedTables,
  recommendedTables,
  runTables,
  type WorkloadRequest,
} from './workload-tables';

const n = raw;

const questions = {
  /** What was recommended to a CSM, as the data team's guide counts it. */
  recommended: {
    columns: {
      csm: as.optionalText(n('g.recommended_csm')),
      total: as.number(n('g.total')),
      accepted: as.number(n('g.accepted')),
      score: as.optionalNumber(n('g.score')),
      acceptedScore: as.optionalNumber(n('g.accepted_score')),
      neediness: as.optionalNumber(n('g.neediness')),
      health: as.optionalNumber(n('g.health')),
      revenue: as.optionalNumber(n('g.revenue')),
      stillActive: as.flag(n('a.active_csm IS NOT NULL')),
    },
    from: sql`FROM recommended AS g
LEFT JOIN (SELECT DISTINCT active_csm FROM ${t.activeCsms}) AS a
  ON a.active_csm = g.recommended_csm`,
  },
  /** Accounts received in the scope's time that stand alike before every rule of tenure. */
  received: {
    columns: {
      accounts: as.number(n('COUNT(*)')),
      /** One that stands for all of them; NULL where nobody knows. */
      tenureMonths: as.optionalNumber(n('MIN(m.tenure)')),
      color: as.optionalText(n('m.color')),
      needy: as.flag(n('m.needy')),
    },
    from: sql`FROM matched AS m
GROUP BY m.color, m.needy, m.for_needy, m.for_red, m.is_new`,
  },
  /** The last run of a day that was not dry, with the fairness it found. */
  runs: {
    columns: {
      day: as.day(n('l.local_day')),
      runId: as.text(n('l.run_id')),
      /** As JSON text; lib/runs parses it. */
      fairness: as.text(n('l.fairness')),
    },
    from: sql`FROM last_runs AS l`,
  },
} as const;

function questionsOf({ now, limits }: WorkloadRequest) {
  return answersTo({
    ...questions,
    receipts: receiptsQuestion({ now }),
    reservations: reservationsQuestion({ now, limits }),
  });
}

export type WorkloadRow = z.infer<ReturnType<typeof questionsOf>['row']>;

/**
 * Answers, of one moment, who received what lately, what was recommended to whom, how well the
 * accounts received in the scope's time were matched, and the last run of each day.
 */
export function workloadFigures(request: WorkloadRequest): Query<WorkloadRow> {
  const { now, limits } = request;
  const { select, row } = questionsOf(request);
  return query(
    'workload.figures',
    sql`WITH ${pendingSince(hoursBefore(now, limits.coolingHours))},
${receivedTable(now, limits)},
known_csms AS (
  ${knownCsms}
),
${recommendedTables(request)},
${matchedTables(request)},
${runTables(request)}
${select}`,
    row,
  );
}
