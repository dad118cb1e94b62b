import type { Format } from '@/components/ui/format';
import { FormattedNumber } from '@/components/ui/format-provider';
import { Tooltip } from '@/components/ui/tooltip';
import { scoreRating, scoreRatings, wholeScore } from '@/lib/engine/describe-score';

const ratingBounds = scoreRatings.map(({ rating, from }) =>
  from > 0 ? `${rating} from ${from}` : `${rating} below`,
);

const explain = (best: string) =>
  `How well this CSM fits, from 0 to 100. At 100, ${best}. Ratings: ${ratingBounds.join(', ')}.`;

/** Says what the number and its word mean. */
export const scoreExplanation = explain('no CSM who is free now or soon fits better');

/**
 * Says what a score means under a policy.
 * @param withinHours see `scoreWithinHours` of the policy
 */
export function explainScore(withinHours: number | null): string {
  if (withinHours === null) return explain('no active CSM of this class fits better, free or not');
  if (withinHours === 24) return explain('waiting a day would not yield a better CSM');
  return explain(`waiting ${withinHours} hours would not yield a better CSM`);
}

/** The score of a recommendation or candidate with its word: "82 good". Null if it has none. */
export function Score({
  value,
  focusable = false,
  explanation = scoreExplanation,
  className,
}: {
  readonly value: number | null;
  /** Makes the explanation a tab stop, for a page's main score. */
  readonly focusable?: boolean;
  readonly explanation?: string;
  readonly className?: string;
}) {
  if (value === null) return <span className={className}>–</span>;
  const rating = scoreRating(value);
  return (
    <Tooltip text={explanation} focusable={focusable} className={className}>
      <span className="whitespace-nowrap">
        <span className="font-medium">
          <FormattedNumber value={wholeScore(value)} />
        </span>
        {rating && <span className="text-ink-muted"> {rating}</span>}
      </span>
    </Tooltip>
  );
}

/** The same as text: "82 (good)". */
export function scoreText(value: number | null, format: Format): string {
  if (value === null) return '–';
  const rating = scoreRating(value);
  const whole = format.number(wholeScore(value));
  return rating ? `${whole} (${rating})` : whole;
}
