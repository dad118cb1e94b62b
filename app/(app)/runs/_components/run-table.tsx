import Link from 'next/link';
import { DryRunBadge, RunStatusBadge, runScopeLabel } from '@/app/(app)/_shared/run-status';
import { PAGE_SIZE } from '@/app/(app)/runs/search-params';
import { Table, Td, Th } from '@/components/table/table';
import { formatDuration, formatNumber } from '@/components/ui/format';
import { PlayIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import { Pagination } from '@/components/ui/pagination';
import { Time } from '@/components/ui/time';
import type { listRuns } from '@/lib/runs/read-runs';

/** A page of the runs there have been. */
export async function RunList({ listed }: { readonly listed: ReturnType<typeof listRuns> }) {
  const { runs, total, page } = await listed;
  if (total === 0) {
    return (
      <Panel title="Runs so far">
        <EmptyState title="The engine has not run yet" icon={<PlayIcon />}>
          A run proposes a CSM for every account that needs one. A dry run shows what it would
          propose without writing anything.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title="Runs so far"
      flush
      aside={
        <Pagination
          page={page}
          size={PAGE_SIZE}
          total={total}
          href={(to) => (to === 1 ? '/runs' : `/runs?page=${to}`)}
        />
      }
    >
      <RunTable runs={runs} />
    </Panel>
  );
}

type ListedRun = Awaited<ReturnType<typeof listRuns>>['runs'][number];

/** Runs, newest first, each leading to its page. */
function RunTable({ runs }: { readonly runs: readonly ListedRun[] }) {
  return (
    <Table label="Runs" className="min-w-[44rem]">
      <thead>
        <tr>
          <Th>Run</Th>
          <Th>State</Th>
          <Th>Started</Th>
          <Th>By</Th>
          <Th end>Placed</Th>
          <Th end>Deferred</Th>
          <Th end>Took</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id} className="hover:bg-hover">
            <Td>
              <span className="flex items-center gap-2">
                <Link
                  href={`/runs/${run.id}`}
                  prefetch={false}
                  className="font-medium text-accent-ink hover:underline"
                >
                  {runScopeLabel(run)}
                </Link>
                {run.dryRun && <DryRunBadge />}
              </span>
            </Td>
            <Td>
              <RunStatusBadge {...run} />
            </Td>
            <Td>
              <Time at={run.startedAt} />
            </Td>
            <Td>{run.startedByName}</Td>
            <Td end>{formatNumber(run.placed)}</Td>
            <Td end>{formatNumber(run.deferred)}</Td>
            <Td end>{run.finishedAt ? formatDuration(+run.finishedAt - +run.startedAt) : '–'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
