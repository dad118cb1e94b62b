import type { Format } from '@/components/ui/format';
import { FormattedNumber } from '@/components/ui/format-provider';
import { Tooltip } from '@/components/ui/tooltip';
import { scoreRating, scoreRatings, wholeScore } from '@/lib/engine/describe-score';

const ratingBounds = scoreRatings.map(({ rating, from }) =>
  from > 0 ? `${rating} from ${from}` : `${rating} below`,
);

/** Says what the number and its word mean. */
export const scoreExplanation = `How well this CSM fits, from 0 to 100. At 100, no active CSM of this class fits better, eligible or not. Ratings: ${ratingBounds.join(', ')}.`;

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
