/** The words for a score, from the best, each with the lowest whole score that it applies to. */
export const scoreRatings = [
  { rating: 'excellent', from: 85 },
  { rating: 'good', from: 60 },
  { rating: 'fair', from: 35 },
  { rating: 'poor', from: 0 },
] as const;

export type ScoreRating = (typeof scoreRatings)[number]['rating'];

/**
 * A score as a whole number, as people read it. Only a score of exactly 100 is shown as 100, because
 * 100 means that no CSM would have been better.
 */
export function wholeScore(score: number): number {
  const whole = Math.round(score);
  return whole === 100 && score < 100 ? 99 : whole;
}

/** The word for a score, from its whole number. Null outside 0–100: it is on another scale. */
export function scoreRating(score: number): ScoreRating | null {
  if (!(score >= 0 && score <= 100)) return null;
  const whole = wholeScore(score);
  return scoreRatings.find(({ from }) => whole >= from)?.rating ?? null;
}
