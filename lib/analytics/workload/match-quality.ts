import { type MatchedAccount, measureMatchQuality } from '@/lib/engine/fairness';
import type { RoutingPolicy } from '@/lib/engine/policy';
import type { HealthColor, MatchQuality } from '@/lib/engine/types';

/** Accounts that match quality cannot tell apart. */
export interface MatchGroup {
  readonly accounts: number;
  readonly tenureMonths: number | null;
  /** Null if unknown; the account then counts neither as red nor as green. */
  readonly color: HealthColor | null;
  readonly needy: boolean;
}

/** How many accounts of a kind are well matched. */
export interface MatchCount {
  readonly count: number;
  readonly of: number;
}

export type MatchCounts = Readonly<Record<keyof MatchQuality, MatchCount>>;

const kinds = ['needyWithExperienced', 'redWithSenior', 'newCsmGreen'] as const;

/**
 * Counts well-matched accounts by the engine's rules (`measureMatchQuality`): high-need accounts
 * with experienced CSMs, red accounts with senior CSMs, and green accounts among those of new CSMs.
 * Accounts of CSMs with unknown tenure are not counted.
 */
export function countMatches(groups: readonly MatchGroup[], policy: RoutingPolicy): MatchCounts {
  const counted = mergeGroups(groups).map((group) => ({
    group,
    quality: qualityOf(group, policy),
  }));
  const [needyWithExperienced, redWithSenior, newCsmGreen] = kinds.map((kind) => {
    const relevant = counted.filter(({ quality }) => quality[kind] !== null);
    return {
      count: sumAccounts(relevant.filter(({ quality }) => quality[kind] === 100)),
      of: sumAccounts(relevant),
    };
  }) as [MatchCount, MatchCount, MatchCount];
  return { needyWithExperienced, redWithSenior, newCsmGreen };
}

/** Merges equal groups and drops empty ones. */
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

/** The match quality of one account in the group: 100 if well matched, otherwise 0. */
function qualityOf(group: MatchGroup, policy: RoutingPolicy): MatchQuality {
  const { color, needy, tenureMonths } = group;
  const match: MatchedAccount = { needy, tenureMonths, color: color ?? 'yellow' };
  const { needyWithExperienced, redWithSenior, newCsmGreen } = measureMatchQuality([match], policy);
  return { needyWithExperienced, redWithSenior, newCsmGreen: color === null ? null : newCsmGreen };
}

function sumAccounts(groups: readonly { readonly group: MatchGroup }[]): number {
  return groups.reduce((total, { group }) => total + group.accounts, 0);
}
