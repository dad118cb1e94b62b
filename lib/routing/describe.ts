import type { Deferral, Exclusion, ExclusionReason, Explanation, Score } from './types';

/**
 * A plain English sentence without its full stop. Where `until` is a time, the text ends in
 * "until" and is completed by that time, which only the reader's screen can put in their zone.
 */
export interface Sentence {
  readonly text: string;
  readonly until: number | null;
}

/** Short names of the reasons, for labels and flags. */
export const reasonLabels: Readonly<Record<ExclusionReason, string>> = {
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
  return timed(`${exclusion.csm} ${phrases[exclusion.reason]}`, exclusion.until);
}

/** Who would have been best and why it could not be; null when the choice was not kept from it. */
export function describeBestFit({ bestFit }: Pick<Explanation, 'bestFit'>): Sentence | null {
  if (bestFit === null || bestFit.exclusion === null) return null;
  const { reason, until } = bestFit.exclusion;
  return timed(`The best fit, ${bestFit.csm}, who would score 100, ${phrases[reason]}`, until);
}

/** Why an account was deferred, with how many active CSMs the binding reason keeps from it. */
export function describeDeferral({ reason, until, counts }: Deferral): Sentence {
  const kept = counts[reason] ?? 0;
  const active = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const phrase = kept === 1 ? phrases[reason] : pluralPhrases[reason];
  if (reason === 'max_per_run') {
    const who = kept === 1 ? 'the only eligible CSM' : `all ${kept} eligible CSMs`;
    const text = `Deferred, since ${who} ${phrase}`;
    return until === null ? { text, until } : timed(`${text}; nobody else is free`, until);
  }
  const text = `Deferred, since ${kept} of ${active} active CSMs ${phrase}`;
  return timed(
    kept === active ? `${text}; nobody is eligible` : `${text}; no other is eligible`,
    until,
  );
}

/** What was assumed for the scores that were missing, a sentence each. */
export function describeAssumed({ assumed }: Pick<Explanation, 'assumed'>): string[] {
  return (Object.entries(assumed) as [Score, number][]).map(
    ([score, value]) =>
      `The account’s ${score} is not known; ${Math.round(value * 10) / 10}, usual for the pool, was used`,
  );
}

function timed(text: string, until: number | null): Sentence {
  return { text: until === null ? text : `${text} until`, until };
}
