import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { runHref } from '@/app/(app)/_shared/links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import {
  DryRunBadge,
  RolledBackBadge,
  RunStatusBadge,
  runScopeLabel,
} from '@/app/(app)/_shared/run-status';
import { PAGE_SIZE } from '@/app/(app)/runs/search-params';
import { StaticTable } from '@/components/table/static-table';
import { buttonClass } from '@/components/ui/button';
import { PlayIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { countRoutableAccounts } from '@/lib/accounts/search';
import type { listRuns } from '@/lib/runs/read-runs';
import { hasRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';

/** What a run does, and where the accounts come from if there are none to place. */
async function NoRuns({ ctx }: { readonly ctx: Context }) {
  const { needing } = await countRoutableAccounts(ctx);
  const mayImport = hasRole(ctx.person, 'admin');
  return (
    <Panel title="Run history">
      <EmptyState
        title="No runs yet"
        icon={<PlayIcon />}
        actions={
          needing === 0 &&
          mayImport && (
            <Link href="/import" className={buttonClass('primary')}>
              Import accounts or CSMs
            </Link>
          )
        }
      >
        A run recommends a CSM for each account that needs one. A dry run shows the result without
        saving anything.
        {needing === 0 &&
          !mayImport &&
          ' No account needs a CSM yet: ask an admin to import accounts.'}
      </EmptyState>
    </Panel>
  );
}

/** One page of the run history. */
export async function RunList({
  ctx,
  listed,
}: {
  readonly ctx: Context;
  readonly listed: ReturnType<typeof listRuns>;
}) {
  const { runs, total, page } = await listed;
  if (total === 0) return <NoRuns ctx={ctx} />;
  return (
    <Panel
      title="Run history"
      flush
      actions={
        <ListPages
          label="Pages of runs"
          page={page}
          size={PAGE_SIZE}
          total={total}
          href={(to) => (to === 1 ? '/runs' : `/runs?page=${to}`)}
          exportHref="/api/exports/runs"
        />
      }
    >
      <RunTable runs={runs} />
    </Panel>
  );
}

type ListedRun = Awaited<ReturnType<typeof listRuns>>['runs'][number];

/** Runs, newest first, with links to their pages. */
async function RunTable({ runs }: { readonly runs: readonly ListedRun[] }) {
  const format = await currentFormat();
  return (
    <StaticTable
      label="Runs"
      className="min-w-[44rem]"
      columns={[
        { id: 'run', label: 'Run' },
        { id: 'status', label: 'Status' },
        { id: 'started', label: 'Started' },
        { id: 'startedBy', label: 'Started by' },
        { id: 'placed', label: 'Placed', align: 'end' },
        { id: 'deferred', label: 'Deferred', align: 'end' },
        { id: 'duration', label: 'Duration', align: 'end' },
      ]}
      rows={runs.map((run) => ({
        id: run.id,
        cells: {
          run: (
            <span className="flex items-center gap-2">
              <Link
                href={runHref(run.id)}
                prefetch={false}
                className="font-medium text-accent-ink hover:underline"
              >
                {runScopeLabel(run)}
              </Link>
              {run.dryRun && <DryRunBadge />}
              {run.rolledBackAt && <RolledBackBadge />}
            </span>
          ),
          status: <RunStatusBadge {...run} />,
          started: <Time at={run.startedAt} />,
          startedBy: run.startedByName,
          placed: format.number(run.placed),
          deferred: format.number(run.deferred),
          duration: run.finishedAt ? format.duration(+run.finishedAt - +run.startedAt) : '–',
        },
      }))}
    />
  );
}
