import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { Badge } from '@/components/ui/badge';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { ListedJob } from '@/lib/schedule/list-jobs';

/** A scheduled job: its times, its last execution, and what it missed. */
export function JobPanel({ job }: { readonly job: ListedJob }) {
  const { label, description, turnOnHint, schedule, last, missed } = job;
  return (
    <Panel title={label} description={description} actions={!schedule && <Badge>Off</Badge>}>
      <DescriptionList>
        <DescriptionItem
          name="Schedule"
          more={schedule ? `Cron fields, in ${schedule.timeZone}` : undefined}
        >
          {schedule ? <code>{schedule.cron}</code> : turnOnHint}
        </DescriptionItem>
        <DescriptionItem name="Next">
          {schedule?.nextAt ? <Time at={schedule.nextAt} show="absolute" /> : 'Not scheduled'}
        </DescriptionItem>
        <DescriptionItem name="Last">
          {last ? <LastExecution last={last} /> : 'Never'}
        </DescriptionItem>
        <DescriptionItem
          name="Missed"
          more={missed && 'No server was running. Nothing was made up for.'}
        >
          {missed ? <MissedTimes missed={missed} /> : 'None'}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

type Last = NonNullable<ListedJob['last']>;

const statusBadges = {
  started: <Badge tone="accent">In progress</Badge>,
  succeeded: <Badge tone="ok">Succeeded</Badge>,
  failed: <Badge tone="danger">Failed</Badge>,
  interrupted: <Badge tone="warn">Interrupted</Badge>,
} as const satisfies Record<Last['status'], React.ReactNode>;

function LastExecution({ last }: { readonly last: Last }) {
  const { status, dueAt, message, runId } = last;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Time at={dueAt} show="absolute" />
        {statusBadges[status]}
      </span>
      {status === 'interrupted' && (
        <p className="text-sm text-ink-muted">The server stopped before it ended.</p>
      )}
      {message && <p className="text-sm text-ink-muted">{message}</p>}
      {runId && (
        <Link
          href={`/runs/${runId}`}
          prefetch={false}
          className="text-sm text-accent-ink underline underline-offset-2"
        >
          Open the run
        </Link>
      )}
    </>
  );
}

async function MissedTimes({ missed }: { readonly missed: NonNullable<ListedJob['missed']> }) {
  const { count, from, until } = missed;
  const format = await currentFormat();
  if (count === 1) return <Time at={from} show="absolute" />;
  return (
    <>
      {format.number(count)} times from <Time at={from} show="absolute" /> to{' '}
      <Time at={until} show="absolute" />
    </>
  );
}
