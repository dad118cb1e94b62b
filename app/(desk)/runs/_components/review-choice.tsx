import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { StartRunInput } from '@/lib/runs/start-run';

export type ReviewHow = NonNullable<StartRunInput['review']>;

const choices: Readonly<Record<ReviewHow, { readonly label: string; readonly hint: string }>> = {
  now: { label: 'Now', hint: 'Verdicts come within minutes of the recommendations.' },
  batch: { label: 'As a batch', hint: 'At half the price; verdicts come within a day.' },
  off: { label: 'Not at all', hint: 'The run’s page lets you ask for it later.' },
};

/** When Claude reviews what the run recommends. */
export function ReviewChoice({
  review,
  onReview,
}: {
  readonly review: ReviewHow;
  readonly onReview: (review: ReviewHow) => void;
}) {
  return (
    <Field label="Claude reviews the recommendations" hint={choices[review].hint}>
      {(control) => (
        <Select
          {...control}
          value={review}
          onChange={(event) => onReview(event.target.value as ReviewHow)}
          className="w-full max-w-60"
        >
          {(Object.keys(choices) as ReviewHow[]).map((how) => (
            <option key={how} value={how}>
              {choices[how].label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
