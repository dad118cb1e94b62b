'use client';

import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ChevronLeftIcon } from '@/components/ui/icons';
import { accountHref } from '../../hrefs';
import { accountLabel, type Target } from '../queue-row';
import { DecisionBar } from './decision-bar';
import { paneStyle } from './layout';
import { Record } from './record';
import { RecordFlags } from './record-flags';
import { RecordReview } from './record-review';
import { RecordSkeleton } from './record-skeleton';
import type { Held } from './record-store';
import { recordHeadingId } from './use-selection';

/** The record in focus: beside the table, or over it where there is no room. */
export function RecordPane({
  target,
  id,
  held,
  mayDecide,
  open,
  onBack,
  onRetry,
  accept,
  override,
  reject,
  follow,
}: {
  readonly target: Target | null;
  readonly id: string | null;
  readonly held: Held | undefined;
  readonly mayDecide: boolean;
  readonly open: boolean;
  readonly onBack: () => void;
  readonly onRetry: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  /** Overrides to the CSM that Claude suggests. */
  readonly follow: () => void;
}) {
  const record = held?.record;
  return (
    <section
      data-record
      data-print="flow"
      aria-label="Record"
      className={classNames(
        paneStyle,
        'flex flex-col max-lg:absolute max-lg:inset-0 max-lg:z-10',
        !open && 'max-lg:hidden',
      )}
    >
      <div className="px-4 pt-2 lg:hidden">
        <Button size="sm" variant="ghost" keyHint="Esc" onClick={onBack}>
          <ChevronLeftIcon />
          Back to the table
        </Button>
      </div>
      {target && (
        <header className="border-b border-line bg-surface px-4 pt-3 pb-3">
          <h2
            id={recordHeadingId}
            tabIndex={-1}
            className="line-clamp-2 text-lg leading-snug font-semibold"
          >
            <Link
              href={accountHref(target.accountId)}
              prefetch={false}
              className="underline-offset-4 hover:underline"
            >
              {accountLabel(target)}
            </Link>
          </h2>
          <p className="truncate text-xs text-ink-muted">
            {[
              target.accountId,
              record?.recommendation.segment,
              record?.recommendation.level,
              record?.recommendation.industry,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <DecisionBar
            target={target}
            decision={record?.recommendation.decision ?? null}
            currentCsm={record?.recommendation.currentCsm ?? null}
            mayDecide={mayDecide}
            {...{ accept, override, reject }}
          />
        </header>
      )}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label="Reasons and history"
        aria-busy={!record && !held?.error}
        className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      >
        {target && target.state === 'pending' && <RecordFlags target={target} />}
        {target && <RecordReview target={target} mayDecide={mayDecide} follow={follow} />}
        {held?.error && (
          <Alert
            tone="danger"
            title={record ? 'This record could not be read anew' : 'This record could not be read'}
            className="m-4"
            actions={
              <Button size="sm" onClick={onRetry}>
                Try again
              </Button>
            }
          >
            {held.error.message}
          </Alert>
        )}
        {record && <Record record={record} />}
        {!record && !held?.error && id && <RecordSkeleton head={!target} />}
        {!id && (
          <EmptyState title="No record">
            Choose a row to see why its CSM was recommended.
          </EmptyState>
        )}
      </section>
    </section>
  );
}
