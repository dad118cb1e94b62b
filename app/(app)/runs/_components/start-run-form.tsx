'use client';

import { useSearchParams } from 'next/navigation';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox, Field, Select } from '@/components/ui/form-controls';
import { PlayIcon } from '@/components/ui/icons';
import type { RunRow } from '@/lib/runs/progress';
import type { StartRunInput } from '@/lib/runs/start-run';
import { AccountPicker, type ChosenAccount } from './account-picker';
import { BatchFields, type BatchInput, BatchPreview, MAX_BATCH_SIZE } from './batch-fields';
import { StartRunError, useStartRun } from './start-run-button';

/** Starts a run of one account or a batch, optionally as a dry run. */
export function StartRunForm({
  routable,
  routableSummary,
  reviewable,
}: {
  /** How many accounts a run can place now. */
  readonly routable: number;
  /** The same as a sentence. */
  readonly routableSummary: string;
  /** Whether Claude can review the recommendations. */
  readonly reviewable: boolean;
}) {
  const { start, busy, error } = useStartRun();
  const [mode, setMode] = useState<RunMode>('batch');
  const [batch, setBatch] = useState<BatchInput>({ size: null, maxPerRun: null });
  const defaultSize = Math.min(Math.max(routable, 1), MAX_BATCH_SIZE);
  const [account, setAccount] = useState<ChosenAccount>();
  const [missing, setMissing] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const [review, setReview] = useState<ReviewTiming>('now');
  const form = useRef<HTMLFormElement>(null);
  useFocusOnStart(form);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const batchSize = Number(new FormData(event.currentTarget).get('batchSize'));
    const drain = batch.maxPerRun !== null && { maxPerRun: batch.maxPerRun };
    if (mode === 'batch') start({ mode, batchSize, ...drain, dryRun, review });
    else if (account) start({ mode, accountId: account.id, dryRun, review });
    else setMissing(true);
  }

  return (
    <form ref={form} onSubmit={submit} aria-label="Start a run" className="flex flex-col gap-4">
      <div className="grid gap-4 md:grid-cols-[auto_minmax(0,1fr)]">
        <RunModeField mode={mode} onMode={setMode} />
        {mode === 'batch' ? (
          <BatchFields
            batch={batch}
            defaultSize={defaultSize}
            sizeHint={routableSummary}
            onBatch={setBatch}
          />
        ) : (
          <Field
            label="Account"
            hint={routableSummary}
            error={missing && !account && 'Choose an account.'}
          >
            {(control) => (
              <AccountPicker control={control} chosen={account} onChoose={setAccount} />
            )}
          </Field>
        )}
      </div>
      {mode === 'batch' && <BatchPreview batch={batch} defaultSize={defaultSize} />}
      {reviewable && !dryRun && <ReviewTimingField review={review} onReview={setReview} />}
      {error && <StartRunError error={error} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Checkbox
          label="Dry run: show the result without saving anything"
          checked={dryRun}
          onChange={(event) => setDryRun(event.target.checked)}
        />
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          aria-disabled={routable === 0}
          className="sm:ml-auto"
        >
          {!busy && <PlayIcon />}
          {dryRun ? 'Start dry run' : 'Start run'}
        </Button>
      </div>
    </form>
  );
}

type RunMode = RunRow['mode'];

const modeOptions: readonly { readonly mode: RunMode; readonly label: string }[] = [
  { mode: 'batch', label: 'Batch' },
  { mode: 'single', label: 'One account' },
];

/** Chooses between a batch and one account. */
function RunModeField({
  mode,
  onMode,
}: {
  readonly mode: RunMode;
  readonly onMode: (mode: RunMode) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">Place</legend>
      <div className="inline-flex rounded-md border border-line bg-sunken p-0.5">
        {modeOptions.map((option) => (
          <label
            key={option.mode}
            className="relative flex h-8 cursor-pointer items-center rounded-sm px-3 text-sm whitespace-nowrap text-ink-muted hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-control has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="mode"
              value={option.mode}
              checked={mode === option.mode}
              onChange={() => onMode(option.mode)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

type ReviewTiming = NonNullable<StartRunInput['review']>;

const reviewOptions: Readonly<
  Record<ReviewTiming, { readonly label: string; readonly hint: string }>
> = {
  now: { label: 'Now', hint: 'Verdicts arrive within minutes.' },
  batch: { label: 'As a batch', hint: 'Half the price. Verdicts arrive within a day.' },
  off: { label: 'No review', hint: 'You can start a review later on the run’s page.' },
};

/** Chooses when Claude reviews the recommendations. */
function ReviewTimingField({
  review,
  onReview,
}: {
  readonly review: ReviewTiming;
  readonly onReview: (review: ReviewTiming) => void;
}) {
  return (
    <Field label="Review by Claude" hint={reviewOptions[review].hint}>
      {(control) => (
        <Select
          {...control}
          value={review}
          onChange={(event) => onReview(event.target.value as ReviewTiming)}
          className="w-full max-w-60"
        >
          {(Object.keys(reviewOptions) as ReviewTiming[]).map((timing) => (
            <option key={timing} value={timing}>
              {reviewOptions[timing].label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Focuses the form when the command "Start a run" has opened the page with `?start=1`. */
function useFocusOnStart(form: RefObject<HTMLFormElement | null>): void {
  const isStart = useSearchParams().has('start');
  useEffect(() => {
    if (!isStart) return;
    form.current?.querySelector<HTMLElement>('[name="batchSize"], button')?.focus();
    // So that the command works again, and a reload does not move the focus.
    window.history.replaceState(null, '', window.location.pathname);
  }, [form, isStart]);
}
