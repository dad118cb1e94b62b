import { z } from 'zod';
import { type Dimension, dimensions } from '@/lib/routing/types';
import { runFairnessSchema } from '@/lib/runs/result';

/** How evenly the books of all active CSMs lay when the last run of a day began. */
export interface FairnessDay {
  /** `YYYY-MM-DD` in the reader's zone. */
  readonly day: string;
  readonly runId: string;
  /** Coefficients of variation in per cent. */
  readonly cv: Readonly<Record<Dimension, number>>;
}

/** Runs of old kept their fairness only within their whole result. */
const kept = z.union([
  runFairnessSchema,
  z.object({ fairness: runFairnessSchema }).transform(({ fairness }) => fairness),
]);

/** The fairness of each day that had a run, oldest first. */
export function fairnessTrend(
  runs: readonly {
    readonly day: string;
    readonly runId: string;
    /** JSON text; null where the run kept nothing. */
    readonly fairness: string | null;
  }[],
): readonly FairnessDay[] {
  return runs
    .flatMap(({ day, runId, fairness }) => {
      if (fairness === null) return [];
      const { active } = kept.parse(JSON.parse(fairness)).before;
      const [accounts, neediness, revenue, red] = dimensions.map((each) => active[each].cv) as [
        number,
        number,
        number,
        number,
      ];
      return [{ day, runId, cv: { accounts, neediness, revenue, red } }];
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
