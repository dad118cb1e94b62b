import { classKey } from '@/lib/engine/account-class';
import type { ExclusionReason } from '@/lib/engine/types';
import type { RunDeferral, RunResult } from '@/lib/read-model/run-schemas';

/** The deferred accounts that some active CSM takes; `untaken` has the others by class. */
export function takenDeferrals({
  deferrals,
  untaken,
}: Pick<RunResult, 'deferrals' | 'untaken'>): RunResult['deferrals'] {
  const classes = new Set(untaken.map(classKey));
  return deferrals.filter((deferral) => !classes.has(classKey(deferral)));
}

/** How many of these deferred accounts have each reason. */
export function countReasons(
  deferrals: readonly Pick<RunDeferral, 'reason'>[],
): NonNullable<RunResult['reasons']> {
  const reasons: NonNullable<RunResult['reasons']> = {};
  for (const { reason } of deferrals) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return reasons;
}

/** Why accounts that some active CSM takes were deferred, with their numbers, most frequent first. */
export function deferralReasons(
  result: RunResult,
): readonly (readonly [ExclusionReason, number])[] {
  const reasons = result.reasons ?? countReasons(takenDeferrals(result));
  return (Object.entries(reasons) as [ExclusionReason, number][]).sort(([, a], [, b]) => b - a);
}

/** How many deferred accounts some active CSM takes; of an earlier run, also those it did not store. */
export function countTakenDeferrals(result: RunResult): number {
  if (!result.reasons) return (result.deferred ?? result.deferrals.length) - countUntaken(result);
  return Object.values(result.reasons).reduce((sum, count) => sum + count, 0);
}

/** How many accounts of a result no active CSM takes. */
export function countUntaken({
  untaken,
}: {
  readonly untaken: readonly { readonly accounts: number }[];
}): number {
  return untaken.reduce((sum, { accounts }) => sum + accounts, 0);
}

/** Ends "12 accounts wait because …". */
const deferralClauses: Readonly<Record<ExclusionReason, string>> = {
  max_per_run: 'every eligible CSM received as many as this run allows',
  cooling: 'the CSMs who take them are cooling',
  at_capacity: 'the CSMs who take them are at capacity',
  away: 'the CSMs who take them are away',
  velocity: 'the CSMs who take them are at the limit for recent assignments',
  rejected_before: 'the CSMs who take them were rejected for them',
  segment_mismatch: 'most CSMs take other classes, and the rest are not eligible',
  not_active: 'no CSM is active',
};

/**
 * Says why a batch placed fewer accounts than asked for, as sentences with a final period; none if it
 * placed as many.
 * @param asked the batch size
 */
export function describeShortfall(
  result: RunResult,
  asked: number,
  locale?: string,
): readonly string[] {
  const { placements, deferrals } = result;
  if (placements.length >= asked) return [];
  const format = new Intl.NumberFormat(locale);
  const accounts = (count: number) =>
    `${format.format(count)} ${count === 1 ? 'account' : 'accounts'}`;
  const wait = (count: number) => `${accounts(count)} ${count === 1 ? 'waits' : 'wait'}`;
  const csms = new Set(placements.map(({ csm }) => csm)).size;
  const deferred = result.deferred ?? deferrals.length;
  const untaken = countUntaken(result);
  // An earlier run stored at most 500 deferred accounts.
  const unlisted = result.reasons ? 0 : deferred - deferrals.length;
  return [
    `You asked for ${format.format(asked)}. ${
      placements.length === 0
        ? 'No CSM could receive an account.'
        : `${format.format(csms)} ${csms === 1 ? 'CSM' : 'CSMs'} could receive ${accounts(placements.length)}.`
    }`,
    ...(placements.length + deferred < asked
      ? [`Only ${accounts(placements.length + deferred)} needed a CSM.`]
      : []),
    ...deferralReasons(result).map(
      ([reason, count]) => `${wait(count)} because ${deferralClauses[reason]}.`,
    ),
    ...(untaken > 0 ? [`${wait(untaken)} because no active CSM takes their class.`] : []),
    ...(unlisted > 0 ? [`${format.format(unlisted)} more are not listed.`] : []),
  ];
}
