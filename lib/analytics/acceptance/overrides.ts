import { compareNames } from '@/lib/names';
import type { AcceptanceFigure } from '@/lib/warehouse/sql/analytics/acceptance';

/** Overrides from one CSM to another. Null if a record names none. */
export interface OverridePair {
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
}

type CsmOutcome = Pick<
  Extract<AcceptanceFigure, { question: 'byCsm' }>,
  'csm' | 'givenCsm' | 'outcome' | 'count'
>;

/** Counts overrides by recommended and receiving CSM, most frequent first. */
export function overridePairs(rows: readonly CsmOutcome[]): OverridePair[] {
  return rows
    .filter(({ outcome }) => outcome === 'overridden')
    .map(({ csm, givenCsm, count }) => ({ from: csm, to: givenCsm, count }))
    .sort(
      (a, b) =>
        b.count - a.count ||
        compareNames(a.from ?? '', b.from ?? '') ||
        compareNames(a.to ?? '', b.to ?? ''),
    );
}
