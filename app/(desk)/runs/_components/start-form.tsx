'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { PlayIcon } from '@/components/ui/icons';
import { Input } from '@/components/ui/input';
import { AccountPicker, type ChosenAccount } from './account-picker';
import { ModeChoice, type RunMode } from './mode-choice';
import { ReviewChoice, type ReviewHow } from './review-choice';
import { StartFailure } from './start-failure';
import { useStart } from './use-start';

const largestBatch = 500;

/** Starts a run of one account or a batch, dry or for real. */
export function StartForm({
  routable,
  situation,
  reviewable,
}: {
  /** How many accounts a run may place now. */
  readonly routable: number;
  /** The same in a sentence. */
  readonly situation: string;
  /** Whether Claude can review what is recommended. */
  readonly reviewable: boolean;
}) {
  const { start, busy, error } = useStart();
  const [mode, setMode] = useState<RunMode>('batch');
  const [account, setAccount] = useState<ChosenAccount>();
  const [missing, setMissing] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const [review, setReview] = useState<ReviewHow>('now');

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const batchSize = Number(new FormData(event.currentTarget).get('batchSize'));
    if (mode === 'batch') start({ mode, batchSize, dryRun, review });
    else if (account) start({ mode, accountId: account.id, dryRun, review });
    else setMissing(true);
  }

  return (
    <form onSubmit={submit} aria-label="Start a run" className="flex flex-col gap-4">
      <div className="grid gap-4 md:grid-cols-[auto_minmax(0,1fr)]">
        <ModeChoice mode={mode} onMode={setMode} />
        {mode === 'batch' ? (
          <Field label="How many accounts at most" hint={situation}>
            {(control) => (
              <Input
                {...control}
                key={routable}
                name="batchSize"
                type="number"
                inputMode="numeric"
                min={1}
                max={largestBatch}
                step={1}
                required
                defaultValue={Math.min(Math.max(routable, 1), largestBatch)}
                className="max-w-40"
              />
            )}
          </Field>
        ) : (
          <Field
            label="Account"
            hint={situation}
            error={missing && !account && 'Choose the account to place.'}
          >
            {(control) => (
              <AccountPicker control={control} chosen={account} onChoose={setAccount} />
            )}
          </Field>
        )}
      </div>
      {reviewable && !dryRun && <ReviewChoice review={review} onReview={setReview} />}
      {error && <StartFailure error={error} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Checkbox
          label="Dry run: show the whole proposal and write nothing"
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
          {dryRun ? 'Start the dry run' : 'Start the run'}
        </Button>
      </div>
    </form>
  );
}
