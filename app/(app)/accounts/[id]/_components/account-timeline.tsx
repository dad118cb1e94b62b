import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { AccountHistory } from '@/lib/analytics/account/get-account-history';
import type { AccountEvent } from '@/lib/analytics/account/types';
import {
  AssignedLine,
  DecidedLine,
  DeferredLine,
  RecommendedLine,
  ReviewedLine,
} from './timeline-events';

/** Everything that is known to have happened to the account, newest first. */
export function AccountTimeline({ history }: { readonly history: AccountHistory }) {
  const { events, total, deferrals } = history;
  return (
    <Panel
      title="Everything that happened"
      aside={<p className="text-sm text-ink-muted">{countLabel(events.length, total)}</p>}
      description={
        deferrals.told < deferrals.total &&
        `${formatNumber(deferrals.total)} runs deferred it; the newest ${deferrals.told} of them are told.`
      }
    >
      {events.length === 0 ? (
        <p className="text-ink-muted">
          Nothing yet. A run will recommend a CSM once the account needs one.
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
                className="w-36 shrink-0 text-sm leading-6 text-ink-muted"
              />
              <div className="min-w-0 flex-1 leading-6 wrap-anywhere">
                <EventLine event={event} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function countLabel(told: number, total: number): string {
  if (told === total) return formatCount(total, 'event');
  return `The newest ${formatNumber(told)} of ${formatNumber(total)} events`;
}

function EventLine({ event }: { readonly event: AccountEvent }) {
  switch (event.kind) {
    case 'needed':
      return <p className="font-medium">Began to need a CSM</p>;
    case 'recommended':
      return <RecommendedLine event={event} />;
    case 'reviewed':
      return <ReviewedLine event={event} />;
    case 'decided':
      return <DecidedLine event={event} />;
    case 'assigned':
      return <AssignedLine event={event} />;
    case 'deferred':
      return <DeferredLine event={event} />;
  }
}
