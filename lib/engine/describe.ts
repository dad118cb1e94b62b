import {
  type Book,
  type Candidate,
  type Deferral,
  type Exclusion,
  type ExclusionReason,
  type Explanation,
  type Factor,
  factors,
  type ScoreName,
} from './types';

/**
 * A sentence without its final period. If `until` is set, the text ends in "until" and the caller
 * appends the time in the reader's time zone.
 */
export interface Sentence {
  readonly text: string;
  readonly until: number | null;
}

/** Short labels of the exclusion reasons. */
export const exclusionLabels: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'Not active',
  away: 'Away',
  cooling: 'Cooling',
  at_capacity: 'At capacity',
  segment_mismatch: 'Different segment or level',
  max_per_run: 'Received another account in this run',
  velocity: 'At the limit for recent assignments',
  rejected_before: 'Rejected before',
};

// Predicates of one CSM. Those with an end time are followed by "until".
const predicates: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'is not active',
  away: 'is away',
  cooling: 'is cooling',
  at_capacity: 'is at capacity',
  segment_mismatch: 'does not take accounts of this segment and level',
  max_per_run: 'received another account in this run',
  velocity: 'is at the limit for recent assignments',
  rejected_before: 'is excluded after a rejection for this account',
};

const pluralPredicates: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'are not active',
  away: 'are away',
  cooling: 'are cooling',
  at_capacity: 'are at capacity',
  segment_mismatch: 'do not take accounts of this segment and level',
  max_per_run: 'received other accounts in this run',
  velocity: 'are at the limit for recent assignments',
  rejected_before: 'are excluded after a rejection for this account',
};

/** Says why a CSM is not eligible: "Ana Diaz is cooling until". */
export function describeExclusion(exclusion: Exclusion): Sentence {
  return withUntil(`${exclusion.csm} ${predicates[exclusion.reason]}`, exclusion.until);
}

/** Says which CSM would have been a better fit and why they were not eligible; null if none. */
export function describeBestFit({ bestFit }: Pick<Explanation, 'bestFit'>): Sentence | null {
  if (bestFit === null || bestFit.exclusion === null) return null;
  const { reason, until } = bestFit.exclusion;
  return withUntil(`The best fit, ${bestFit.csm} (score 100), ${predicates[reason]}`, until);
}

/** Says why an account was deferred and how many active CSMs the binding reason excluded. */
export function describeDeferral({ reason, until, counts }: Omit<Deferral, 'accountId'>): Sentence {
  const excluded = counts[reason] ?? 0;
  const active = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const predicate = excluded === 1 ? predicates[reason] : pluralPredicates[reason];
  if (reason !== 'max_per_run' && excluded < active) {
    const text = `Deferred: ${excluded} of ${active} active CSMs ${predicate}`;
    return withUntil(`${text}; no other CSM is eligible`, until);
  }
  const kind = reason === 'max_per_run' ? 'eligible' : 'active';
  const who = excluded === 1 ? `the only ${kind} CSM` : `all ${excluded} ${kind} CSMs`;
  const text = `Deferred: ${who} ${predicate}`;
  return until === null ? { text, until } : withUntil(`${text}; none is eligible`, until);
}

/** Says which value replaced each missing score, in one sentence per score. */
export function describeAssumed(
  { assumed }: Pick<Explanation, 'assumed'>,
  locale: string,
): string[] {
  return (Object.entries(assumed) as [ScoreName, number][]).map(
    ([score, value]) =>
      `The account’s ${score} is unknown, so a typical value (${formatAmount(value, locale)}) was used`,
  );
}

function withUntil(text: string, until: number | null): Sentence {
  return { text: until === null ? text : `${text} until`, until };
}

/** One factor of a choice, as a sentence and as a bar. */
export interface FactorReason {
  readonly factor: Factor;
  readonly sentence: string;
  /**
   * −1 to 1: this factor's share of the cost difference from the other candidates. A positive share
   * favors the candidate. The absolute shares of a candidate add up to 1, or all are 0.
   */
  readonly share: number;
}

type AccountTraits = Pick<Explanation, 'color' | 'needy'>;

/**
 * Compares each factor of a candidate with the average of the other candidates, in the order of
 * `factors`. Sentences have no final period.
 */
export function describeFactors(
  candidate: Candidate,
  others: readonly Candidate[],
  account: AccountTraits,
  locale: string,
): FactorReason[] {
  const gains = factors.map((factor) =>
    others.length === 0 ? 0 : mean(others, ({ costs }) => costs[factor]) - candidate.costs[factor],
  );
  const total = gains.reduce((sum, gain) => sum + Math.abs(gain), 0);
  const comparison = { candidate, others, account, locale };
  return factors.map((factor, i) => ({
    factor,
    sentence: factorDescribers[factor](comparison),
    share: total > 0 ? (gains[i] as number) / total : 0,
  }));
}

