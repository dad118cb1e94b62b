'use client';

import { type ReactNode, Suspense } from 'react';
import { explainScore } from '@/app/(app)/_shared/score';
import type { DecisionTarget, RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { ChevronLeftIcon, ChevronRightIcon } from '@/components/ui/icons';
import { serverRenderedComponent } from '@/components/ui/lazy-component';
import { EmptyState } from '@/components/ui/page-layout';
import { DecisionBar } from './decision-bar';
import { DetailsSkeleton, paneStyle } from './queue-layout';
import { RecordHeader } from './record-header';
import { NoteButton, type NotePurpose } from './use-note-form';
import { useSwipe } from './use-swipe';

const foreignScoreExplanation =
  'The score that another program stored with this recommendation. The reasons and scores below are from current data.';

function scoreExplanationOf(details: RecommendationDetailsJson | undefined): string | undefined {
  if (!details) return undefined;
  return details.explained === 'now'
    ? foreignScoreExplanation
    : explainScore(details.scoreWithinHours);
}

const RecordNotices = serverRenderedComponent(() =>
  import('./recommendation-details').then(({ RecordNotices }) => RecordNotices),
);

const DetailsContent = serverRenderedComponent(() =>
  import('./recommendation-details').then(({ DetailsContent }) => DetailsContent),
);

/** The details of the selected recommendation: beside the table, or over it on narrow screens. */
export function RecommendationPane({
  target,
  id,
  notice,
  refusal,
  details,
  error,
  canDecide,
  hasRows,
  hasSelection,
  open,
  position,
  onBack,
  onMove,
  onRetry,
  onShow,
  note,
  onNote,
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
  /** Whether the table has rows to select. */
  readonly hasRows: boolean;
  /** Whether rows are selected for a bulk decision. */
  readonly hasSelection: boolean;
  readonly open: boolean;
  /** Where the recommendation is among all that match the filters, from 1. */
  readonly position: { readonly nth: number; readonly total: number } | null;
  readonly onBack: () => void;
  /** Shows the next or previous recommendation. */
  readonly onMove: (by: 1 | -1) => void;
  readonly onRetry: () => void;
  /** Shows another recommendation. */
  readonly onShow: (recommendationId: string) => void;
  /** The form for a note, if it is open. */
  readonly note: ReactNode;
  /** Opens it. */
  readonly onNote: (purpose: NotePurpose) => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  /** Overrides to the CSM that Claude suggests. */
  readonly acceptSuggestion: () => void;
}) {
  const format = useFormat();
  const swipe = useSwipe(onMove);
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
        {position && (
          <span className="shrink-0 text-sm text-ink-muted">
            {`${format.number(position.nth)} of ${format.number(position.total)}`}
          </span>
        )}
        {notice}
        {target && canDecide && <NoteButton variant="ghost" onNote={onNote} />}
      </div>
      {target && (
        <header className="bg-surface px-4 pt-3 pb-2.5 max-lg:border-b max-lg:border-line">
          <RecordHeader target={target} scoreExplanation={scoreExplanationOf(details)} />
        </header>
      )}
      {target && (
        <div className="flex items-center gap-1.5 border-line bg-surface max-lg:order-last max-lg:border-t max-lg:p-2 lg:border-b lg:px-4 lg:pb-3">
          <MoveButton by={-1} onMove={onMove} />
          <div className="min-w-0 flex-1">
            <DecisionBar
              target={target}
              details={details}
              canDecide={canDecide}
              hasSelection={hasSelection}
              onShow={onShow}
              accept={accept}
              override={override}
              reject={reject}
            />
          </div>
          {canDecide && <NoteButton className="max-lg:hidden" onNote={onNote} />}
          <MoveButton by={1} onMove={onMove} />
        </div>
      )}
      {note && <div className="border-b border-line bg-surface px-4 py-3">{note}</div>}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard.
        tabIndex={0}
        aria-label="Reasons and history"
        aria-busy={!details && !error}
        {...swipe}
        className="min-h-0 flex-1 touch-pan-y touch-pinch-zoom overflow-y-auto -outline-offset-2 transition-[translate] max-lg:pb-4"
      >
        {refusal}
        <Suspense fallback={<DetailsSkeleton />}>
          {target && (
            <RecordNotices
              target={target}
              canDecide={canDecide}
              acceptSuggestion={acceptSuggestion}
            />
          )}
          {details && <DetailsContent details={details} onShow={onShow} />}
        </Suspense>
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
        {!id && hasRows && (
          <EmptyState title="No recommendation selected">
            Select a row to see why its CSM was recommended.
          </EmptyState>
        )}
      </section>
    </section>
  );
}

/** Shows the next or previous recommendation, within reach of the thumb on narrow screens. */
function MoveButton({
  by,
  onMove,
}: {
  readonly by: 1 | -1;
  readonly onMove: (by: 1 | -1) => void;
}) {
  return (
    <Button
      variant="ghost"
      aria-label={by > 0 ? 'Next recommendation' : 'Previous recommendation'}
      onClick={() => onMove(by)}
      className="h-11! w-9 px-0! lg:hidden"
    >
      {by > 0 ? <ChevronRightIcon /> : <ChevronLeftIcon />}
    </Button>
  );
}
