'use client';

import Link from 'next/link';
import type { QueuePageJson } from '@/app/(app)/queue/queue-row';
import { type QueueQuery, unfiltered } from '@/app/(app)/queue/search-params';
import { Button, buttonClass } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { InboxIcon, PlayIcon, SearchIcon, TimerIcon } from '@/components/ui/icons';
import { EmptyState } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { accountsToPlace } from '@/lib/accounts/labels';

/** What the table shows instead of rows. */
export function EmptyTable({
  page,
  query,
  error,
  facts,
  onRetry,
  onQuery,
}: {
  /** Undefined if it could not be read. */
  readonly page: QueuePageJson | undefined;
  readonly query: QueueQuery;
  readonly error: Error | null;
  readonly facts: EmptyQueueFacts | null;
  readonly onRetry: () => void;
  readonly onQuery: (change: Partial<QueueQuery>) => void;
}) {
  if (!page) return error && <QueueError error={error} onRetry={onRetry} />;
  if (page.rows.length > 0) return <AllDecided />;
  if (query.snoozed && page.snoozed === 0) {
    return <NothingSnoozed onClear={() => onQuery(unfiltered)} />;
  }
  const [hidden, state] = query.snoozed ? [page.snoozed, 'snoozed'] : [page.pending, 'pending'];
  if (hidden > 0) {
    return <NoMatches hidden={hidden} state={state} onClear={() => onQuery(unfiltered)} />;
  }
  return page.snoozed > 0 ? (
    <AllSnoozed snoozed={page.snoozed} onShow={() => onQuery({ ...unfiltered, snoozed: true })} />
  ) : (
    <EmptyQueue facts={facts} />
  );
}

/** Says that the filters hide every recommendation. */
function NoMatches({
  hidden,
  state,
  onClear,
}: {
  /** How many recommendations the filters hide, and their state as an adjective. */
  readonly hidden: number;
  readonly state: string;
  readonly onClear: () => void;
}) {
  const count = useFormat().count(hidden, `${state} recommendation`);
  return (
    <EmptyState
      icon={<SearchIcon />}
      title="No recommendations match the filters"
      actions={<Button onClick={onClear}>Clear all filters</Button>}
    >
      {`The filters hide ${count}.`}
    </EmptyState>
  );
}

/** What the page says if nothing is pending. */
export interface EmptyQueueFacts {
  readonly hasRuns: boolean;
  /** Accounts that a run could place now. */
  readonly routable: number;
  /** Null if there are no decisions yet. */
  readonly lastDecision: { readonly byName: string; readonly at: Date } | null;
  readonly mayImport: boolean;
}

/** Says why the queue is empty, and links to the runs. */
function EmptyQueue({ facts }: { readonly facts: EmptyQueueFacts | null }) {
  const format = useFormat();
  const routable = facts?.routable ?? 0;
  const accounts =
    routable > 0
      ? `${format.count(routable, ...accountsToPlace)}.`
      : facts && 'No accounts to place.';
  const runsLink = (
    <Link href="/runs" className={buttonClass(routable > 0 ? 'primary' : 'secondary')}>
      {routable > 0 ? 'Start a run' : 'View runs'}
    </Link>
  );
  const importLink = (
    <Link href="/import" className={buttonClass('primary')}>
      Import accounts or CSMs
    </Link>
  );
  if (facts && !facts.hasRuns) {
    return (
      <EmptyState
        icon={<PlayIcon />}
        title="No runs yet"
        actions={facts.mayImport && routable === 0 ? importLink : runsLink}
      >
        {`A run recommends a CSM for each account that needs one. Its recommendations appear here. ${accounts}`}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<InboxIcon />} title="The queue is empty" actions={runsLink}>
      {facts?.lastDecision ? (
        <>
          {`${facts.lastDecision.byName} made the last decision `}
          <Time at={facts.lastDecision.at} />
          {'. '}
        </>
      ) : (
        'Every recommendation has been decided. '
      )}
      {accounts}
    </EmptyState>
  );
}

/** Says that nothing is left but what is snoozed. */
function AllSnoozed({
  snoozed,
  onShow,
}: {
  readonly snoozed: number;
  readonly onShow: () => void;
}) {
  const format = useFormat();
  return (
    <EmptyState
      icon={<TimerIcon />}
      title="Everything is decided or snoozed"
      actions={<Button onClick={onShow}>Show the snoozed ones</Button>}
    >
      {`${format.count(snoozed, 'recommendation is', 'recommendations are')} snoozed and will return automatically.`}
    </EmptyState>
  );
}

/** Says that the filter for what is snoozed has nothing to show. */
function NothingSnoozed({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={<TimerIcon />}
      title="Nothing is snoozed"
      actions={<Button onClick={onClear}>Show the queue</Button>}
    >
      Snooze a recommendation to take it out of the queue for a while.
    </EmptyState>
  );
}

/** Says that everything on the page is decided. Appears only if the next rows don't arrive at once. */
function AllDecided() {
  return (
    <div className="transition-opacity delay-500 starting:opacity-0">
      <EmptyState title="Everything on this page is decided">
        The next recommendations appear when your decisions are saved.
      </EmptyState>
    </div>
  );
}

/** Says why there are no rows. */
function QueueError({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <EmptyState
      title="Could not load the queue"
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      {error.message}
    </EmptyState>
  );
}
