'use client';

import { useState } from 'react';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import {
  type BrokenRules,
  type DecisionChoice,
  expectedBrokenRules,
} from '@/app/(app)/queue/decision';
import { accountLabel, type DecisionTarget } from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { type OverrideReason, overrideReasons } from '@/lib/decisions/labels';
import type { Candidate, Explanation } from '@/lib/engine/types';
import { CandidatePicker } from './candidate-picker';
import { OverrideCost } from './override-cost';
import { ReasonForm } from './reason-form';

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
  const { csm } = chosen;
  const isSuggested = csm === row.review?.suggestedCsm;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${account} → ${csm}`}
      description={`Instead of ${row.recommendedCsm}.`}
    >
      <OverrideCost row={row} chosen={chosen} />
      <ReasonForm<OverrideReason>
        reasons={isSuggested ? reasonsWithSuggestion : otherReasons}
        initial={isSuggested ? 'model_suggestion' : null}
        submitLabel="Override"
        onSubmit={(reason, note) =>
          onOverride({ verb: 'override', csm, reason, note }, expectedBrokenRules(row, chosen))
        }
        onCancel={onCancel}
      >
        <Button variant="ghost" onClick={() => setChosen(null)} className="mr-auto">
          Change CSM
        </Button>
      </ReasonForm>
    </Dialog>
  );
}

const { model_suggestion, ...otherReasons } = overrideReasons;
// Last, so that each digit means the same reason for every CSM.
const reasonsWithSuggestion = { ...otherReasons, model_suggestion };
