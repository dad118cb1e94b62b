import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recoverRuns } from '@/lib/runs/run-lock';
import { DAY_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import type { Warehouse } from '@/lib/warehouse/types';
import { seededRandom } from './engine/builders';
import { seedCompany } from './support/company';
import { type TemporaryDuckDb, temporaryDuckDb } from './support/temporary-duckdb';
import { monday } from './support/test-context';

const ROUNDS = 10;
const MIN_DECISIONS = 500;
const program = fileURLToPath(new URL('./processes/crash-worker.ts', import.meta.url));

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb(monday);
  // Runs never recommend the last one, so the worker can always override with them.
  const spare = { name: 'Spare', segment: 'Commercial', level: 'Corporate' };
  await seedCompany(temporary.warehouse, {
    csms: [...Array.from({ length: 15 }, (_, n) => ({ name: `CSM ${n + 10}` })), spare],
    accounts: Array.from({ length: 120 }, (_, n) => ({ id: `A${n}` })),
  });
  await temporary.warehouse.close();
});
afterAll(() => temporary.dispose());

/** What the worker printed before it was killed. */
interface Printed {
  /** The request ids of each call of the decision service. */
  readonly sent: readonly (readonly string[])[];
  /** The request ids that the service has confirmed. */
  readonly saved: readonly string[];
  /** The ids of the runs that were confirmed. */
  readonly runs: readonly string[];
}

/** Runs the worker, and kills it `afterMs` after this many confirmations. */
async function workUntilKilled(
  from: string,
  confirmations: number,
  afterMs: number,
): Promise<Printed> {
  const child = spawn(process.execPath, [
    '--conditions=react-server',
    '--import',
    'tsx',
    program,
    temporary.path,
    from,
  ]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = once(child, 'exit');
  const printed = { sent: [] as string[][], saved: [] as string[], runs: [] as string[] };
  let confirmed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, ...ids] = line.split(' ');
    if (what === 'sending') printed.sent.push(ids);
    if (what === 'saved') printed.saved.push(...ids);
    if (what === 'run') printed.runs.push(...ids);
    if (what !== 'saved' && what !== 'run') continue;
    confirmed++;
    if (confirmed === confirmations) setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  const [, signal] = await exited;
  expect({ stderr, signal }).toEqual({ stderr: '', signal: 'SIGKILL' });
  return printed;
}

type Row = Record<string, unknown>;

async function rowsOf(warehouse: Warehouse, table: string): Promise<Row[]> {
  const { columns, rows } = await warehouse.script(`SELECT * FROM ${table}`);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** Lists contradictions between the recommendations, decisions, and assignments. */
function inconsistencies(recommendations: Row[], decisions: Row[], assignments: Row[]): string[] {
  const undone = new Set(decisions.map((row) => row.undoes));
  const current = decisions.filter((row) => row.verb !== 'undo' && !undone.has(row.decision_id));
  const assigned = new Map(assignments.map((row) => [row.account_id, row]));
  const problems: string[] = [];
  for (const row of recommendations) {
    const matching = current.filter((each) => each.recommendation_id === row.recommendation_id);
    const [decision] = matching;
    if (matching.length > 1) problems.push(`${row.recommendation_id} is decided twice`);
    if (row.was_assigned !== (decision?.verb === 'accept'))
      problems.push(`${row.recommendation_id}`);
    if (row.actual_assigned_csm !== (decision?.csm_name ?? null)) {
      problems.push(`${row.recommendation_id} was assigned to ${row.actual_assigned_csm}`);
    }
    if (!decision?.csm_name) continue;
    const assignment = assigned.get(row.account_id);
    assigned.delete(row.account_id);
    const isConsistent =
      assignment?.csm_name === decision.csm_name &&
      String(assignment?.last_updated) === String(decision.decided_at);
    if (!isConsistent) problems.push(`${row.account_id} is not assigned as decided`);
  }
  for (const account of assigned.keys()) problems.push(`${account} is assigned without a decision`);
  return problems;
}

it('a killed process keeps every confirmed decision and run, and no partial one', async () => {
  const random = seededRandom(20_260_302);
  const all: Printed[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = new Date(monday.getTime() + round * 30 * DAY_MS).toISOString();
    const confirmations = 16 + Math.floor(random() * 16);
    all.push(await workUntilKilled(from, confirmations, random() * 60));

    const warehouse = await openDuckDb({ path: temporary.path });
    const decisions = await rowsOf(warehouse, 'CSM_ROUTING_DECISIONS');
    const recommendations = await rowsOf(warehouse, 'CSM_ROUTING_RECOMMENDATIONS_CANNE');
    const explanations = await rowsOf(warehouse, 'CSM_ROUTING_EXPLANATIONS');
    const assignments = await rowsOf(warehouse, 'ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    const runs = await rowsOf(warehouse, 'CSM_ROUTING_RUNS');
    const interrupted = await recoverRuns(warehouse, new Date(from));
    await warehouse.close();

    const found = new Set(decisions.map((row) => row.request_id));
    const succeeded = runs.filter((run) => run.status === 'succeeded').map((run) => run.run_id);
    const lost = [
      ...all.flatMap(({ saved }) => saved).filter((id) => !found.has(id)),
      ...all.flatMap((printed) => printed.runs).filter((id) => !succeeded.includes(id)),
    ];
    expect(lost).toEqual([]);
    expect(found.size).toBe(decisions.length);
    const partial = all
      .flatMap(({ sent }) => sent)
      .filter((ids) => new Set(ids.map((id) => found.has(id))).size !== 1);
    expect(partial).toEqual([]);

    expect(interrupted).toBeLessThanOrEqual(1);
    expect(inconsistencies(recommendations, decisions, assignments)).toEqual([]);
    for (const run of runs) {
      const placed = run.status === 'succeeded' ? Number(run.placed) : 0;
      const ofRun = (rows: Row[]) => rows.filter((row) => row.run_id === run.run_id).length;
      expect([run.run_id, ofRun(recommendations), ofRun(explanations)]).toEqual([
        run.run_id,
        placed,
        placed,
      ]);
    }
    const referenced = recommendations.map((row) => row.run_id);
    const known = runs.map((run) => run.run_id);
    expect(referenced.filter((run) => !known.includes(run))).toEqual([]);
  }
  expect(all.flatMap(({ runs }) => runs).length).toBeGreaterThanOrEqual(ROUNDS / 2);
  expect(all.flatMap(({ saved }) => saved).length).toBeGreaterThanOrEqual(MIN_DECISIONS);
}, 180_000);
