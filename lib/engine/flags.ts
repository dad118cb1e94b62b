import { DAY_MS } from '@/lib/time';
import { type Exclusion, type ExclusionReason, exclusionReasons } from './types';

/**
 * Flags: the routing rules that assigning an account to a CSM would break now. A manager can
 * acknowledge each. The first ones are the reasons that exclude a CSM; the others are about the
 * account or the recommendation.
 */
export const flags = [
  'not_active',
  'away',
  'cooling',
  'at_capacity',
  'segment_mismatch',
  'velocity',
  'rejected_before',
  'no_longer_needed',
  'assigned_elsewhere',
  'stale',
] as const satisfies readonly (
  | Exclude<ExclusionReason, 'max_per_run'>
  | 'no_longer_needed'
  | 'assigned_elsewhere'
  | 'stale'
)[];
export type Flag = (typeof flags)[number];

/** The flags that say that the CSM may not receive the account now. */
export const eligibilityFlags: readonly Flag[] = flags.filter((flag) =>
  exclusionReasons.some((reason) => reason === flag),
);

/** The flags that apply to the account or the recommendation, regardless of the CSM. */
export const accountFlags: readonly Flag[] = flags.filter(
  (flag) => !eligibilityFlags.includes(flag),
);

/** What the flags depend on, apart from the CSM's exclusions. */
export interface FlagInput {
  /** Epoch milliseconds. */
  readonly recommendedAt: number;
  /** The account's owner when the recommendation was made; null if none or unknown. */
  readonly ownerThen: string | null;
  /** The account now; null if it no longer exists. */
  readonly account: { readonly needsCsm: boolean; readonly currentCsm: string | null } | null;
  /** From `findExclusions`; null if the CSM is unknown. */
  readonly exclusions: readonly Exclusion[] | null;
}

/** After this time, the numbers behind a recommendation may be out of date. */
export const STALE_AFTER_MS = DAY_MS;

/**
 * The flags of a recommendation or of an override, in the order of `flags`.
 * @param now epoch milliseconds
 */
export function findFlags(input: FlagInput, now: number): readonly Flag[] {
  const { recommendedAt, ownerThen, account, exclusions } = input;
  const found: Flag[] = [];
  if (exclusions === null) found.push('not_active');
  else {
    for (const { reason } of exclusions) if (reason !== 'max_per_run') found.push(reason);
  }
  if (!account?.needsCsm) found.push('no_longer_needed');
  const owner = account?.currentCsm ?? null;
  if (owner !== null && owner !== ownerThen) found.push('assigned_elsewhere');
  if (recommendedAt < now - STALE_AFTER_MS) found.push('stale');
  return found.length > 1 ? found.sort(byOrder) : found;
}

const byOrder = (a: Flag, b: Flag) => flags.indexOf(a) - flags.indexOf(b);