/** Compares the chosen CSM of an explanation with the alternatives, by factor. */
export function describeChoice(explanation: Explanation, locale: string): FactorReason[] {
  return describeFactors(explanation.chosen, explanation.alternatives, explanation, locale);
}

interface Comparison {
  readonly candidate: Candidate;
  readonly others: readonly Candidate[];
  readonly account: AccountTraits;
  readonly locale: string;
}

const factorDescribers: Readonly<Record<Factor, (comparison: Comparison) => string>> = {
  accounts: describeAccounts,
  neediness: (comparison) => describeLoad('neediness', comparison),
  revenue: (comparison) => describeLoad('revenue', comparison),
  red: describeRed,
  experience: describeExperience,
  recency: describeRecency,
};

function describeAccounts({ candidate, others, locale }: Comparison): string {
  const { csm, bookAfter, capacity } = candidate;
  const count = new Intl.NumberFormat(locale);
  const own = `${csm} would have ${count.format(bookAfter.accounts)} accounts (capacity ${count.format(capacity)})`;
  if (others.length === 0) return own;
  const fullness = mean(others, (other) => perCapacity(other, 'accounts'));
  return `${own}; alternatives average ${formatPercent(fullness, locale)} of capacity`;
}

// Relative to capacity, because the objective balances books in proportion to capacity.
function perCapacity({ bookAfter, capacity }: Candidate, load: keyof Book): number {
  return bookAfter[load] / Math.max(1, capacity);
}

function describeLoad(
  load: 'neediness' | 'revenue',
  { candidate, others, locale }: Comparison,
): string {
  const average = others.length === 0 ? 0 : mean(others, (other) => perCapacity(other, load));
  if (average <= 0) return `No other book to compare ${load} with`;
  const difference = perCapacity(candidate, load) / average - 1;
  const subject = load === 'neediness' ? 'Neediness' : 'Revenue';
  const own = `${subject} per unit of capacity would be`;
  if (Math.round(100 * difference) === 0) return `${own} the same as the alternatives’ average`;
  const side = difference < 0 ? 'below' : 'above';
  return `${own} ${formatPercent(Math.abs(difference), locale)} ${side} the alternatives’ average`;
}

function describeRed({ candidate: { bookAfter }, others, locale }: Comparison): string {
  const noun = bookAfter.red === 1 ? 'account' : 'accounts';
  const own = `The book would have ${formatAmount(bookAfter.red, locale)} red ${noun}`;
  if (others.length === 0) return own;
  return `${own}; alternatives average ${formatAmount(
    mean(others, (other) => other.bookAfter.red),
    locale,
  )}`;
}

function describeExperience({ candidate, others, account, locale }: Comparison): string {
  const traits = [account.color === 'red' ? 'red' : null, account.needy ? 'high-need' : null];
  const kind = traits.filter(Boolean).join(' and ');
  if (!kind) return 'No experience requirement';
  const { csm, tenureMonths, costs } = candidate;
  const lacking = others.filter((other) => other.costs.experience > 0).length;
  const rest =
    lacking === 0
      ? ''
      : `; ${lacking} of ${others.length} alternatives ${lacking === 1 ? 'has' : 'have'} too little`;
  const subject = `A ${kind} account needs experience`;
  if (tenureMonths === null) return `${subject}; ${csm}’s tenure is unknown${rest}`;
  const months = Math.floor(tenureMonths);
  const tenure = `${new Intl.NumberFormat(locale).format(months)} ${months === 1 ? 'month' : 'months'}`;
  // By cost, because the policy decides what is enough and may give experience no weight.
  const verdict = costs.experience > 0 ? 'too little' : 'enough';
  return `${subject}; ${csm} has ${tenure} (${verdict})${rest}`;
}

function describeRecency({ candidate: { csm, costs }, others }: Comparison): string {
  const average = others.length === 0 ? 0 : mean(others, (other) => other.costs.recency);
  if (costs.recency === 0 && average === 0) return 'Recent assignments make no difference';
  if (costs.recency === 0) return `${csm} received no accounts recently; alternatives did`;
  if (others.length === 0) return `${csm} received accounts recently`;
  const ratio = average > 0 ? costs.recency / average : Number.POSITIVE_INFINITY;
  if (ratio < 0.95) return `${csm} received fewer accounts recently than the alternatives`;
  if (ratio > 1.05) return `${csm} received more accounts recently than the alternatives`;
  return `${csm} received about as many accounts recently as the alternatives`;
}

function mean(candidates: readonly Candidate[], amount: (candidate: Candidate) => number): number {
  return candidates.reduce((sum, candidate) => sum + amount(candidate), 0) / candidates.length;
}

function formatAmount(amount: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(amount);
}

function formatPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
}
