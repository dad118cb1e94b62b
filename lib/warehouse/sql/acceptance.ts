import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import {
  type JudgedScope,
  judgedTables,
  outcomes,
  type RecommendationOutcome,
} from './acceptance-judged';
import { answersTo, as } from './answers';
import { query } from './statement';

/** So many CSMs are named on each side of the overrides; the others are summed. */
const namedInOverrides = 15;

const counted = (outcome: RecommendationOutcome) =>
  sql`SUM(CASE WHEN outcome = ${raw(`'${outcome}'`)} THEN n ELSE 0 END)`;
const became = (outcome: RecommendationOutcome) => as.number(counted(outcome));

const times = raw(`COUNT(*) AS timed, ROUND(MEDIAN(took_ms)) AS median_ms,
    ROUND(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY took_ms)) AS ninetieth_ms
  FROM figured WHERE took_ms IS NOT NULL`);

const figures = answersTo({
  /** Recommendations that are alike in all that figures tell apart but their CSM. */
  alike: {
    columns: {
      /** As it stands there; the guide tells an empty one from none. */
      method: as.exactText(raw('method')),
      week: as.day(raw('week')),
      segment: as.optionalText(raw('segment')),
      level: as.optionalText(raw('level')),
      band: as.optionalNumber(raw('band')),
      verdict: as.optionalText(raw('verdict')),
      outcome: as.oneOf(outcomes)(raw('outcome')),
      elsewhere: as.flag(raw('elsewhere')),
      toSuggestion: as.flag(raw('to_suggestion')),
      reason: as.optionalText(raw('reason')),
      count: as.number(raw('n')),
    },
    from: raw('FROM alike'),
  },
  /** The share of each method's that was accepted, in per cent to two decimals. */
  methods: {
    columns: {
      method: as.exactText(raw('method')),
      // As the guide spells it, so that both round alike on every engine.
      percentAccepted: as.number(sql`ROUND(100.0 * ${counted('accepted')} / SUM(n), 2)`),
    },
    from: raw('FROM alike GROUP BY method'),
  },
  byCsm: {
    columns: {
      csm: as.optionalText(raw('recommended_csm')),
      total: as.number(raw('SUM(n)')),
      accepted: became('accepted'),
      overridden: became('overridden'),
      rejected: became('rejected'),
      pending: became('pending'),
      superseded: became('superseded'),
      incomplete: became('incomplete'),
    },
    from: raw('FROM by_csm GROUP BY recommended_csm'),
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
  /** Milliseconds from the recommendation to the decision: by week, by hour, and of all. */
  times: {
    columns: {
      week: as.optionalDay(raw('week')),
      hour: as.optionalNumber(raw('hour')),
      timed: as.number(raw('timed')),
      medianMs: as.number(raw('median_ms')),
      ninetiethMs: as.number(raw('ninetieth_ms')),
    },
    from: sql`FROM (
  SELECT decided_week AS week, NULL AS hour, ${times} GROUP BY decided_week
  UNION ALL
  SELECT NULL, decided_hour, ${times} GROUP BY decided_hour
  UNION ALL
  SELECT NULL, NULL, ${times} HAVING COUNT(*) > 0
) AS timed`,
  },
});
export type AcceptanceFigure = z.infer<typeof figures.row>;

/**
 * Answers what became of the recommendations of a scope: how many are alike, by method, local week,
 * class, score band of 20, Claude's verdict, outcome and reason; each CSM's; where overrides went;
 * and how long decisions took, by the local week and hour at which they were made.
 */
export function acceptanceFigures(scope: JudgedScope): Query<AcceptanceFigure> {
  return query(
    'acceptance.figures',
    sql`WITH ${judgedTables(scope)},
figured AS (
  SELECT
    method, week, segment, level, band, verdict, outcome, elsewhere, to_suggestion, reason,
    recommended_csm, given_csm, took_ms, decided_week, decided_hour
  FROM judged
),
alike AS (
  SELECT
    method, week, segment, level, band, verdict, outcome, elsewhere, to_suggestion, reason,
    COUNT(*) AS n
  FROM figured
  GROUP BY method, week, segment, level, band, verdict, outcome, elsewhere, to_suggestion, reason
),
by_csm AS (
  SELECT recommended_csm, outcome, given_csm, COUNT(*) AS n
  FROM figured
  GROUP BY recommended_csm, outcome, given_csm
),
pairs AS (
  SELECT recommended_csm, given_csm, n AS overrides FROM by_csm WHERE outcome = 'overridden'
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
