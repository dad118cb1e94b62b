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
 * A plain English sentence without its full stop. Where `until` is a time, the text ends in
 * "until" and is completed by that time, which only the reader's screen can put in their zone.
 */
export interface Sentence {
  readonly text: string;
  readonly until: number | null;
}

/** Short names of the reasons, for labels and flags. */
export const exclusionLabels: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'Not active',
  away: 'Away',
  cooling: 'Cooling',
  at_capacity: 'At capacity',
  segment_mismatch: 'Other segment or level',
  max_per_run: 'Received another account in this run',
  velocity: 'Received many accounts lately',
  rejected_before: 'Rejected before',
};

// What one CSM is; the timed phrases are followed by "until".
const phrases: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'is not active',
  away: 'is away',
  cooling: 'is cooling',
  at_capacity: 'owns as many accounts as they may',
  segment_mismatch: 'does not take accounts of this segment and level',
  max_per_run: 'received another account in this run',
  velocity: 'has received as many accounts lately as the policy allows and waits',
  rejected_before: 'was rejected for this account and is not proposed again',
};

const pluralPhrases: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'are not active',
  away: 'are away',
  cooling: 'are cooling',
  at_capacity: 'own as many accounts as they may',
  segment_mismatch: 'do not take accounts of this segment and level',
  max_per_run: 'received other accounts in this run',
  velocity: 'have received as many accounts lately as the policy allows',
  rejected_before: 'were rejected for this account',
};

/** Why a CSM may not receive the account: "Ana Diaz is cooling until" and the time. */
export function describeExclusion(exclusion: Exclusion): Sentence {
  return withUntil(`${exclusion.csm} ${phrases[exclusion.reason]}`, exclusion.until);
}

/** Who would have been best and why it could not be; null when the choice was not kept from it. */
export function describeBestFit({ bestFit }: Pick<Explanation, 'bestFit'>): Sentence | null {
  if (bestFit === null || bestFit.exclusion === null) return null;
  const { reason, until } = bestFit.exclusion;
  return withUntil(`The best fit, ${bestFit.csm}, who would score 100, ${phrases[reason]}`, until);
}

/** Why an account was deferred, with how many active CSMs the binding reason keeps from it. */
export function describeDeferral({ reason, until, counts }: Deferral): Sentence {
  const kept = counts[reason] ?? 0;
  const active = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const phrase = kept === 1 ? phrases[reason] : pluralPhrases[reason];
  if (reason === 'max_per_run') {
    const who = kept === 1 ? 'the only eligible CSM' : `all ${kept} eligible CSMs`;
    const text = `Deferred, since ${who} ${phrase}`;
    return until === null ? { text, until } : withUntil(`${text}; nobody else is free`, until);
  }
  const text = `Deferred, since ${kept} of ${active} active CSMs ${phrase}`;
  return withUntil(
    kept === active ? `${text}; nobody is eligible` : `${text}; no other is eligible`,
    until,
  );
}

/** What was assumed for the scores that were missing, a sentence each. */
export function describeAssumed({ assumed }: Pick<Explanation, 'assumed'>): string[] {
  return (Object.entries(assumed) as [ScoreName, number][]).map(
    ([score, value]) =>
      `The account’s ${score} is not known; ${Math.round(value * 10) / 10}, usual for the pool, was used`,
  );
}

function withUntil(text: string, until: number | null): Sentence {
  return { text: until === null ? text : `${text} until`, until };
}

/** One factor of a choice, in words and as a bar. */
export interface FactorReason {
  readonly factor: Factor;
  readonly sentence: string;
  /**
   * −1 to 1: how much of the difference from the others this factor makes; above 0 it speaks for
   * the candidate. The absolute shares of a candidate add up to 1, or are all 0.
   */
  readonly share: number;
}

type AccountTraits = Pick<Explanation, 'color' | 'needy'>;

/**
 * Each factor of a candidate against the average of the other candidates, in the order of `factors`;
 * sentences carry no full stop. `facts` are those of the account.
 */
export function describeFactors(
  candidate: Candidate,
  others: readonly Candidate[],
  facts: AccountTraits,
): FactorReason[] {
  const gains = factors.map((factor) =>
    others.length === 0 ? 0 : mean(others, ({ costs }) => costs[factor]) - candidate.costs[factor],
  );
  const whole = gains.reduce((sum, gain) => sum + Math.abs(gain), 0);
  return factors.map((factor, i) => ({
    factor,
    sentence: factorDescribers[factor](candidate, others, facts),
    share: whole > 0 ? (gains[i] as number) / whole : 0,
  }));
}

