import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { pendingSince } from './pending';
import { hoursBefore, receivedTables } from './standing';
import { query } from './statement';
import { t } from './tables';
import {
  matchedTables,
  ownerTables,
  recommendedTables,
  runTables,
  type WorkloadRequest,
} from './workload-tables';

const n = raw;

const { select, row } = answersTo({
  /** A CSM with their book: whole, and as far as it is of the scope's classes. */
  books: {
    columns: {
      name: as.text(n('b.name')),
      active: as.flag(n('b.active')),
      tenureMonths: as.optionalNumber(n('b.tenure_months')),
      segment: as.optionalText(n('b.segment')),
      level: as.optionalText(n('b.account_level')),
      capacity: as.optionalNumber(n('b.capacity')),
      awayUntil: as.optionalMoment(n('b.away_until')),
      /** Accounts of the whole book. */
      owned: as.number(n('b.owned')),
      accounts: as.number(n('b.accounts')),
      neediness: as.number(n('b.neediness')),
      revenue: as.number(n('b.revenue')),
      red: as.number(n('b.red')),
      yellow: as.number(n('b.yellow')),
      green: as.number(n('b.green')),
      needy: as.number(n('b.needy')),
      /** Milliseconds since each account received in the last seven days. */
      receivedAges: as.numbers(n('v.received_ages')),
      lastReceivedAt: as.optionalMoment(n('v.last_received_at')),
      reservedAt: as.optionalMoment(n('p.reserved_at')),
    },
    from: sql`FROM owners AS b
LEFT JOIN recent AS v ON v.csm_name = b.name
LEFT JOIN reserved AS p ON p.csm_name = b.name`,
  },
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
});
export type WorkloadRow = z.infer<typeof row>;

/**
 * Answers, of one moment, who owns what now, what was recommended to whom, how well
 * the accounts received in the scope's time were matched, and the last run of each day. Books are
 * added up as the engine does: exactly, with the median of all accounts where a score is missing.
 */
export function workloadFigures(request: WorkloadRequest): Query<WorkloadRow> {
  const { now, limits } = request;
  return query(
    'workload.figures',
    sql`WITH ${pendingSince(hoursBefore(now, limits.coolingHours))},
${receivedTables(now, limits)},
${ownerTables(request)},
${recommendedTables(request)},
${matchedTables(request)},
${runTables(request)}
${select}`,
    row,
  );
}
