'use client';

import type { ReactNode } from 'react';
import type { DecisionTarget, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { ChevronLeftIcon } from '@/components/ui/icons';
import { EmptyState } from '@/components/ui/page-layout';
import { ReviewSection } from './claude-review';
import { DecisionBar } from './decision-bar';
import { FlagBanner } from './flag-list';
import { DetailsSkeleton, paneStyle } from './queue-layout';
import { DetailsContent } from './recommendation-details';
import { RecordHeader } from './record-header';

const foreignScoreExplanation =
  'The score that another program stored with this recommendation. The reasons and scores below are from current data.';

/** The details of the selected recommendation: beside the table, or over it on narrow screens. */
export function RecommendationPane({
  target,
  id,
  notice,
  refusal,
  details,
  error,
  canDecide,
  open,
  onBack,
  onRetry,
  accept,
  override,
  reject,
  acceptSuggestion,
}: {
  readonly target: DecisionTarget | null;
  readonly id: string | null;
  /** A short notice beside the way back, on narrow screens. */
  readonly notice: ReactNode;
  /** What happened to a decision that the server refused. */
  readonly refusal: ReactNode;
  readonly details: RecommendationDetailsJson | undefined;
  readonly error: Error | null;
  readonly canDecide: boolean;
  readonly open: boolean;
  readonly onBack: () => void;
  readonly onRetry: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  /** Overrides to the CSM that Claude suggests. */
  readonly acceptSuggestion: () => void;
}) {
  return (
    <section
      data-details
      data-print="flow"
      aria-label="Recommendation details"
      className={classNames(
        paneStyle,
        'flex flex-col max-lg:absolute max-lg:inset-0 max-lg:z-10',
        !open && 'max-lg:hidden',
      )}
    >
      <div className="@container flex h-11 shrink-0 items-center gap-2 px-4 lg:hidden">
        <Button size="sm" variant="ghost" aria-label="Back to the table" onClick={onBack}>
          <ChevronLeftIcon />
          Back
        </Button>
        {notice}
      </div>
      {target && (
        <header className="border-b border-line bg-surface px-4 pt-3 pb-3">
          <RecordHeader
            target={target}
            scoreExplanation={details?.explained === 'now' ? foreignScoreExplanation : undefined}
          />
          <DecisionBar
            target={target}
            decision={details?.recommendation.decision ?? null}
            currentCsm={details?.recommendation.currentCsm ?? null}
            canDecide={canDecide}
            {...{ accept, override, reject }}
          />
        </header>
      )}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard.
        tabIndex={0}
        aria-label="Reasons and history"
        aria-busy={!details && !error}
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        {refusal}
        {target && target.state === 'pending' && <FlagBanner target={target} />}
        {target && (
          <ReviewSection
            target={target}
            canDecide={canDecide}
            acceptSuggestion={acceptSuggestion}
          />
        )}
        {details && <DetailsContent details={details} />}
        {error && (
          <Alert
            tone="danger"
            title={details ? 'Could not refresh the details' : 'Could not load the details'}
            className="m-4"
            actions={
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            }
          >
            {error.message}
          </Alert>
        )}
        {!details && !error && id && <DetailsSkeleton />}
        {!id && (
          <EmptyState title="No recommendation selected">
            Select a row to see why its CSM was recommended.
          </EmptyState>
        )}
      </section>
    </section>
  );
}
