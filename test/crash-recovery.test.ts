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

const rounds = 3;
const program = fileURLToPath(new URL('./processes/crash-worker.ts', import.meta.url));

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb(monday);
  const names = ['Ana', 'Bo', 'Cy', 'Dee', 'Eve', 'Spare'];
  await seedCompany(temporary.warehouse, {
    csms: names.map((name) => ({ name })),
    accounts: Array.from({ length: 60 }, (_, n) => ({ id: `A${n}` })),
  });
  await temporary.warehouse.close();
});
afterAll(() => temporary.dispose());

/** Lets the program work until it has acknowledged so much and a moment more, then kills it. */
async function workUntilKilled(from: string, acknowledgements: number, afterMs: number) {
  const child = spawn(process.execPath, [
    '--conditions=react-server',
    '--import',
    'tsx',
    program,
    temporary.path,
    from,
  ]);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const gone = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) continue;
    lines.push(line);
    if (lines.length === acknowledgements) setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  const [, signal] = await gone;
  expect({ complaints, signal }).toEqual({ complaints: '', signal: 'SIGKILL' });
  return lines.filter((line) => line !== 'begun');
}

type Row = Record<string, unknown>;

async function rowsOf(warehouse: Warehouse, table: string): Promise<Row[]> {
  const { columns, rows } = await warehouse.script(`SELECT * FROM ${table}`);
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}

/** Names every recommendation whose outcome, decision and assignment do not say the same. */
function halfWritten(recommendations: Row[], decisions: Row[], assignments: Row[]): string[] {
  const undone = new Set(decisions.map((row) => row.undoes));
  const standing = decisions.filter((row) => row.verb !== 'undo' && !undone.has(row.decision_id));
  const owners = new Map(assignments.map((row) => [row.account_id, row]));
  const faults: string[] = [];
  for (const row of recommendations) {
    const ours = standing.filter((each) => each.recommendation_id === row.recommendation_id);
    const [decision] = ours;
    if (ours.length > 1) faults.push(`${row.recommendation_id} is decided twice`);
    if (row.was_assigned !== (decision?.verb === 'accept')) faults.push(`${row.recommendation_id}`);
    if (row.actual_assigned_csm !== (decision?.csm_name ?? null)) {
      faults.push(`${row.recommendation_id} went to ${row.actual_assigned_csm}`);
    }
    if (!decision?.csm_name) continue;
    const owner = owners.get(row.account_id);
    owners.delete(row.account_id);
    const whole =
      owner?.csm_name === decision.csm_name &&
      String(owner?.last_updated) === String(decision.decided_at);
    if (!whole) faults.push(`${row.account_id} is not assigned as decided`);
  }
  for (const account of owners.keys()) faults.push(`${account} is assigned without a decision`);
  return faults;
}

it('keeps every acknowledged decision and run, and none by half, when it is killed', async () => {
  const random = seededRandom(20_260_302);
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = new Date(monday.getTime() + round * 30 * DAY_MS).toISOString();
    const enough = 2 + Math.floor(random() * 12);
    acknowledged.push(...(await workUntilKilled(from, enough, random() * 40)));

    const warehouse = await openDuckDb({ path: temporary.path });
    const decisions = await rowsOf(warehouse, 'CSM_ROUTING_DECISIONS');
    const recommendations = await rowsOf(warehouse, 'CSM_ROUTING_RECOMMENDATIONS_CANNE');
    const explanations = await rowsOf(warehouse, 'CSM_ROUTING_EXPLANATIONS');
    const assignments = await rowsOf(warehouse, 'ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    const runs = await rowsOf(warehouse, 'CSM_ROUTING_RUNS');
    const interrupted = await recoverRuns(warehouse, new Date(from));
    await warehouse.close();

    const succeeded = runs.filter((run) => run.status === 'succeeded');
    const there = [
      ...decisions.map((row) => `decided ${row.decision_id}`),
      ...succeeded.map((run) => `run ${run.run_id}`),
    ];
    expect(acknowledged.filter((line) => !there.includes(line))).toEqual([]);
    // What was under way when it was killed may be there too: at most one thing each time.
    expect(there.length - acknowledged.length).toBeLessThanOrEqual(round + 1);
    expect(interrupted).toBeLessThanOrEqual(1);
    expect(halfWritten(recommendations, decisions, assignments)).toEqual([]);
    for (const run of runs) {
      const placed = run.status === 'succeeded' ? Number(run.placed) : 0;
      const ofRun = (rows: Row[]) => rows.filter((row) => row.run_id === run.run_id).length;
      expect([run.run_id, ofRun(recommendations), ofRun(explanations)]).toEqual([
        run.run_id,
        placed,
        placed,
      ]);
    }
    const kept = recommendations.map((row) => row.run_id);
    const known = runs.map((run) => run.run_id);
    expect(kept.filter((run) => !known.includes(run))).toEqual([]);
  }
  expect(acknowledged.some((line) => line.startsWith('run'))).toBe(true);
  expect(acknowledged.length).toBeGreaterThan(rounds * 2);
});
