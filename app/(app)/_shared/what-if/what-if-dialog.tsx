'use client';

import { useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Dialog } from '@/components/ui/dialog';
import { Spinner } from '@/components/ui/spinner';
import type { Scenario } from '@/lib/engine/scenario-types';
import type { WhatIfSubject } from '@/lib/runs/what-if';
import { ComparisonDetails, ComparisonSummary } from './comparison';
import { ScenarioForm } from './scenario-form';
import { useComparison, useWhatIfChoices } from './use-what-if';

const subjectTexts: Readonly<Record<WhatIfSubject['kind'], string>> = {
  recommendation:
    'Compares with what a run would do now with the pending recommendations of this run and the accounts that need a CSM.',
  run: 'Compares with this run, solved again from the data that it used.',
  intake: 'Compares with what a run under the current policy would do now.',
};

/** Compares a run with the same run after a change. Saves nothing. */
export function WhatIfDialog({
  subject,
  pair,
  onClose,
}: {
  readonly subject: WhatIfSubject;
  /** Asks at once what this pair would change. */
  readonly pair: { readonly accountId: string; readonly csm: string } | null;
  readonly onClose: () => void;
}) {
  const choices = useWhatIfChoices(subject);
  const [scenario, setScenario] = useState<Scenario | null>(pair && { kind: 'pair', ...pair });
  const { data: comparison, error, isFetching } = useComparison(subject, scenario);
  const problem = choices.error ?? error;
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={scenario?.kind === 'pair' ? `Why not ${scenario.csm}?` : 'What if…'}
      description={subjectTexts[subject.kind]}
    >
      <div className="flex min-h-[26rem] flex-col gap-4">
        {choices.data && (
          <ScenarioForm
            choices={choices.data}
            initial={{ kind: 'pair', csm: pair?.csm ?? null }}
            isFixedAccount={subject.kind === 'recommendation'}
            onAsk={setScenario}
          />
        )}
        <div role="status" aria-busy={isFetching} aria-label="Comparison">
          {problem ? (
            <Alert tone="warn">{problem.message}</Alert>
          ) : scenario && comparison ? (
            <ComparisonSummary scenario={scenario} comparison={comparison} />
          ) : (
            (choices.isPending || isFetching) && (
              <p className="flex items-center gap-2 text-sm text-ink-muted">
                <Spinner className="size-4" />
                {choices.isPending ? 'Loading…' : 'Solving…'}
              </p>
            )
          )}
        </div>
        {scenario && comparison && !problem && (
          <ComparisonDetails scenario={scenario} comparison={comparison} />
        )}
      </div>
    </Dialog>
  );
}
