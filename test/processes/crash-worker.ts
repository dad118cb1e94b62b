import { v4 as uuid } from 'uuid';
import { decide } from '@/lib/decisions/decide';
import type { DecisionRequestInput } from '@/lib/decisions/input';
import { flags } from '@/lib/engine/flags';
import { readModelOf } from '@/lib/read-model/read-model';
import { getRun } from '@/lib/runs/read-runs';
import { recoverRuns } from '@/lib/runs/run-lock';
import { startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { pendingIds } from '@/test/support/recommendations';

/**
 * Starts runs, decides, and undoes in a loop until the process is killed. Prints `sending` with the
 * request ids of each call before it, and `saved` after it; and `run` with the id of each saved run.
 */

const [path = '', from = ''] = process.argv.slice(2);
const warehouse = await openDuckDb({ path });
let clock = new Date(from).getTime();
const ctx: Context = {
  warehouse,
  readModel: readModelOf(warehouse),
  person: { email: 'mia@example.com', name: 'Mia', role: 'manager' },
  now: () => new Date(clock++),
};

async function send(requests: readonly DecisionRequestInput[]): Promise<void> {
  const ids = requests.map(({ requestId }) => requestId).join(' ');
  console.log(`sending ${ids}`);
  const outcomes = await decide(ctx, { requests: [...requests] });
  const refused = outcomes.find(({ status }) => status === 'refused');
  if (refused) throw new Error(`Refused: ${JSON.stringify(refused)}`);
  console.log(`saved ${ids}`);
}

function newRequest(recommendationId: string, n: number): DecisionRequestInput {
  const input = { recommendationId, requestId: uuid(), acknowledged: [...flags] };
  if (n % 3 === 0) return { ...input, verb: 'accept' };
  if (n % 3 === 1) return { ...input, verb: 'reject', reason: 'workload' };
  return { ...input, verb: 'override', csm: 'Spare', reason: 'workload' };
}

await recoverRuns(warehouse, ctx.now());
console.log('started');
for (let n = 0; ; ) {
  const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 12 });
  await done;
  const run = await getRun(ctx, runId);
  if (run.status === 'succeeded') console.log(`run ${runId}`);
  const pending = await pendingIds(warehouse);
  while (pending.length > 0) {
    // One to four at a time, so that the kills hit transactions of several sizes.
    const decisions = pending.splice(0, 1 + (n % 4)).map((id) => newRequest(id, n++));
    await send(decisions);
    const undone = decisions.filter((_, index) => (n + index) % 7 !== 0);
    // Most decisions are undone, so that the queue never runs empty.
    const undos = undone.map(({ recommendationId, requestId }) => ({
      verb: 'undo' as const,
      recommendationId,
      requestId: uuid(),
      undoes: requestId,
    }));
    if (undos.length > 0) await send(undos);
  }
  // Let cooling periods end.
  clock += 5 * HOUR_MS;
}
