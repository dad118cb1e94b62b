'use client';

import type { ReactNode } from 'react';
import type { QueuePageJson } from '@/app/(app)/queue/queue-row';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { CloseIcon } from '@/components/ui/icons';
import { MAX_REQUESTS } from '@/lib/decisions/bulk';

/**
 * What can be done with the selected recommendations: in the place of the counts, or above the bottom
 * on phones.
 */
export function BulkBar({
  count,
  page,
  hiddenCount,
  onSelectMatching,
  onAccept,
  onReject,
  onClear,
  children,
}: {
  /** How many recommendations are selected. At least one. */
  readonly count: number;
  readonly page: Pick<QueuePageJson, 'matching' | 'pending'> | undefined;
  /** How many of the page's rows were decided but not yet refreshed. */
  readonly hiddenCount: number;
  readonly onSelectMatching: () => void;
  readonly onAccept: () => void;
  readonly onReject: () => void;
  readonly onClear: () => void;
  /** Further actions. */
  readonly children?: ReactNode;
}) {
  const format = useFormat();
  const selected = format.number(count);
  const matching = page ? page.matching - hiddenCount : 0;
  const selectable = Math.min(matching, MAX_REQUESTS);
  const isFiltered = page !== undefined && page.matching < page.pending;
  const all =
    matching > MAX_REQUESTS
      ? `Select the first ${selectable} of ${format.number(matching)}`
      : `Select all ${format.number(matching)}${isFiltered ? ' that match' : ''}`;
  return (
    <section
      aria-label="Selected recommendations"
      className="flex min-w-0 flex-1 items-center gap-2 bg-surface @max-[640px]:absolute @max-[640px]:inset-x-0 @max-[640px]:bottom-11 @max-[640px]:z-10 @max-[640px]:flex-wrap @max-[640px]:border-t @max-[640px]:border-line @max-[640px]:px-4 @max-[640px]:py-2"
    >
      <p className="shrink-0 text-sm font-medium">{`${selected} selected`}</p>
      {count < selectable && (
        <button
          type="button"
          onClick={onSelectMatching}
          className="min-w-0 truncate text-sm text-accent-ink underline-offset-4 hover:underline"
        >
          {all}
        </button>
      )}
      <span className="ml-auto flex shrink-0 items-center gap-2 @max-[640px]:ml-0 @max-[640px]:w-full">
        <Button
          variant="primary"
          keyHint="a"
          onClick={onAccept}
          className="@max-[640px]:h-9 @max-[640px]:flex-1"
        >
          {`Accept ${selected}`}
        </Button>
        <Button
          variant="danger"
          keyHint="r"
          onClick={onReject}
          className="@max-[640px]:h-9 @max-[640px]:flex-1"
        >
          {`Reject ${selected}…`}
        </Button>
        {children}
        <Button
          size="icon"
          variant="ghost"
          aria-label="Clear the selection"
          aria-keyshortcuts="Escape"
          title="Clear the selection (Esc)"
          onClick={onClear}
        >
          <CloseIcon />
        </Button>
      </span>
    </section>
  );
}
