import { type Candidate, type Explanation, type Factor, factors } from './types';

/** One factor of a choice, as a sentence and as a bar. */
export interface FactorReason {
  readonly factor: Factor;
  /** Compares with the alternatives. Without a final period. */
  readonly sentence: string;
  /**
   * −1 to 1: this factor's share of the cost difference from the alternatives. A positive share
   * favors the CSM. 0 if the factor makes no difference. The sentence always says the same.
   */
  readonly share: number;
}

/** A choice and what it is compared with. */
export type Choice = Pick<Explanation, 'chosen' | 'alternatives' | 'color' | 'needy'>;

/** Below this absolute share, a factor makes no difference. */
const NEGLIGIBLE_SHARE = 0.02;

/**
 * Compares the chosen CSM with the mean of the alternatives, by factor: the most important factor
 * first, then in the order of `factors`. The sentence and the share both come from the factor's
 * marginal cost. For a total of the book, that is lower exactly if the book exceeds its target by
 * less.
 */
export function describeChoice(explanation: Choice, locale: string): FactorReason[] {
  const { chosen, alternatives } = explanation;
  const gains = factors.map((factor) =>
    alternatives.length === 0 ? 0 : meanCost(alternatives, factor) - chosen.costs[factor],
  );
  const total = gains.reduce((sum, gain) => sum + Math.abs(gain), 0);
  return factors
    .map((factor, i) => {
      const exact = total > 0 ? (gains[i] as number) / total : 0;
      const share = Math.abs(exact) < NEGLIGIBLE_SHARE ? 0 : exact;
      const sentence =
        share === 0
          ? neutralSentence(factor, explanation)
          : factorSentences[factor](explanation, share > 0, new Intl.NumberFormat(locale));
      return { factor, sentence, share };
    })
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share));
}

function meanCost(candidates: readonly Candidate[], factor: Factor): number {
  return candidates.reduce((sum, { costs }) => sum + costs[factor], 0) / candidates.length;
}

function neutralSentence(factor: Factor, explanation: Choice): string {
  if (factor === 'experience' && traitsOf(explanation) === null) return 'No experience requirement';
  return neutralSentences[factor];
}

const neutralSentences: Readonly<Record<Factor, string>> = {
  accounts: 'The number of accounts makes no difference',
  neediness: 'Neediness makes no difference',
  revenue: 'Revenue makes no difference',
  red: 'Red accounts make no difference',
  experience: 'Experience makes no difference',
  recency: 'Recent accounts make no difference',
};

const factorSentences: Readonly<
  Record<Factor, (explanation: Choice, isFavorable: boolean, count: Intl.NumberFormat) => string>
> = {
  accounts({ chosen: { bookAfter, capacity } }, isFavorable, count) {
    const amount = `${count.format(bookAfter.accounts)} of ${count.format(capacity)}`;
    return `${isFavorable ? 'Fewer' : 'More'} accounts relative to target: ${amount}`;
  },
  neediness: (_, isFavorable) => `${isFavorable ? 'Less' : 'More'} neediness relative to target`,
  revenue: (_, isFavorable) => `${isFavorable ? 'Less' : 'More'} revenue relative to target`,
  red({ chosen: { bookAfter } }, isFavorable, count) {
    const amount = count.format(bookAfter.red);
    return `${isFavorable ? 'Fewer' : 'More'} red accounts relative to target: ${amount}`;
  },
  experience: describeExperience,
  recency({ chosen: { costs } }, isFavorable) {
    if (costs.recency === 0) return 'Received no accounts recently';
    return `Received ${isFavorable ? 'fewer' : 'more'} accounts recently`;
  },
};

function describeExperience(
  explanation: Choice,
  isFavorable: boolean,
  count: Intl.NumberFormat,
): string {
  const { tenureMonths, costs } = explanation.chosen;
  const account = traitsOf(explanation) ?? 'this account';
  if (tenureMonths === null) return `Tenure unknown, counted as enough for ${account}`;
  const months = Math.floor(tenureMonths);
  const tenure = `${count.format(months)} ${months === 1 ? 'month' : 'months'}`;
  if (!isFavorable) return `Less experience than ${account} needs: ${tenure}`;
  // By cost, because the policy decides what is enough.
  if (costs.experience === 0) return `Enough experience for ${account}: ${tenure}`;
  return `Closer to the experience ${account} needs: ${tenure}`;
}

/** "a red and high-need account"; null if the account has no experience requirement. */
function traitsOf({ color, needy }: Choice): string | null {
  const traits = [color === 'red' ? 'red' : null, needy ? 'high-need' : null].filter(Boolean);
  return traits.length === 0 ? null : `a ${traits.join(' and ')} account`;
}
