import Link from 'next/link';
import { formatNumber } from '@/components/ui/format';
import { formatDuration } from '@/components/ui/format-time';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { listRuns } from '@/lib/runs/list-runs';
import { scopeName } from './run-scope';
import { DryRunBadge, RunStatusBadge } from './run-status';

type ListedRun = Awaited<ReturnType<typeof listRuns>>['runs'][number];

/** Runs, newest first, each leading to its page. */
export function RunTable({ runs }: { readonly runs: readonly ListedRun[] }) {
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
                  {scopeName(run)}
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
