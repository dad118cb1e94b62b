import type { ReceiptOrigin } from '@/lib/warehouse/sql/analytics/cooling-receipts';

const HOUR_MS = 3_600_000;
/** What the guide's query compares with, whatever the policy says. */
const GUIDE_COOLING_HOURS = 4;

/** A CSM whom the guide's query lists; without a name where the recommendations have none. */
export interface GuideRow {
  readonly csm: string | null;
  readonly lastAt: Date;
  /** How many hours have begun since: 10:59 to 11:01 is one. */
  readonly hours: number;
}

/** What of a CSM who is cooling is compared with the guide's list. */
interface ComparedCsm {
  readonly csm: string;
  readonly since: Date;
  readonly way: ReceiptOrigin;
  readonly recommendedAt: Date | null;
  /** The newest accepted recommendation. */
  readonly acceptedAt: Date | null;
}

/** Why one list has a CSM whom the other has not, or counts from another time. */
export type GuideDifference = {
  readonly csm: string | null;
  readonly in: 'program' | 'guide' | 'both';
} & (
  | { readonly why: 'overridden' | 'outside' | 'policy' | 'no_name' }
  /** The hours of the clock since are four, though less time has passed. */
  | { readonly why: 'whole_hours'; readonly at: Date }
  /** The guide counts from the recommendation, the program from when it was accepted. */
  | { readonly why: 'recommended_before'; readonly at: Date | null }
  /** Both list them, by another account: the program's came later. */
  | {
      readonly why: 'counts_from';
      readonly way: ReceiptOrigin;
      readonly at: Date;
      readonly guideAt: Date;
    }
);

/**
 * Explains every difference between who is cooling and whom the guide's query lists at the same
 * moment, by name.
 */
export function explainGuideDifferences(
  cooling: readonly ComparedCsm[],
  guide: readonly GuideRow[],
  now: Date,
): readonly GuideDifference[] {
  const listed = new Map(guide.map((row) => [row.csm, row]));
  const names = new Set<string | null>(cooling.map(({ csm }) => csm));
  const found = [
    ...cooling.flatMap((each) => {
      const row = listed.get(each.csm);
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
  return found.sort((a, b) => (a.csm ?? '').localeCompare(b.csm ?? ''));
}

function differentTime({ csm, since, way }: ComparedCsm, { lastAt }: GuideRow): GuideDifference[] {
  if (since.getTime() === lastAt.getTime()) return [];
  return [{ csm, in: 'both', why: 'counts_from', way, at: since, guideAt: lastAt }];
}

function missingFromGuide(each: ComparedCsm, now: Date): GuideDifference {
  const { csm, since, way, recommendedAt, acceptedAt } = each;
  const age = (at: Date) => now.getTime() - at.getTime();
  const only = { csm, in: 'program' as const };
  if (age(since) >= GUIDE_COOLING_HOURS * HOUR_MS) return { ...only, why: 'policy' };
  if (acceptedAt && age(acceptedAt) < GUIDE_COOLING_HOURS * HOUR_MS) {
    return { ...only, why: 'whole_hours', at: acceptedAt };
  }
  if (way === 'overridden' || way === 'outside') return { ...only, why: way };
  return { ...only, why: 'recommended_before', at: recommendedAt };
}
