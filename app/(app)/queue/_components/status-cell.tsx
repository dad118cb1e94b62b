'use client';

import { accountLabel, type QueueRow } from '@/app/(app)/queue/queue-row';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { useNow } from '@/components/ui/time';
import { flagLabels } from '@/lib/decisions/labels';

const secondLine = 'block truncate text-xs/4 text-ink-muted';

/** Whether the recommendation can be decided, from when on, or which rules it breaks. */
export function StatusCell({ row }: { readonly row: QueueRow }) {
  const { snoozed, readiness, waitingSince, overdue } = row;
  return (
    <>
      {snoozed ? (
        <Snoozed until={snoozed.until} byName={snoozed.byName} />
      ) : readiness?.kind === 'later' ? (
        <ReadyLater at={readiness.at} after={readiness.after} flags={row.flags} />
      ) : row.flags.length > 0 ? (
        <Flags row={row} />
      ) : readiness?.kind === 'blocked' ? (
        <span title="The CSM receives other accounts first, and this recommendation would be a day old by then.">
          Not ready
          <span className={secondLine}>CSM taken</span>
        </span>
      ) : (
        <span className="text-ink-muted">Ready</span>
      )}
      {/* Where there is no column for it. */}
      <span className="block truncate text-xs/4 text-ink-muted @min-[760px]:hidden">
        {waitingSince !== null && (
          <>
            <Age at={waitingSince} />
            {' waiting'}
          </>
        )}
        {overdue && <OverdueMark />}
      </span>
    </>
  );
}

function ReadyLater({
  at,
  after,
  flags,
}: {
  readonly at: string;
  readonly after: Extract<QueueRow['readiness'], { kind: 'later' }>['after'];
  readonly flags: QueueRow['flags'];
}) {
  const now = useNow();
  const format = useFormat();
  const date = new Date(at);
  const time = format.clock(date, now);
  const account = after && accountLabel(after);
  const condition = account ? `once ${account} is decided, from` : 'from';
  const title = [`Ready ${condition} ${time}`, ...flags.map(flagName)].join('. ');
  return (
    <span title={title} suppressHydrationWarning>
      <time dateTime={at} className="block truncate" suppressHydrationWarning>
        {`Ready ${shortTime(date, now, format)}`}
      </time>
      <span className={secondLine}>
        {account ? (
          <>
            {'after '}
            <bdi>{account}</bdi>
          </>
        ) : (
          flags.map((flag) => flagLabels[flag].short).join(', ')
        )}
      </span>
    </span>
  );
}

function Snoozed({ until, byName }: { readonly until: string | null; readonly byName: string }) {
  const now = useNow();
  const format = useFormat();
  const end = until === null ? null : new Date(until);
  const time = end ? format.clock(end, now) : 'it is ready';
  return (
    <span title={`Snoozed by ${byName} until ${time}`} suppressHydrationWarning>
      Snoozed
      <span className={secondLine} suppressHydrationWarning>
        {`until ${end ? shortTime(end, now, format) : 'ready'}`}
      </span>
    </span>
  );
}

function Flags({ row: { flags, coolingUntil, awayUntil } }: { readonly row: QueueRow }) {
  const now = useNow();
  const format = useFormat();
  const [first, ...others] = flags;
  if (!first) return null;
  const until = { cooling: coolingUntil, away: awayUntil }[first as 'cooling' | 'away'];
  const end = until ? new Date(until) : null;
  const names = flags.map(flagName).join(', ');
  return (
    <span title={end ? `${names} until ${format.clock(end, now)}` : names} suppressHydrationWarning>
      <span className="flex items-center gap-1">
        <Badge tone="warn" className="min-w-0">
          <span aria-hidden="true" className="truncate">
            {flagLabels[first].short}
          </span>
          <span className="sr-only">{flagName(first)}</span>
        </Badge>
        {others.length > 0 && <span className="text-xs text-ink-muted">+{others.length}</span>}
      </span>
      {end && (
        <span className={secondLine} suppressHydrationWarning>
          {`until ${shortTime(end, now, format)}`}
        </span>
      )}
    </span>
  );
}

/** The time of a moment today, or the day of another. */
function shortTime(at: Date, now: number, format: Format): string {
  const isToday = format.day(at) === format.day(new Date(now));
  return isToday ? format.clock(at, now) : format.day(at, 'short');
}

function flagName(flag: QueueRow['flags'][number]): string {
  return flagLabels[flag].name;
}

/** Since when the account has needed a CSM, and whether it has been pending too long. */
export function WaitingCell({ row: { waitingSince, overdue } }: { readonly row: QueueRow }) {
  return (
    <>
      {waitingSince === null ? '–' : <Age at={waitingSince} />}
      {overdue && <OverdueMark />}
    </>
  );
}

function OverdueMark() {
  return (
    <span
      title="Pending longer than the policy allows"
      className="block truncate text-xs/4 font-medium text-warn"
    >
      Overdue
    </span>
  );
}

/** A length of time until now: its column says of what. */
export function Age({ at }: { readonly at: string }) {
  const now = useNow();
  const format = useFormat();
  const date = new Date(at);
  return (
    <time dateTime={at} title={format.dateTimeZone(date)} suppressHydrationWarning>
      {format.relative(date, now).replace(/ ago$/, '').replace('just now', 'now')}
    </time>
  );
}
