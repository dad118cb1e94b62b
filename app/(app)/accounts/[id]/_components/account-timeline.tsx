import { accountHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { type AccountHistory, eventsPageSize } from '@/lib/analytics/account/get-account-history';
import type { AccountEvent } from '@/lib/analytics/account/types';
import { AccountNote } from './account-note';
import { AssignedLine, DecidedLine, MarkedLine, NotedLine } from './decision-events';
import { DeferredLine, RecommendedLine, ReviewedLine } from './run-events';

/** The account's history, newest first. */
export function AccountTimeline({
  history: { id, events, page, total },
  format,
  canAddNotes,
}: {
  readonly history: AccountHistory;
  readonly format: Format;
  readonly canAddNotes: boolean;
}) {
  return (
    <Panel
      title="History"
      actions={
        <ListPages
          label="Pages of the history"
          page={page}
          size={eventsPageSize}
          total={total}
          href={(to) => accountHref(id) + (to === 1 ? '' : `?page=${to}`)}
          exportHref={`/api/exports/account?${new URLSearchParams({ id })}`}
        />
      }
    >
      {canAddNotes && <AccountNote accountId={id} />}
      {total === 0 ? (
        <p className="text-ink-muted">
          Nothing yet. A run recommends a CSM once the account needs one.
        </p>
      ) : (
        <ol className="flex flex-col" aria-label="Newest first">
          {events.map((event) => (
            <li
              key={event.id}
              className="flex break-inside-avoid gap-x-6 border-line py-2.5 not-first:border-t max-sm:flex-col"
            >
              <Time
                at={event.at}
                show="absolute"
                className="w-44 shrink-0 text-sm leading-6 text-ink-muted"
              />
              <div className="min-w-0 flex-1 leading-6 wrap-anywhere">
                <EventLine event={event} format={format} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function EventLine({ event, format }: { readonly event: AccountEvent; readonly format: Format }) {
  switch (event.kind) {
    case 'needed':
      return <p className="font-medium">Started to need a CSM</p>;
    case 'recommended':
      return <RecommendedLine event={event} format={format} />;
    case 'reviewed':
      return <ReviewedLine event={event} format={format} />;
    case 'decided':
      return <DecidedLine event={event} format={format} />;
    case 'noted':
      return <NotedLine event={event} />;
    case 'marked':
      return <MarkedLine event={event} />;
    case 'assigned':
      return <AssignedLine event={event} />;
    case 'deferred':
      return <DeferredLine event={event} />;
  }
}
