import { v4 as uuid } from 'uuid';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/lib/decisions/decide';
import type { DecisionResult } from '@/lib/decisions/decision-result';
import { undoDecision } from '@/lib/decisions/undo-decision';
import { getRun } from '@/lib/runs/read-runs';
import { recoverRuns } from '@/lib/runs/run-lock';
import { startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import { pendingIds } from '@/test/support/recommendations';

/** A process that runs, decides and undoes without end, and says what it has done, until it is killed. */

const [path = '', from = ''] = process.argv.slice(2);
const warehouse = await openDuckDb({ path });
let moment = new Date(from).getTime();
const ctx: Context = {
  warehouse,
  person: { email: 'mia@example.com', name: 'Mia', role: 'manager' },
  now: () => new Date(moment++),
};

/** What is printed is acknowledged: it must be there when the file is opened again. */
function acknowledge(what: 'decided' | 'run', id: string): void {
  console.log(`${what} ${id}`);
}

async function decide(recommendationId: string, n: number): Promise<DecisionResult> {
  const input = { recommendationId, requestId: uuid(), acknowledged: [...flags] };
  if (n % 3 === 0) return acceptRecommendation(ctx, input);
  if (n % 3 === 1) return rejectRecommendation(ctx, { ...input, reason: 'workload' });
  return overrideRecommendation(ctx, { ...input, csm: 'Spare', reason: 'workload' });
}

await recoverRuns(warehouse, ctx.now());
console.log('begun');
for (let n = 0; ; n++) {
  const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 3 });
  await done;
  const run = await getRun(ctx, runId);
  if (run.status === 'succeeded') acknowledge('run', runId);
  for (const id of await pendingIds(warehouse)) {
    const decided = await decide(id, n++);
    acknowledge('decided', decided.decisionId);
    // Every decision but each seventh is taken back, so that there is work without end.
    if (n % 7 === 0) continue;
    const { recommendationId, decisionId } = decided;
    const undone = await undoDecision(ctx, { recommendationId, decisionId, requestId: uuid() });
    acknowledge('decided', undone.decisionId);
  }
  // So that nobody cools for ever.
  moment += 5 * HOUR_MS;
}
