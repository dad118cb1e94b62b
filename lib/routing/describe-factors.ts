import { type Book, type Candidate, type Explanation, type Factor, factors } from './types';

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

type Facts = Pick<Explanation, 'color' | 'needy'>;

/**
 * Each factor of a candidate against the average of the other candidates, in the order of `factors`;
 * sentences carry no full stop. `facts` are those of the account.
 */
export function describeFactors(
  candidate: Candidate,
  others: readonly Candidate[],
  facts: Facts,
): FactorReason[] {
  const gains = factors.map((factor) =>
    others.length === 0 ? 0 : mean(others, ({ costs }) => costs[factor]) - candidate.costs[factor],
  );
  const whole = gains.reduce((sum, gain) => sum + Math.abs(gain), 0);
  return factors.map((factor, i) => ({
    factor,
    sentence: sentences[factor](candidate, others, facts),
    share: whole > 0 ? (gains[i] as number) / whole : 0,
  }));
}

/** `describeFactors` of an explanation: the chosen CSM against the alternatives. */
export function describeChoice(explanation: Explanation): FactorReason[] {
  return describeFactors(explanation.chosen, explanation.alternatives, explanation);
}

type Describe = (candidate: Candidate, others: readonly Candidate[], facts: Facts) => string;

const sentences: Readonly<Record<Factor, Describe>> = {
  accounts: ({ csm, bookAfter, capacity }, others) =>
    `${csm} would own ${bookAfter.accounts} of at most ${capacity} accounts` +
    (others.length === 0 ? '' : `; the alternatives are ${fullness(others)}% full on average`),
  neediness: (candidate, others) => describeLoad('neediness', candidate, others),
  revenue: (candidate, others) => describeLoad('revenue', candidate, others),
  red: ({ bookAfter }, others) =>
    `They would have ${short(bookAfter.red)} red ${bookAfter.red === 1 ? 'account' : 'accounts'}` +
    against(others, ({ bookAfter: book }) => book.red),
  experience: describeExperience,
  recency: describeRecency,
};

// Everything is measured against a share of the total by capacity, so it is said that way too.
function perPlace({ bookAfter, capacity }: Candidate, load: keyof Book): number {
  return bookAfter[load] / Math.max(1, capacity);
}

function fullness(candidates: readonly Candidate[]): number {
  return Math.round(100 * mean(candidates, (candidate) => perPlace(candidate, 'accounts')));
}

function describeLoad(
  load: 'neediness' | 'revenue',
  candidate: Candidate,
  others: readonly Candidate[],
): string {
  const usual = others.length === 0 ? 0 : mean(others, (other) => perPlace(other, load));
  if (usual <= 0) return `There is no other book to compare the ${load} with`;
  const percent = Math.round(100 * (perPlace(candidate, load) / usual - 1));
  const book = `For their capacity, the ${load} on their book would be`;
  if (percent === 0) return `${book} what the alternatives’ would be`;
  const side = percent < 0 ? 'below' : 'above';
  return `${book} ${Math.abs(percent)}% ${side} the alternatives’ average`;
}

function describeExperience(
  { csm, tenureMonths, costs }: Candidate,
  others: readonly Candidate[],
  { color, needy }: Facts,
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

function against(others: readonly Candidate[], amount: (candidate: Candidate) => number): string {
  return others.length === 0 ? '' : `; the alternatives ${short(mean(others, amount))} on average`;
}

function mean(candidates: readonly Candidate[], amount: (candidate: Candidate) => number): number {
  return candidates.reduce((sum, candidate) => sum + amount(candidate), 0) / candidates.length;
}

// One decimal at most, as a person would say it.
function short(amount: number): string {
  return String(Math.round(amount * 10) / 10);
}
