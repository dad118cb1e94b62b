import { HOUR_MS } from '@/lib/time';
import { GUIDE_COOLING_HOURS } from '@/lib/warehouse/sql/analytics/cooling';
import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';

/** A row of the guide's cooling query. `csm` is null if the recommendation has no CSM. */
export interface GuideRow {
  readonly csm: string | null;
  readonly lastAt: Date;
  /** Clock hours passed: 10:59 to 11:01 counts as 1. */
  readonly hours: number;
}

interface ComparedCsm {
  readonly csm: string;
  readonly since: Date;
  readonly origin: ReceiptOrigin;
  readonly recommendedAt: Date | null;
  /** When the newest accepted recommendation was made. */
  readonly acceptedAt: Date | null;
}

/** Why only one list has a CSM, or why the lists count from different times. */
export type GuideDifference = {
  readonly csm: string | null;
  readonly in: 'app' | 'guide' | 'both';
} & (
  | { readonly why: 'overridden' | 'outside' | 'policy' | 'no_name' }
  /** Four clock hours have passed, but less than four hours of time. */
  | { readonly why: 'whole_hours'; readonly at: Date }
  /** The guide counts from the recommendation, the app from its acceptance. */
  | { readonly why: 'recommended_before'; readonly at: Date | null }
  /** Both lists have the CSM; the app counts from a later account. */
  | {
      readonly why: 'counts_from';
      readonly origin: ReceiptOrigin;
      readonly at: Date;
      readonly guideAt: Date;
    }
);

/** Explains each difference between the cooling CSMs and the guide's list, sorted by name. */
export function explainGuideDifferences(
  cooling: readonly ComparedCsm[],
  guide: readonly GuideRow[],
  now: Date,
): readonly GuideDifference[] {
  const byName = new Map(guide.map((row) => [row.csm, row]));
  const names = new Set<string | null>(cooling.map(({ csm }) => csm));
  const differences = [
    ...cooling.flatMap((each) => {
      const row = byName.get(each.csm);
      return row ? differentTime(each, row) : [missingFromGuide(each, now)];
    }),
    ...guide
      .filter(({ csm }) => !names.has(csm))
      .map(({ csm }) => ({
        csm,
        in: 'guide' as const,
        why: csm === null ? ('no_name' as const) : ('policy' as const),
      })),
  ];
  return differences.sort((a, b) => (a.csm ?? '').localeCompare(b.csm ?? ''));
}

function differentTime(
  { csm, since, origin }: ComparedCsm,
  { lastAt }: GuideRow,
): GuideDifference[] {
  if (since.getTime() === lastAt.getTime()) return [];
  return [{ csm, in: 'both', why: 'counts_from', origin, at: since, guideAt: lastAt }];
}

function missingFromGuide(each: ComparedCsm, now: Date): GuideDifference {
  const { csm, since, origin, recommendedAt, acceptedAt } = each;
  const age = (at: Date) => now.getTime() - at.getTime();
  const base = { csm, in: 'app' as const };
  if (age(since) >= GUIDE_COOLING_HOURS * HOUR_MS) return { ...base, why: 'policy' };
  if (acceptedAt && age(acceptedAt) < GUIDE_COOLING_HOURS * HOUR_MS) {
    return { ...base, why: 'whole_hours', at: acceptedAt };
  }
  if (origin === 'overridden' || origin === 'outside') return { ...base, why: origin };
  return { ...base, why: 'recommended_before', at: recommendedAt };
}
