import { v4 as uuid } from 'uuid';
import { readModelOf } from '@/lib/read-model/read-model';
import { getRun } from '@/lib/runs/read-runs';
import { recoverRuns } from '@/lib/runs/run-lock';
import { startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { flags } from '@/lib/warehouse/sql/rule-warnings';
import {
  acceptRecommendation,
  type DecisionResult,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { pendingIds } from '@/test/support/recommendations';

/** Starts runs, decides, and undoes in a loop, and prints each result, until the process is killed. */

const [path = '', from = ''] = process.argv.slice(2);
const warehouse = await openDuckDb({ path });
let clock = new Date(from).getTime();
const ctx: Context = {
  warehouse,
  readModel: readModelOf(warehouse),
  person: { email: 'mia@example.com', name: 'Mia', role: 'manager' },
  now: () => new Date(clock++),
};

/** Prints a committed change. It must exist when the file is opened again. */
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
console.log('started');
for (let n = 0; ; n++) {
  const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 3 });
  await done;
  const run = await getRun(ctx, runId);
  if (run.status === 'succeeded') acknowledge('run', runId);
  for (const id of await pendingIds(warehouse)) {
    const decided = await decide(id, n++);
    acknowledge('decided', decided.id);
    // Undo six of seven decisions, so the queue never runs empty.
    if (n % 7 === 0) continue;
    const undone = await undoDecision(ctx, decided);
    acknowledge('decided', undone.id);
  }
  // Let cooling periods end.
  clock += 5 * HOUR_MS;
}
