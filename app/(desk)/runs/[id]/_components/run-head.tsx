import Link from 'next/link';
import { PageHeader } from '@/components/ui/page-header';
import { Time } from '@/components/ui/time';
import type { Run } from '@/lib/runs/get-run';
import { scopeName } from '../../_components/run-scope';
import { DryRunBadge, RunStatusBadge } from '../../_components/run-status';

/** What the run is, how it stands and who started it when. */
export function RunHead({ run }: { readonly run: Run }) {
  return (
    <PageHeader
      title={
        <span className="flex flex-wrap items-center gap-2">
          {nameOf(run)}
          <RunStatusBadge {...run} />
          {run.dryRun && <DryRunBadge />}
        </span>
      }
      description={
        <>
          {`Started by ${run.startedByName}, `}
          <Time at={run.startedAt} />
        </>
      }
      actions={
        <Link href="/runs" className="text-sm font-medium text-accent-ink hover:underline">
          All runs
        </Link>
      }
    />
  );
}

/** The account by its name, once the run has read it. */
function nameOf(run: Run): string {
  const { placements = [], deferrals = [] } = run.result ?? {};
  const found = run.mode === 'single' ? (placements[0] ?? deferrals[0]) : undefined;
  return found?.accountName ?? scopeName(run);
}
