import type { Run } from '@/lib/runs/get-run';
import type { RunResult } from '@/lib/runs/result';
import { Deferrals } from './deferrals';
import { FairnessPanel } from './fairness-panel';
import { MatchPanel } from './match-panel';
import { Placements } from './placements';
import { ProofPanel } from './proof-panel';

/** Everything a run found. */
export function RunResults({ run, result }: { readonly run: Run; readonly result: RunResult }) {
  return (
    <>
      {result.placements.length > 0 && (
        <Placements
          placements={result.placements}
          queueHref={run.dryRun ? undefined : `/queue?run=${run.id}`}
        />
      )}
      {result.deferrals.length > 0 && <Deferrals deferrals={result.deferrals} />}
      <FairnessPanel fairness={result.fairness} dryRun={run.dryRun} />
      <div className="grid gap-4 lg:grid-cols-2">
        <MatchPanel match={result.match} />
        <ProofPanel proof={result.proof} />
      </div>
    </>
  );
}
