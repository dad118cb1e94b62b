'use client';

import { progressLabels, successLabels } from '@/app/(app)/queue/decision';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { CloseIcon } from '@/components/ui/icons';
import { verdictLabels } from '@/lib/reviews/labels';
import type { LatestDecision, UndoableDecision } from './use-decisions';

/** The person's latest decision with Undo, until the next one, in a place that is reserved for it. */
export function LatestDecisionStatus({
  latest,
  onUndo,
  onShow,
  onHide,
  className,
}: {
  readonly latest: LatestDecision | null;
  readonly onUndo: (decision: UndoableDecision) => void;
  readonly onShow: (recommendationId: string) => void;
  readonly onHide: () => void;
  readonly className?: string;
}) {
  const text = latest ? textOf(latest) : '';
  return (
    <div
      role="status"
      aria-label="Latest decision"
      className={classNames('flex min-w-0 items-center gap-2 text-sm', className)}
    >
      {latest && (
        <>
          <span title={text} className="min-w-0 truncate">
            {text}
          </span>
          {latest.confirmed?.revealed && (
            <Button
              size="sm"
              aria-label="Read Claude’s review"
              className="@max-[640px]:hidden"
              onClick={() => onShow(latest.recommendationId)}
            >
              Read
            </Button>
          )}
          {latest.verb !== 'undo' && (
            <Button size="sm" keyHint="u" onClick={() => onUndo(latest)}>
              Undo
            </Button>
          )}
          <button
            type="button"
            aria-label="Hide"
            title="Hide"
            onClick={onHide}
            className="grid size-6 shrink-0 @max-[640px]:hidden place-items-center rounded-md text-ink-muted hover:bg-hover hover:text-ink"
          >
            <CloseIcon />
          </button>
        </>
      )}
    </div>
  );
}

function textOf({ verb, label, confirmed }: LatestDecision): string {
  if (!confirmed) return `${progressLabels[verb]}: ${label}`;
  const done = `${successLabels[verb]}: ${label}`;
  if (verb === 'undo') return `${done} is pending again`;
  if (!confirmed.revealed) return done;
  const { verdict } = confirmed.revealed;
  const name = verdictLabels[verdict as keyof typeof verdictLabels]?.name ?? verdict;
  return `${done}. Claude’s verdict was ${name}.`;
}
