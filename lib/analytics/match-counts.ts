import { type Match, matchQualityOf } from '@/lib/routing/fairness';
import type { HealthColor, MatchQuality, RoutingPolicy } from '@/lib/routing/types';

/** Accounts that went to CSMs alike, as far as the quality of a match needs it. */
export interface MatchGroup {
  readonly accounts: number;
  readonly tenureMonths: number | null;
  /** Null where nobody knows; such an account says nothing of red and green. */
  readonly color: HealthColor | null;
  readonly needy: boolean;
}

/** How many of a kind were matched as they should be. */
export interface MatchCount {
  readonly count: number;
  readonly of: number;
}

export type MatchCounts = Readonly<Record<keyof MatchQuality, MatchCount>>;

const kinds = ['needyWithExperienced', 'redWithSenior', 'newCsmGreen'] as const;

/**
 * How well accounts are matched, counted by the engine's own rules (`matchQualityOf`): needy ones
 * with the experienced, red ones with seniors, and green ones among those of new CSMs. A CSM of
 * unknown tenure counts neither for nor against.
 */
export function matchCountsOf(groups: readonly MatchGroup[], policy: RoutingPolicy): MatchCounts {
  const counted = groups
    .filter(({ accounts }) => accounts > 0)
    .map((group) => ({ group, quality: qualityOf(group, policy) }));
  const [needyWithExperienced, redWithSenior, newCsmGreen] = kinds.map((kind) => {
    const own = counted.filter(({ quality }) => quality[kind] !== null);
    return {
      count: sum(own.filter(({ quality }) => quality[kind] === 100)),
      of: sum(own),
    };
  }) as [MatchCount, MatchCount, MatchCount];
  return { needyWithExperienced, redWithSenior, newCsmGreen };
}

/** Of one account of the group: 100 where the match is as it should be, 0 where not. */
function qualityOf({ color, ...rest }: MatchGroup, policy: RoutingPolicy): MatchQuality {
  const match: Match = { ...rest, color: color ?? 'yellow' };
  const { needyWithExperienced, redWithSenior, newCsmGreen } = matchQualityOf([match], policy);
  return { needyWithExperienced, redWithSenior, newCsmGreen: color === null ? null : newCsmGreen };
}

function sum(groups: readonly { readonly group: MatchGroup }[]): number {
  return groups.reduce((total, { group }) => total + group.accounts, 0);
}
