'use client';

import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { failureLabels, needsConfirmation } from '@/app/(app)/queue/decision';
import { toneSoftClass } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { bulkOf } from '@/lib/decisions/bulk';
import { statusLabel, toneOf } from './refused-decision';

/**
 * Tells about refused decisions whose records are not on the screen, in a place that is reserved for
 * it: what the person is deciding does not move.
 */
export function RefusedAlert({
  entries,
  compact,
  onShow,
  onShowBulk,
  onDismiss,
}: {
  /** Newest last. */
  readonly entries: readonly OutboxEntry[];
  /** Whether to show a count only, beside something else. */
  readonly compact: boolean;
  readonly onShow: (recommendationId: string) => void;
  /** Shows the outcomes of a bulk decision. */
  readonly onShowBulk: (bulk: string) => void;
  readonly onDismiss: (...entries: readonly OutboxEntry[]) => void;
}) {
  const format = useFormat();
  const entry = entries.at(-1);
  if (!entry) return null;
  const bulk = bulkOf(entry.requestId);
  const together = bulk ? entries.filter(({ requestId }) => bulkOf(requestId) === bulk) : [entry];
  const notices = entries.length - together.length + 1;
  const reason = needsConfirmation(entry) ? '' : ` ${entry.error?.message}`;
  const text =
    together.length > 1
      ? `${failureLabels[entry.verb]}: ${format.number(together.length)} recommendations.`
      : `${statusLabel(entry)}: ${entry.label}.${reason}`;
  const show = () => (bulk ? onShowBulk(bulk) : onShow(entry.recommendationId));
  return (
    <>
      <div
        role="alert"
        className={classNames(
          'ml-auto flex min-w-0 items-center gap-2 rounded-md border border-current/20 py-0.5 pr-1 pl-2 text-xs @max-[640px]:hidden',
          compact && 'hidden',
          toneSoftClass[toneOf(entry)],
        )}
      >
        <span title={text} className="line-clamp-2 min-w-0">
          {notices > 1 && `(1 of ${notices}) `}
          {text}
        </span>
        <span className="flex shrink-0 gap-1">
          <Button size="sm" onClick={show}>
            Show
          </Button>
          <Button size="sm" onClick={() => onDismiss(...together)}>
            Dismiss
          </Button>
        </span>
      </div>
      {/* Where the text does not fit. */}
      <div
        role="alert"
        className={classNames('ml-auto shrink-0', !compact && '@min-[640px]:hidden')}
      >
        <Button size="sm" variant="danger" aria-label={`Show: ${text}`} onClick={show}>
          {`${entries.length} refused`}
        </Button>
      </div>
    </>
  );
}
