'use client';

import { Badge } from '@/components/ui/badge';
import { formatShare } from '@/components/ui/format';
import { Time } from '@/components/ui/time';
import { describeAssumed, describeBestFit, type Sentence } from '@/lib/routing/describe';
import { describeChoice } from '@/lib/routing/describe-factors';
import type { Factor } from '@/lib/routing/types';
import type { RecordJson } from '../queue-row';
import { RecordSection } from './record-section';
import { SignedBar } from './signed-bar';

const factorNames: Readonly<Record<Factor, string>> = {
  accounts: 'Accounts',
  neediness: 'Neediness',
  revenue: 'Revenue',
  red: 'Red accounts',
  experience: 'Experience',
  recency: 'Received lately',
};

/** Why this CSM: each factor as a sentence and how much it says for or against them. */
export function RecordReasons({
  explanation,
  explained,
}: {
  readonly explanation: NonNullable<RecordJson['explanation']>;
  readonly explained: RecordJson['explained'];
}) {
  const bestFit = describeBestFit(explanation);
  const assumed = describeAssumed(explanation);
  return (
    <RecordSection
      title="Why this CSM"
      aside={explanation.alternatives.length > 0 ? 'against ← → for' : undefined}
    >
      {explained === 'now' && (
        <p className="mb-2 text-sm text-ink-muted">
          <Badge tone="info">As things stand now</Badge>
          {' Another program made this recommendation and left no reasons.'}
        </p>
      )}
      <dl className="flex flex-col gap-2">
        {describeChoice(explanation).map(({ factor, sentence, share }) => (
          <div key={factor} className="grid grid-cols-[minmax(0,1fr)_5.5rem] items-center gap-x-4">
            <dt className="sr-only">{factorNames[factor]}</dt>
            <dd className="text-sm">{sentence}.</dd>
            <dd>
              <SignedBar share={share} text={weight(factorNames[factor], share)} />
            </dd>
          </div>
        ))}
      </dl>
      {bestFit && (
        <p className="mt-3 text-sm">
          <Until sentence={bestFit} />
        </p>
      )}
      {assumed.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-sm text-warn">
          {assumed.map((sentence) => (
            <li key={sentence}>{sentence}.</li>
          ))}
        </ul>
      )}
    </RecordSection>
  );
}

/** A sentence of the engine, completed by its time in the reader's zone. */
function Until({ sentence: { text, until } }: { readonly sentence: Sentence }) {
  return (
    <>
      {text}
      {until !== null && (
        <>
          {' '}
          <Time at={until} show="clock" />
        </>
      )}
      .
    </>
  );
}

function weight(name: string, share: number): string {
  if (Math.abs(share) < 0.005) return `${name} makes no difference`;
  const side = share > 0 ? 'for' : 'against';
  return `${name} speaks ${side}: ${formatShare(Math.abs(share))} of the difference`;
}
