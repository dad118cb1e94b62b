import type { Deferral, Exclusion, ExclusionReason, Explanation, ScoreName } from './types';

/**
 * A sentence without its final period. If `until` is set, the text ends in "until" and the caller
 * appends the time in the reader's time zone.
 */
export interface Sentence {
  readonly text: string;
  readonly until: number | null;
}

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

function formatAmount(amount: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(amount);
}
