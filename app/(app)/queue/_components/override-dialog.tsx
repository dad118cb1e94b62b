'use client';

import dynamic from 'next/dynamic';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import {
  type BrokenRules,
  type DecisionChoice,
  expectedBrokenRules,
} from '@/app/(app)/queue/decision';
import { accountLabel, type DecisionTarget } from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { type OverrideReason, overrideReasons } from '@/lib/decisions/labels';
import type { Candidate, Explanation } from '@/lib/engine/types';
import { NoteField, noteProblem, ReasonRadioGroup } from './reason-fields';

// Loaded when the dialog opens, because React Aria is large.
const CandidatePicker = dynamic(
  () => import('./candidate-picker').then(({ CandidatePicker }) => CandidatePicker),
  { ssr: false, loading: PickerSkeleton },
);

/** Asks for another CSM, then for the reason. */
export function OverrideDialog({
  row,
  explanation,
  onCancel,
  onOverride,
}: {
  readonly row: DecisionTarget;
  readonly explanation: Explanation | null;
  readonly onCancel: () => void;
  readonly onOverride: (
    choice: Extract<DecisionChoice, { verb: 'override' }>,
    rules: BrokenRules,
  ) => void;
}) {
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const account = accountLabel(row);
  if (!chosen) {
    return (
      <Dialog open onClose={onCancel} title={`Choose a CSM for ${account}`} bare size="md">
        <div className="p-2 empty:hidden">
          <SignedOutNotice />
        </div>
        <CandidatePicker
          recommendationId={row.id}
          except={row.recommendedCsm}
          alternatives={explanation?.alternatives.map(({ csm }) => csm) ?? []}
          account={account}
          onChoose={setChosen}
        />
      </Dialog>
    );
  }
  return (
    <OverrideReasonDialog
      title={`${account} → ${chosen.csm}`}
      instead={row.recommendedCsm}
      suggested={chosen.csm === row.review?.suggestedCsm}
      onBack={() => setChosen(null)}
      onCancel={onCancel}
      onDone={(reason, note) =>
        onOverride(
          { verb: 'override', csm: chosen.csm, reason, note: note.trim() || null },
          expectedBrokenRules(row, chosen),
        )
      }
    />
  );
}

const { model_suggestion: _, ...reasonsWithoutSuggestion } = overrideReasons;
const FIRST_REASON_SELECTOR = 'input:checked, fieldset:not(:has(:checked)) input';

function OverrideReasonDialog({
  title,
  instead,
  suggested,
  onBack,
  onCancel,
  onDone,
}: {
  readonly title: string;
  readonly instead: string;
  /** Whether Claude suggests this CSM. */
  readonly suggested: boolean;
  readonly onBack: () => void;
  readonly onCancel: () => void;
  readonly onDone: (reason: OverrideReason, note: string) => void;
}) {
  const [reason, setReason] = useState<OverrideReason | null>(
    suggested ? 'model_suggestion' : null,
  );
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(FIRST_REASON_SELECTOR)?.focus(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    const newProblem = reason ? noteProblem(reason, note) : 'Choose a reason.';
    if (reason && !newProblem) return onDone(reason, note);
    setProblem(newProblem);
    form.current?.querySelector<HTMLElement>(reason ? 'textarea' : 'input')?.focus();
  }

  return (
    <Dialog open onClose={onCancel} title={title} description={`Instead of ${instead}.`}>
      <form
        ref={form}
        noValidate
        onSubmit={submit}
        onKeyDown={(event) => {
          const submits =
            event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey;
          if (event.key !== 'Enter' || !submits) return;
          event.preventDefault();
          if (!event.repeat) form.current?.requestSubmit();
        }}
        className="grid gap-4"
      >
        <SignedOutNotice />
        <ReasonRadioGroup
          reasons={suggested ? overrideReasons : reasonsWithoutSuggestion}
          chosen={reason}
          onChoose={(code) => {
            setReason(code);
            setProblem(null);
          }}
          problem={reason ? null : problem}
        />
        <NoteField
          note={note}
          required={reason === 'other'}
          onNote={setNote}
          problem={reason ? problem : null}
        />
        <div className="flex gap-2">
          <Button variant="ghost" onClick={onBack} className="mr-auto">
            Change CSM
          </Button>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="primary" keyHint="Enter">
            Override
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function PickerSkeleton() {
  return (
    <div className="flex h-[27rem] flex-col gap-3 p-4">
      <Skeleton className="h-5 w-1/2" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  );
}
