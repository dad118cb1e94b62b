import { currentFormat } from '@/app/(app)/_shared/current-format';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { LastNotification, ListedEvent } from '@/lib/notifications/list-notifications';

/** Every event, whether it is on, and its last notification. */
export function EventList({
  events,
  hasTarget,
}: {
  readonly events: readonly ListedEvent[];
  readonly hasTarget: boolean;
}) {
  return (
    <Panel
      title="Events"
      description={
        <>
          To turn some off, list their names in <code>NOTIFY_OFF</code>, separated by commas.
        </>
      }
      flush
    >
      <ul className="divide-y divide-line">
        {events.map((each) => (
          <li
            key={each.event}
            className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
          >
            <div className="min-w-0">
              <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                {each.label}
                {each.isOn ? <Badge tone="ok">On</Badge> : <Badge>Off</Badge>}
              </h3>
              <p className="text-sm text-ink-muted">{each.description}</p>
              <p className="text-sm text-ink-muted">
                <code>{each.event}</code>
                {hasTarget && !each.isOn && ' is in NOTIFY_OFF.'}
              </p>
            </div>
            <div className="min-w-0 text-sm">
              {each.last ? <Last last={each.last} /> : <p className="text-ink-muted">Never sent</p>}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const statusBadges = {
  pending: <Badge tone="accent">Pending</Badge>,
  delivered: <Badge tone="ok">Delivered</Badge>,
  failed: <Badge tone="danger">Not delivered</Badge>,
} as const satisfies Record<LastNotification['status'], React.ReactNode>;

async function Last({ last }: { readonly last: LastNotification }) {
  const { title, createdAt, status, attempts, nextAttemptAt, lastError } = last;
  const format = await currentFormat();
  return (
    <>
      <p className="break-words">{title}</p>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-muted">
        <Time at={createdAt} show="absolute" />
        {statusBadges[status]}
        {attempts > 1 && <span>{format.count(attempts, 'attempt')}</span>}
      </p>
      {lastError && <p className="break-words text-ink-muted">{lastError}</p>}
      {status === 'pending' && nextAttemptAt && (
        <p className="text-ink-muted">
          Next attempt: <Time at={nextAttemptAt} show="absolute" />
        </p>
      )}
    </>
  );
}
