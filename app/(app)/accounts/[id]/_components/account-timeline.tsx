import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { AccountHistory } from '@/lib/analytics/account/get-account-history';
import type { AccountEvent } from '@/lib/analytics/account/types';
import { AccountNote } from './account-note';
import { AssignedLine, DecidedLine, NotedLine } from './decision-events';
import { DeferredLine, RecommendedLine, ReviewedLine } from './run-events';

/** The account's history, newest first. */
export function AccountTimeline({
  history: { id, events, total, deferrals },
  format,
  canAddNotes,
}: {
  readonly history: AccountHistory;
  readonly format: Format;
  readonly canAddNotes: boolean;
}) {
  const count =
    events.length === total
      ? format.count(total, 'event')
      : `The newest ${format.number(events.length)} of ${format.number(total)} events`;
  return (
    <Panel
      title="History"
      actions={<p className="text-sm text-ink-muted">{count}</p>}
      description={
        deferrals.shown < deferrals.total &&
        `${format.number(deferrals.total)} runs deferred the account. The newest ${format.number(deferrals.shown)} are shown.`
      }
    >
      {canAddNotes && <AccountNote accountId={id} />}
      {events.length === 0 ? (
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
    case 'assigned':
      return <AssignedLine event={event} />;
    case 'deferred':
      return <DeferredLine event={event} />;
  }
}
