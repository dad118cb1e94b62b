'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { RefreshIcon } from '@/components/ui/icons';
import { announce } from '@/components/ui/notifications';
import { runHref } from './links';

const nothingStale = 'No pending recommendation is stale';

/**
 * Places the accounts of stale recommendations again in one run, and tells what became of them. The
 * run continues if the person leaves the page.
 */
export function RefreshStaleButton({
  stale,
  size,
  compact = false,
}: Pick<ButtonProps, 'size'> & {
  /** How many recommendations a refresh places again; undefined while unknown. */
  readonly stale: number | undefined;
  /** Shows only the icon and the number where the container is narrow. */
  readonly compact?: boolean;
}) {
  const router = useRouter();
  const format = useFormat();
  const [isRunning, setIsRunning] = useState(false);
  const count = stale ?? 0;
  const number = format.number(count);
  const label = isRunning ? 'Refreshing…' : count > 0 ? `Refresh ${number} stale` : 'Refresh stale';

  async function refresh() {
    setIsRunning(true);
    announce('Refreshing stale recommendations.');
    const { refreshStale } = await import('./refresh-stale');
    await refreshStale((runId) => router.push(runHref(runId)));
    setIsRunning(false);
    router.refresh();
  }

  return (
    <Button
      size={size ?? 'md'}
      busy={isRunning}
      aria-label={label}
      aria-disabled={count === 0 || undefined}
      title={
        count > 0
          ? 'Recommend a CSM again for accounts whose recommendations are day-old or cannot be decided'
          : nothingStale
      }
      onClick={() => void refresh()}
    >
      {!isRunning && <RefreshIcon />}
      <span className={classNames(compact && '@max-[640px]:hidden')}>{label}</span>
      {compact && count > 0 && !isRunning && (
        <span aria-hidden="true" className="@min-[640px]:hidden">
          {number}
        </span>
      )}
    </Button>
  );
}
