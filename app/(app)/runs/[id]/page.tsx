import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { SearchParams } from 'nuqs/server';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { ExportLink } from '@/app/(app)/_shared/list-pages';
import {
  DryRunBadge,
  RolledBackBadge,
  RunStatusBadge,
  runScopeLabel,
} from '@/app/(app)/_shared/run-status';
import { WhatIfButton } from '@/app/(app)/_shared/what-if/use-what-if-dialog';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { PageHeader, Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { runStageLabels, timedStages } from '@/lib/runs/labels';
import { getReviewedRun, type ReviewedRun, type Run } from '@/lib/runs/read-runs';
import { listDeferrals } from '@/lib/runs/run-deferrals';
import { getRunOutcomes } from '@/lib/runs/run-outcomes';
import { hasRole } from '@/lib/server/auth/person';
import { pageContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { ReviewPanel } from './_components/review-panel';
import { RollbackPanel } from './_components/rollback-panel';
import { RunOutcome } from './_components/run-outcome';
import { RunProgressPanel } from './_components/run-progress-panel';
import { RunResults } from './_components/run-results';
import { deferralsPageSize, loadRunQuery, runExportHref } from './search-params';

export const metadata: Metadata = { title: 'Run' };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** One run: its progress while it runs, then its result. */
export default async function RunPage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const run = await runOrNotFound(getReviewedRun(ctx, (await params).id));
  const { deferred } = await loadRunQuery(searchParams);
  const [outcomes, deferrals] = await Promise.all([
    getRunOutcomes(ctx, run),
    listDeferrals(ctx, run, { page: deferred, pageSize: deferralsPageSize }),
  ]);
  const mayStart = hasRole(ctx.person, 'manager');
  return (
    <>
      <RunHeader run={run} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        {run.status === 'running' ? (
          <RunProgressPanel
            runId={run.id}
            stage={run.stage ?? 'reading'}
            startedAt={run.startedAt}
            mayCancel={mayStart}
          />
        ) : (
          <RunOutcome run={run} outcomes={outcomes} mayStart={mayStart} />
        )}
        {run.review && <ReviewPanel runId={run.id} review={run.review} mayReview={mayStart} />}
        {run.result && (
          <RunResults run={run} result={run.result} outcomes={outcomes} deferrals={deferrals} />
        )}
        {outcomes && (
          <RollbackPanel run={run} outcomes={outcomes} mayRollBack={hasRole(ctx.person, 'admin')} />
        )}
        <RunDetails run={run} />
      </div>
    </>
  );
}

async function runOrNotFound(run: Promise<ReviewedRun>): Promise<ReviewedRun> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}

/** The run's title and status, and who started it when. */
function RunHeader({ run }: { readonly run: Run }) {
  return (
    <PageHeader
      title={
        <span className="flex flex-wrap items-center gap-2">
          {runTitle(run)}
          <RunStatusBadge {...run} />
          {run.dryRun && <DryRunBadge />}
          {run.rolledBackAt && <RolledBackBadge />}
        </span>
      }
      description={
        <>
          {`Started by ${run.startedByName}, `}
          <Time at={run.startedAt} />
        </>
      }
      actions={
        <>
          {run.result && <ExportLink href={runExportHref(run.id)} />}
          {run.result && <WhatIfButton subject={{ kind: 'run', id: run.id }} />}
          <Link
            href="/runs"
            data-print="none"
            className="text-sm font-medium text-accent-ink hover:underline"
          >
            All runs
          </Link>
        </>
      }
    />
  );
}

/** A single run is named after its account once the run has read it. */
function runTitle(run: Run): string {
  const { placements = [], deferrals = [] } = run.result ?? {};
  const account = run.mode === 'single' ? (placements[0] ?? deferrals[0]) : undefined;
  return account?.accountName ?? runScopeLabel(run);
}

/** Who started the run and when, its policy, and how long each stage took. */
async function RunDetails({ run }: { readonly run: Run }) {
  const format = await currentFormat();
  const { result } = run;
  return (
    <Panel title="About this run">
      <DescriptionList columns="sm:grid-cols-2 lg:grid-cols-4">
        <DescriptionItem name="Run ID">{run.id}</DescriptionItem>
        <DescriptionItem name="Started by">{run.startedByName}</DescriptionItem>
        <DescriptionItem name="Policy">{`Version ${run.policyVersion}`}</DescriptionItem>
        {run.maxPerRun !== null && (
          <DescriptionItem name="Accounts per CSM">
            {`Up to ${format.number(run.maxPerRun)}, this run only`}
          </DescriptionItem>
        )}
        <DescriptionItem name="Started">
          <Time at={run.startedAt} show="absolute" />
        </DescriptionItem>
        {run.finishedAt && (
          <DescriptionItem name="Ended">
            <Time at={run.finishedAt} show="absolute" />
          </DescriptionItem>
        )}
        {result &&
          timedStages.map((stage) => (
            <DescriptionItem key={stage} name={runStageLabels[stage].name}>
              {format.duration(result.took[stage])}
            </DescriptionItem>
          ))}
        {!result && run.stage && run.status !== 'running' && (
          <DescriptionItem name="Ended in stage">{runStageLabels[run.stage].name}</DescriptionItem>
        )}
      </DescriptionList>
    </Panel>
  );
}
