'use client';

import { SentenceWithTime } from '@/app/(app)/_shared/sentence-with-time';
import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { describeAssumed, describeBestFit, describeChoice } from '@/lib/engine/describe';
import type { Factor } from '@/lib/engine/types';
import { DetailsSection } from './queue-layout';

const factorLabels: Readonly<Record<Factor, string>> = {
  accounts: 'Accounts',
  neediness: 'Neediness',
  revenue: 'Revenue',
  red: 'Red accounts',
  experience: 'Experience',
  recency: 'Recent accounts',
};

/** Why this CSM: each factor as a sentence and a bar for or against them. */
export function FactorSection({
  explanation,
  explained,
}: {
  readonly explanation: NonNullable<RecommendationDetailsJson['explanation']>;
  readonly explained: RecommendationDetailsJson['explained'];
}) {
  const format = useFormat();
  const bestFit = describeBestFit(explanation);
  const assumed = describeAssumed(explanation, format.locale);
  return (
    <DetailsSection
      title="Why this CSM"
      note={explanation.alternatives.length > 0 ? 'against ← → for' : undefined}
    >
      {explained === 'now' && (
        <p className="mb-2 text-sm text-ink-muted">
          <Badge tone="info">Based on current data</Badge>
          {' Another program made this recommendation without an explanation.'}
        </p>
      )}
      <dl className="flex flex-col gap-2">
        {describeChoice(explanation, format.locale).map(({ factor, sentence, share }) => (
          <div key={factor} className="grid grid-cols-[minmax(0,1fr)_5.5rem] items-center gap-x-4">
            <dt className="sr-only">{factorLabels[factor]}</dt>
            <dd className="text-sm">{sentence}.</dd>
            <dd>
              <SignedBar share={share} text={describeShare(factorLabels[factor], share, format)} />
            </dd>
          </div>
        ))}
      </dl>
      {bestFit && (
        <p className="mt-3 text-sm">
          <SentenceWithTime sentence={bestFit} />
        </p>
      )}
      {assumed.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-sm text-warn">
          {assumed.map((sentence) => (
            <li key={sentence}>{sentence}.</li>
          ))}
        </ul>
      )}
    </DetailsSection>
  );
}

function describeShare(name: string, share: number, format: Format): string {
  if (Math.abs(share) < 0.005) return `${name}: no difference`;
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
