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

/** The fairness of each day that had a run, oldest first. */
export function fairnessTrend(
  runs: readonly {
    readonly day: string;
    readonly runId: string;
    /** JSON text. */
    readonly fairness: string;
  }[],
): readonly FairnessDay[] {
  return runs
    .map(({ day, runId, fairness }) => {
      const { active } = runFairnessSchema.parse(JSON.parse(fairness)).before;
      const [accounts, neediness, revenue, red] = dimensions.map((each) => active[each].cv) as [
        number,
        number,
        number,
        number,
      ];
      return { day, runId, cv: { accounts, neediness, revenue, red } };
    })
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
