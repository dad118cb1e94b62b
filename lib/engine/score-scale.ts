/** The scores that have a scale. */
export const scaledScores = {
  neediness_score: { label: 'neediness', max: 10 },
  health_score: { label: 'health', max: 100 },
} as const;
export type ScaledScore = keyof typeof scaledScores;

/** Fewer values say too little about a scale. */
const MIN_VALUES = 5;

/**
 * The scale that a score's values seem to be on instead of ours; null if ours is plausible. Real scores
 * reach the upper half of their scale, so values that never exceed 1 (or 10, of 100) are suspicious.
 * @param values how many values there are, and the highest
 */
export function unlikelyScale(
  score: ScaledScore,
  values: { readonly count: number; readonly highest: number },
): 'fraction' | '0 to 10' | null {
  const { max } = scaledScores[score];
  if (values.count < MIN_VALUES || values.highest <= 0) return null;
  if (values.highest <= 1) return 'fraction';
  return max > 10 && values.highest <= 10 ? '0 to 10' : null;
}
