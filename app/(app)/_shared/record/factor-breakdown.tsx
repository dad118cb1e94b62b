'use client';

import { ReasonList } from '@/app/(app)/_shared/reason-list';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { ChevronRightIcon } from '@/components/ui/icons';
import { describeAssumed } from '@/lib/engine/describe';
import { describeChoice } from '@/lib/engine/describe-factors';
import type { Explanation } from '@/lib/engine/types';
import { DetailsSection } from './details-section';

const MAX_REASONS = 4;

/** Why this CSM: the most important factors, each as a line and a bar for or against them. */
export function FactorSection({
  explanation,
  explained,
  onWhatIf,
}: {
  readonly explanation: Explanation;
  /** `now`: another program gave no explanation, so this one uses current data. */
  readonly explained: 'run' | 'now';
  /** Asks what would change if something were different. */
  readonly onWhatIf: (() => void) | undefined;
}) {
  const format = useFormat();
  const reasons = describeChoice(explanation, format.locale);
  const important = reasons.filter(({ share }) => share !== 0).slice(0, MAX_REASONS);
  const others = reasons.slice(important.length);
  const assumed = describeAssumed(explanation, format.locale);
  return (
    <DetailsSection
      title="Why this CSM"
      note={important.length > 0 ? 'against ← → for, vs. alternatives' : undefined}
    >
      {explained === 'now' && (
        <p className="mb-2 text-sm text-ink-muted">
          <Badge tone="info">Based on current data</Badge>
          {' Another program made this recommendation without an explanation.'}
        </p>
      )}
      {important.length > 0 ? (
        <ReasonList reasons={important} />
      ) : (
        <p className="text-sm text-ink-muted">
          {explanation.alternatives.length === 0
            ? 'No other CSM was eligible.'
            : 'The alternatives fit equally well.'}
        </p>
      )}
      {assumed.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1 text-sm text-warn">
          {assumed.map((sentence) => (
            <li key={sentence}>{sentence}.</li>
          ))}
        </ul>
      )}
      {explanation.alternatives.length > 0 && others.length > 0 && (
        <details className="group mt-1">
          <summary className="flex min-h-6 items-center gap-1.5 text-sm text-ink-muted">
            <ChevronRightIcon className="group-open:rotate-90" />
            All factors
          </summary>
          <div className="mt-1 flex flex-col gap-2">
            <ReasonList reasons={others} />
            <p className="text-xs text-ink-muted">
              Compared with the average of the alternatives. A CSM’s target is their share, by
              capacity, of the accounts that they may take.
            </p>
          </div>
        </details>
      )}
      {onWhatIf && (
        <Button size="sm" variant="ghost" keyHint="W" onClick={onWhatIf} className="mt-1 -ml-2">
          What if…
        </Button>
      )}
    </DetailsSection>
  );
}
