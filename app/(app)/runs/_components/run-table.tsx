import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { DryRunBadge, RunStatusBadge, runScopeLabel } from '@/app/(app)/_shared/run-status';
import { PAGE_SIZE } from '@/app/(app)/runs/search-params';
import { Table, Td, Th } from '@/components/table/table';
import { PlayIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import { Pagination } from '@/components/ui/pagination';
import { Time } from '@/components/ui/time';
import type { listRuns } from '@/lib/runs/read-runs';

/** One page of the run history. */
export async function RunList({ listed }: { readonly listed: ReturnType<typeof listRuns> }) {
  const { runs, total, page } = await listed;
  if (total === 0) {
    return (
      <Panel title="Run history">
        <EmptyState title="No runs yet" icon={<PlayIcon />}>
          A run recommends a CSM for each account that needs one. A dry run shows the result without
          saving anything.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title="Run history"
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

/** Runs, newest first, with links to their pages. */
async function RunTable({ runs }: { readonly runs: readonly ListedRun[] }) {
  const format = await currentFormat();
  return (
    <Table label="Runs" className="min-w-[44rem]">
      <thead>
        <tr>
          <Th>Run</Th>
          <Th>Status</Th>
          <Th>Started</Th>
          <Th>Started by</Th>
          <Th end>Placed</Th>
          <Th end>Deferred</Th>
          <Th end>Duration</Th>
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
            <Td end>{format.number(run.placed)}</Td>
            <Td end>{format.number(run.deferred)}</Td>
            <Td end>{run.finishedAt ? format.duration(+run.finishedAt - +run.startedAt) : '–'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