/** `describeFactors` of an explanation: the chosen CSM against the alternatives. */
export function describeChoice(explanation: Explanation): FactorReason[] {
  return describeFactors(explanation.chosen, explanation.alternatives, explanation);
}

type FactorDescriber = (
  candidate: Candidate,
  others: readonly Candidate[],
  facts: AccountTraits,
) => string;

const factorDescribers: Readonly<Record<Factor, FactorDescriber>> = {
  accounts: ({ csm, bookAfter, capacity }, others) =>
    `${csm} would own ${bookAfter.accounts} of at most ${capacity} accounts` +
    (others.length === 0
      ? ''
      : `; the alternatives are ${averageFullness(others)}% full on average`),
  neediness: (candidate, others) => describeLoad('neediness', candidate, others),
  revenue: (candidate, others) => describeLoad('revenue', candidate, others),
  red: ({ bookAfter }, others) =>
    `They would have ${formatAmount(bookAfter.red)} red ${bookAfter.red === 1 ? 'account' : 'accounts'}` +
    comparedWithOthers(others, ({ bookAfter: book }) => book.red),
  experience: describeExperience,
  recency: describeRecency,
};

// Everything is measured against a share of the total by capacity, so it is said that way too.
function perCapacity({ bookAfter, capacity }: Candidate, load: keyof Book): number {
  return bookAfter[load] / Math.max(1, capacity);
}

function averageFullness(candidates: readonly Candidate[]): number {
  return Math.round(100 * mean(candidates, (candidate) => perCapacity(candidate, 'accounts')));
}

function describeLoad(
  load: 'neediness' | 'revenue',
  candidate: Candidate,
  others: readonly Candidate[],
): string {
  const usual = others.length === 0 ? 0 : mean(others, (other) => perCapacity(other, load));
  if (usual <= 0) return `There is no other book to compare the ${load} with`;
  const percent = Math.round(100 * (perCapacity(candidate, load) / usual - 1));
  const book = `For their capacity, the ${load} on their book would be`;
  if (percent === 0) return `${book} what the alternatives’ would be`;
  const side = percent < 0 ? 'below' : 'above';
  return `${book} ${Math.abs(percent)}% ${side} the alternatives’ average`;
}

function describeExperience(
  { csm, tenureMonths, costs }: Candidate,
  others: readonly Candidate[],
  { color, needy }: AccountTraits,
): string {
  const kinds = [color === 'red' ? 'red' : null, needy ? 'needy' : null].filter(Boolean);
  if (kinds.length === 0) return 'The account asks for no particular experience';
  const wants = `A ${kinds.join(' and ')} account wants experience`;
  const lacking = others.filter((other) => other.costs.experience > 0).length;
  const rest = lacking === 0 ? '' : `; ${lacking} of ${others.length} alternatives have too little`;
  if (tenureMonths === null) return `${wants}; ${csm}’s tenure is not known${rest}`;
  const months = Math.floor(tenureMonths);
  const tenure = `${months} ${months === 1 ? 'month' : 'months'}`;
  // Said by cost, since what is enough is the policy's to say, and may count for nothing.
  const verdict = costs.experience > 0 ? 'too few' : 'enough';
  return `${wants}; ${csm} has ${tenure}, ${verdict} under this policy${rest}`;
}

function describeRecency({ csm, costs }: Candidate, others: readonly Candidate[]): string {
  const usual = others.length === 0 ? 0 : mean(others, (other) => other.costs.recency);
  if (costs.recency === 0 && usual === 0) return 'Nothing received lately counts against anyone';
  if (costs.recency === 0)
    return `Nothing received lately counts against ${csm}; it does against alternatives`;
  if (others.length === 0) return `${csm} has received accounts lately`;
  const ratio = usual > 0 ? costs.recency / usual : Number.POSITIVE_INFINITY;
  if (ratio < 0.95) return `${csm} has received less lately than the alternatives`;
  if (ratio > 1.05) return `${csm} has received more lately than the alternatives`;
  return `${csm} has received about as much lately as the alternatives`;
}

function comparedWithOthers(
  others: readonly Candidate[],
  amount: (candidate: Candidate) => number,
): string {
  return others.length === 0
    ? ''
    : `; the alternatives ${formatAmount(mean(others, amount))} on average`;
}

function mean(candidates: readonly Candidate[], amount: (candidate: Candidate) => number): number {
  return candidates.reduce((sum, candidate) => sum + amount(candidate), 0) / candidates.length;
}

// One decimal at most, as a person would say it.
function formatAmount(amount: number): string {
  return String(Math.round(amount * 10) / 10);
}
