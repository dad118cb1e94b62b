import type { ReactNode } from 'react';
import { LastReview } from '@/app/(app)/_shared/last-review';
import { StatusDot } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatCents, formatList, formatNumber, formatPercent } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Meter } from '@/components/ui/progress';
import { Skeleton } from '@/components/ui/skeleton';
import type { getReviewStatus, ReviewStatus } from '@/lib/reviews/get-review-status';
import { disabledReasonLabels } from '@/lib/reviews/labels';
import { PRICES_AS_OF } from '@/lib/reviews/token-usage';

/** Whether Claude reviews, by which model, what was used this month, and the last review. */
export async function StatusPanel({
  standing,
}: {
  readonly standing: ReturnType<typeof getReviewStatus>;
}) {
  const { off, model, promptVersion, blindShare, month, last } = await standing;
  return (
    <Panel title="How it stands">
      <StatusFacts
        facts={{
          state: <EnabledState off={off} />,
          model: model ?? '–',
          prompt: (
            <FactWithNote
              more={`${formatPercent(blindShare, 1)} of verdicts are kept back until decided`}
            >
              Version {promptVersion}
            </FactWithNote>
          ),
          tokens: <Tokens {...month} />,
          cost: (
            <FactWithNote more={costNote(month.unpriced)}>{formatCents(month.cost)}</FactWithNote>
          ),
          last: <LastReview last={last} />,
        }}
      />
    </Panel>
  );
}

function EnabledState({ off }: Pick<ReviewStatus, 'off'>) {
  if (off === null) {
    return (
      <FactWithNote more="Each run that is saved, unless it is started without.">
        <StatusDot tone="ok" label="On">
          Yes
        </StatusDot>
      </FactWithNote>
    );
  }
  return (
    <FactWithNote more={`${disabledReasonLabels[off]} Everything else works.`}>
      <StatusDot tone="neutral" label="Off">
        No
      </StatusDot>
    </FactWithNote>
  );
}

function Tokens({ tokens, limit }: ReviewStatus['month']) {
  if (limit === null) {
    return <FactWithNote more="The policy sets no limit.">{formatNumber(tokens)}</FactWithNote>;
  }
  const share = limit === 0 ? 1 : tokens / limit;
  const text = `${formatNumber(tokens)} of ${formatNumber(limit)}`;
  return (
    <>
      {text}
      <Meter
        share={share}
        text={`Tokens this month: ${text}`}
        tone={share >= 1 ? 'danger' : share >= 0.8 ? 'warn' : 'accent'}
      />
      {share >= 1 && <p className="text-xs text-ink-muted">Spent: nothing more is asked.</p>}
    </>
  );
}

function costNote(unpriced: readonly string[]): string {
  const without = unpriced.length > 0 ? `, without ${formatList(unpriced)}` : '';
  return `US dollars by the list prices of ${PRICES_AS_OF}${without}`;
}

/** A fact and what else is to be known of it. */
function FactWithNote({
  children,
  more,
}: {
  readonly children: React.ReactNode;
  readonly more: string;
}) {
  return (
    <>
      {children}
      <p className="text-xs text-ink-muted">{more}</p>
    </>
  );
}

/** What is told of how review stands, in the order of the page. */
export interface StatusFactsContent {
  readonly state: ReactNode;
  readonly model: ReactNode;
  readonly prompt: ReactNode;
  readonly tokens: ReactNode;
  readonly cost: ReactNode;
  readonly last: ReactNode;
}

const FACT_NAMES: Readonly<Record<keyof StatusFactsContent, string>> = {
  state: 'Runs are reviewed',
  model: 'Model',
  prompt: 'Prompt',
  tokens: 'Tokens this month',
  cost: 'Estimated cost this month',
  last: 'Last review',
};

/** The facts, or their places before they are there. */
export function StatusFacts({ facts }: { readonly facts: StatusFactsContent | null }) {
  return (
    <DescriptionList columns="sm:grid-cols-2 lg:grid-cols-3">
      {(Object.keys(FACT_NAMES) as (keyof StatusFactsContent)[]).map((key) => (
        // Room for three lines each, so that nothing moves when they come.
        <DescriptionItem key={key} name={FACT_NAMES[key]} className="min-h-18">
          {facts ? facts[key] : <Skeleton className="mt-1 h-4 w-32" />}
        </DescriptionItem>
      ))}
    </DescriptionList>
  );
}
