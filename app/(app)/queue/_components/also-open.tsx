'use client';

import { useSyncExternalStore } from 'react';
import { useOthersOn, useReportOpenRecord } from '@/app/(app)/_live/presence';
import { classNames } from '@/components/ui/class-names';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { EyeIcon } from '@/components/ui/icons';
import { NARROW_SCREEN } from './queue-layout';

/** Who else has the record open, in a place that is reserved for it. */
export function AlsoOpen({
  recommendationId,
  className,
}: {
  readonly recommendationId: string;
  readonly className?: string;
}) {
  const names = useOthersOn(recommendationId);
  const format = useFormat();
  return (
    <span
      role="status"
      aria-label="Also open"
      title={names.length > 0 ? format.list(names) : undefined}
      className={classNames('flex min-w-0 items-center gap-1 text-xs text-accent-ink', className)}
    >
      {names.length > 0 && (
        <>
          <EyeIcon className="size-3.5 shrink-0" />
          <span className="truncate">{describePeople(names, format)}</span>
        </>
      )}
    </span>
  );
}

function describePeople(names: readonly string[], format: Format): string {
  const [first, second, ...others] = names;
  if (second === undefined) return `${first} also has this open`;
  if (others.length === 0) return `${first} and ${second} also have this open`;
  return `${first} and ${format.number(names.length - 1)} others also have this open`;
}

/** A mark on the row of a recommendation that someone else has open. */
export function OpenElsewhereMark({ recommendationId }: { readonly recommendationId: string }) {
  const names = useOthersOn(recommendationId);
  const format = useFormat();
  if (names.length === 0) return null;
  const text = `Open: ${format.list(names)}`;
  return (
    <span title={text} className="text-accent-ink">
      <EyeIcon className="size-3.5" />
      <span className="sr-only">{text}</span>
    </span>
  );
}

/**
 * Tells others which record this person has open.
 * @param open whether the record covers the table on a narrow screen
 */
export function useReportVisibleRecord(recommendationId: string | null, open: boolean): void {
  const isNarrow = useSyncExternalStore(subscribeToWidth, isNarrowScreen, () => false);
  useReportOpenRecord(open || !isNarrow ? recommendationId : null);
}

const isNarrowScreen = () => window.matchMedia(NARROW_SCREEN).matches;

function subscribeToWidth(listener: () => void): () => void {
  const media = window.matchMedia(NARROW_SCREEN);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}
