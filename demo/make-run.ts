import type { RunResult } from '@/lib/read-model/run-schemas';
import { buildRunResult, buildRunSummary } from '@/lib/runs/run-result';
import { solve } from '@/lib/runs/solve';
import { newRunId } from '@/lib/runs/start-run';
import type { RunRow } from '@/lib/warehouse/sql/runs';
import type { Company, DemoAccount, DemoCsm, DemoPerson, DemoRecommendation } from './company';
import { readingOf } from './engine';

/** What a run is made for. */
export interface RunOrder {
  readonly at: number;
  readonly by: DemoPerson;
  readonly mode: 'single' | 'batch';
  readonly accounts: readonly DemoAccount[];
  /** How many accounts were asked for. */
  readonly batchSize: number;
  readonly dryRun?: boolean;
}

/** Runs the engine and records the run and its recommendations, all pending. */
export function makeRun(company: Company, order: RunOrder): DemoRecommendation[] {
  const { at, accounts, mode, dryRun = false } = order;
  const run = startedRun(company, order);
  const reading = readingOf(company, accounts, at);
  const proposal = solve(reading);
  const placed = new Map(reading.accounts.map((row, i) => [row.id, { row, account: accounts[i] }]));
  const { saving, ...took } = tookOf(company);
  const recommendations = dryRun
    ? []
    : proposal.placements.map(
        ({ accountId, csm, score, explanation }): DemoRecommendation => ({
          account: placed.get(accountId)?.account as DemoAccount,
          csm: company.csmByName.get(csm) as DemoCsm,
          at,
          method: mode === 'single' ? 'single_optimized' : 'batch_optimized',
          runId: run.id,
          batchSize: accounts.length,
          score,
          feedback: null,
          explanation,
          currentCsm: placed.get(accountId)?.row.currentCsm ?? null,
          wasAssigned: false,
          actualCsm: null,
        }),
      );
  for (const recommendation of recommendations) record(company, recommendation);
  company.runs.push({
    ...run,
    status: 'succeeded',
    stage: 'saving',
    finishedAt: new Date(at + Math.ceil(took.reading + took.solving + saving)),
    placed: proposal.placements.length,
    deferred: proposal.deferrals.length,
    result: JSON.stringify(buildRunResult(reading, proposal, took)),
    standing: buildRunSummary(reading, proposal),
  });
  return recommendations;
}

/** Records a run that ended without a result. */
export function failRun(
  company: Company,
  order: RunOrder,
  end: Pick<RunRow, 'status' | 'stage' | 'failureCode' | 'failure'> & { readonly after: number },
): void {
  const { after, ...how } = end;
  company.runs.push({
    ...startedRun(company, order),
    ...how,
    finishedAt: new Date(order.at + after),
  });
}

/** Puts a pending recommendation where the account, its CSM and the history find it. */
export function record(company: Company, recommendation: DemoRecommendation): void {
  company.recommendations.push(recommendation);
  recommendation.account.pending = recommendation;
  recommendation.csm.pending.add(recommendation);
}

function startedRun(company: Company, order: RunOrder): RunRow {
  const { at, by, mode, accounts, batchSize, dryRun = false } = order;
  return {
    id: newRunId(new Date(at), company.random.next()),
    mode,
    dryRun,
    accountId: mode === 'single' ? (accounts[0]?.id ?? null) : null,
    batchSize,
    status: 'running',
    stage: 'reading',
    startedBy: by.email,
    startedByName: by.name,
    startedAt: new Date(at),
    finishedAt: null,
    policyVersion: 1,
    placed: null,
    deferred: null,
    failureCode: null,
    failure: null,
    result: null,
  };
}

// The clock of a simulation stands still while the engine works, so the stages' times are made up.
function tookOf({ random }: Company): RunResult['took'] & { readonly saving: number } {
  return {
    reading: random.between(45, 160),
    solving: random.between(2, 14),
    saving: random.between(40, 180),
  };
}
