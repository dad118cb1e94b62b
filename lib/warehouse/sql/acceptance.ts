import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { type JudgedScope, judgedTables, type outcomes } from './acceptance-judged';
import { answersTo, as } from './answers';
import { query } from './statement';

/** So many CSMs are named on each side of the overrides; the others are summed. */
const namedInOverrides = 15;

const counted = (condition: string) => sql`SUM(CASE WHEN ${raw(condition)} THEN 1 ELSE 0 END)`;
const became = (outcome: (typeof outcomes)[number]) => as.number(counted(`outcome = '${outcome}'`));

const counts = {
  total: as.number(raw('COUNT(*)')),
  accepted: became('accepted'),
  overridden: became('overridden'),
  rejected: became('rejected'),
  pending: became('pending'),
  superseded: became('superseded'),
  incomplete: became('incomplete'),
};

/** Milliseconds from the recommendation to the decision. */
const times = {
  timed: as.number(raw('COUNT(took_ms)')),
  medianMs: as.optionalNumber(raw('ROUND(MEDIAN(took_ms))')),
  ninetiethMs: as.optionalNumber(
    raw('ROUND(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY took_ms))'),
  ),
};

// Word for word the guide's, so that both round alike on every engine.
const percentAccepted = as.number(sql`ROUND(100.0 * ${counted('accepted')} / COUNT(*), 2)`);

const figures = answersTo({
  all: {
    columns: {
      ...counts,
      ...times,
      percentAccepted,
      elsewhere: as.number(counted('elsewhere')),
    },
    from: raw('FROM judged HAVING COUNT(*) > 0'),
  },
  byMethod: {
    columns: {
      // The guide tells an empty method from none.
      method: as.text(raw("COALESCE(method, '')")),
      missing: as.flag(raw('method IS NULL')),
      ...counts,
      percentAccepted,
    },
    from: raw('FROM judged GROUP BY method'),
  },
  byWeek: {
    columns: { week: as.day(raw('week')), ...counts },
    from: raw('FROM judged GROUP BY week'),
  },
  byCsm: {
    columns: { csm: as.optionalText(raw('recommended_csm')), ...counts },
    from: raw('FROM judged GROUP BY recommended_csm'),
  },
  byClass: {
    columns: {
      segment: as.optionalText(raw('segment')),
      level: as.optionalText(raw('level')),
      ...counts,
    },
    from: raw('FROM judged GROUP BY segment, level'),
  },
  byBand: {
    columns: { band: as.optionalNumber(raw('band')), ...counts },
    from: raw('FROM judged GROUP BY band'),
  },
  byVerdict: {
    columns: { verdict: as.optionalText(raw('verdict')), ...counts },
    from: raw('FROM judged GROUP BY verdict'),
  },
  overrides: {
    columns: {
      fromCsm: as.optionalText(raw('from_csm')),
      fromOthers: as.flag(raw('from_others')),
      toCsm: as.optionalText(raw('to_csm')),
      toOthers: as.flag(raw('to_others')),
      overrides: as.number(raw('SUM(overrides)')),
    },
    from: raw('FROM moves GROUP BY from_csm, from_others, to_csm, to_others'),
  },
  reasons: {
    columns: {
      outcome: as.text(raw('outcome')),
      reason: as.optionalText(raw('reason')),
      elsewhere: as.flag(raw('elsewhere')),
      count: as.number(raw('COUNT(*)')),
    },
    from: raw(`FROM judged
WHERE outcome IN ('overridden', 'rejected')
GROUP BY outcome, reason, elsewhere`),
  },
  byDecidedWeek: {
    columns: { week: as.day(raw('decided_week')), ...times },
    from: raw('FROM judged WHERE took_ms IS NOT NULL GROUP BY decided_week'),
  },
  byHour: {
    columns: { hour: as.number(raw('decided_hour')), ...times },
    from: raw('FROM judged WHERE took_ms IS NOT NULL GROUP BY decided_hour'),
  },
  agreement: {
    columns: {
      verdict: as.optionalText(raw('verdict')),
      outcome: as.text(raw('outcome')),
      toSuggestion: as.flag(raw('to_suggestion')),
      count: as.number(raw('COUNT(*)')),
    },
    from: raw(`FROM judged
WHERE outcome IN ('accepted', 'overridden', 'rejected')
GROUP BY verdict, outcome, to_suggestion`),
  },
});
export type AcceptanceFigure = z.infer<typeof figures.row>;

/**
 * Answers what became of the recommendations of a scope: in all, by method, by local week, by CSM,
 * class, score band of 20 and Claude's verdict; where overrides went and why; how long decisions
 * took, by the local week and hour at which they were made; and verdicts beside decisions.
 */
export function acceptanceFigures(scope: JudgedScope): Query<AcceptanceFigure> {
  return query(
    'acceptance.figures',
    sql`WITH ${judgedTables(scope)},
pairs AS (
  SELECT recommended_csm, given_csm, COUNT(*) AS overrides
  FROM judged
  WHERE outcome = 'overridden'
  GROUP BY recommended_csm, given_csm
),
weighed AS (
  SELECT
    pairs.*,
    SUM(overrides) OVER (PARTITION BY recommended_csm) AS from_total,
    SUM(overrides) OVER (PARTITION BY given_csm) AS to_total
  FROM pairs
),
placed AS (
  SELECT
    weighed.*,
    DENSE_RANK() OVER (ORDER BY from_total DESC, recommended_csm) > ${namedInOverrides}
      AS from_others,
    DENSE_RANK() OVER (ORDER BY to_total DESC, given_csm) > ${namedInOverrides} AS to_others
  FROM weighed
),
moves AS (
  SELECT
    overrides, from_others, to_others,
    CASE WHEN NOT from_others THEN recommended_csm END AS from_csm,
    CASE WHEN NOT to_others THEN given_csm END AS to_csm
  FROM placed
)
${figures.select}`,
    figures.row,
  );
}
