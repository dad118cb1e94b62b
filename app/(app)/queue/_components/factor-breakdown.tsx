'use client';

import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { ChevronRightIcon } from '@/components/ui/icons';
import { describeAssumed } from '@/lib/engine/describe';
import { describeChoice, type FactorReason } from '@/lib/engine/describe-factors';
import type { Explanation, Factor } from '@/lib/engine/types';
import { DetailsSection } from './queue-layout';

const factorLabels: Readonly<Record<Factor, string>> = {
  accounts: 'Accounts',
  neediness: 'Neediness',
  revenue: 'Revenue',
  red: 'Red accounts',
  experience: 'Experience',
  recency: 'Recent accounts',
};

const MAX_REASONS = 4;

/** Why this CSM: the most important factors, each as a line and a bar for or against them. */
export function FactorSection({
  explanation,
  explained,
}: {
  readonly explanation: Explanation;
  readonly explained: RecommendationDetailsJson['explained'];
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
    </DetailsSection>
  );
}

function ReasonList({ reasons }: { readonly reasons: readonly FactorReason[] }) {
  const format = useFormat();
  return (
    <dl className="flex flex-col gap-1">
      {reasons.map(({ factor, sentence, share }) => (
        <div key={factor} className="grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3">
          <dt className="sr-only">{factorLabels[factor]}</dt>
          <dd className="text-sm">{sentence}</dd>
          <dd>
            <SignedBar share={share} text={describeShare(factorLabels[factor], share, format)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function describeShare(name: string, share: number, format: Format): string {
  if (share === 0) return `${name}: no difference`;
  const side = share > 0 ? 'for' : 'against';
  return `${name}: ${format.percent(Math.abs(share))} of the difference, ${side}`;
}

/** A bar from the middle for a share from −1 (against, left) to 1 (for, right). */
function SignedBar({ share, text }: { readonly share: number; readonly text: string }) {
  const size = Math.min(1, Math.abs(share)) * 50;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      data-mark
      className="relative block h-2 w-full rounded-full bg-neutral-soft"
    >
      <span
        className={`absolute inset-y-0 ${share < 0 ? 'rounded-l-full bg-warn-solid' : 'rounded-r-full bg-accent'}`}
        style={
          share < 0
            ? { right: '50%', width: `${size.toFixed(1)}%` }
            : { left: '50%', width: `${size.toFixed(1)}%` }
        }
      />
      <span className="absolute -inset-y-0.5 left-1/2 w-px bg-ink-faint" />
    </span>
  );
}
