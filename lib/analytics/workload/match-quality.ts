import { type MatchedAccount, measureMatchQuality } from '@/lib/engine/fairness';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { HealthColor, MatchQuality } from '@/lib/engine/types';

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
export function countMatches(groups: readonly MatchGroup[], policy: RoutingPolicy): MatchCounts {
  const counted = mergeGroups(groups).map((group) => ({
    group,
    quality: qualityOf(group, policy),
  }));
  const [needyWithExperienced, redWithSenior, newCsmGreen] = kinds.map((kind) => {
    const own = counted.filter(({ quality }) => quality[kind] !== null);
    return {
      count: sumAccounts(own.filter(({ quality }) => quality[kind] === 100)),
      of: sumAccounts(own),
    };
  }) as [MatchCount, MatchCount, MatchCount];
  return { needyWithExperienced, redWithSenior, newCsmGreen };
}

/** Groups that are alike as one, those without accounts left out. */
function mergeGroups(groups: readonly MatchGroup[]): MatchGroup[] {
  const sums = new Map<string, MatchGroup>();
  for (const group of groups) {
    if (group.accounts === 0) continue;
    const { tenureMonths, color, needy } = group;
    const key = `${tenureMonths} ${color} ${needy}`;
    const accounts = group.accounts + (sums.get(key)?.accounts ?? 0);
    sums.set(key, { accounts, tenureMonths, color, needy });
  }
  return [...sums.values()];
}

/** Of one account of the group: 100 where the match is as it should be, 0 where not. */
function qualityOf(group: MatchGroup, policy: RoutingPolicy): MatchQuality {
  const { color, needy, tenureMonths } = group;
  const match: MatchedAccount = { needy, tenureMonths, color: color ?? 'yellow' };
  const { needyWithExperienced, redWithSenior, newCsmGreen } = measureMatchQuality([match], policy);
  return { needyWithExperienced, redWithSenior, newCsmGreen: color === null ? null : newCsmGreen };
}

function sumAccounts(groups: readonly { readonly group: MatchGroup }[]): number {
  return groups.reduce((total, { group }) => total + group.accounts, 0);
}
