'use client';

import type { UndoableDecision } from '@/app/(app)/_shell/recent-decisions';
import { progressLabels, successLabels } from '@/app/(app)/queue/decision';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { CloseIcon } from '@/components/ui/icons';
import { verdictLabels } from '@/lib/reviews/labels';
import type { LatestDecision } from './use-decisions';

/** The latest decision, or bulk decision, with Undo, in a place that is reserved for it. */
export function LatestDecisionStatus({
  latest,
  onUndo,
  onShow,
  onHide,
  className,
}: {
  readonly latest: LatestDecision | null;
  readonly onUndo: (decisions: readonly UndoableDecision[]) => void;
  readonly onShow: (recommendationId: string) => void;
  readonly onHide: () => void;
  readonly className?: string;
}) {
  const format = useFormat();
  const text = latest ? textOf(latest, format) : '';
  const [only] = latest?.requests.length === 1 ? latest.requests : [];
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
          {only && latest.confirmed[0]?.revealed && (
            <Button
              size="sm"
              aria-label="Read Claude’s review"
              className="@max-[640px]:hidden"
              onClick={() => onShow(only.recommendationId)}
            >
              Read
            </Button>
          )}
          {latest.verb !== 'undo' && (
            <Button size="sm" keyHint="u" onClick={() => onUndo(latest.requests)}>
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

function textOf({ verb, requests, confirmed }: LatestDecision, format: Format): string {
  const all = format.number(requests.length);
  const label = requests.length === 1 ? requests[0]?.label : `${all} recommendations`;
  const [made] = confirmed;
  if (!made) return `${progressLabels[verb]}: ${label}`;
  if (confirmed.length < requests.length) {
    return `${successLabels[verb]}: ${format.number(confirmed.length)} of ${all} recommendations`;
  }
  const done = `${successLabels[verb]}: ${label}`;
  if (verb === 'undo') return requests.length === 1 ? `${done} is pending again` : done;
  if (requests.length > 1 || !made.revealed) return done;
  const { verdict } = made.revealed;
  const name = verdictLabels[verdict as keyof typeof verdictLabels]?.name ?? verdict;
  return `${done}. Claude’s verdict was ${name}.`;
}
