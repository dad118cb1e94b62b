import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCandidates } from '@/lib/decisions/recommendation-details';
import type { FlaggedRecommendation } from '@/lib/read-model/flagged-recommendation';
import { readModelOf } from '@/lib/read-model/read-model';
import type { Run } from '@/lib/runs/read-runs';
import type { Context } from '@/lib/server/context';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import type { Warehouse } from '@/lib/warehouse/types';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { guideQueries } from '@/test/support/guide-queries';
import { type CommandOutcome, runCommandWith } from '@/test/support/run-cli';
import { runToCompletion } from '@/test/support/runs';
import { decisionRequest, readQueue } from '@/test/support/test-context';

const root = fileURLToPath(new URL('..', import.meta.url));
const data = resolve(root, process.env.RAVENSTACK ?? '../shared/data/ravenstack');
const absent = !existsSync(join(data, 'accounts.csv'));
const why = absent ? ' (skipped: RavenStack is not there; RAVENSTACK may name its folder)' : '';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  path = join(folder, 'warehouse.duckdb');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function done(settings: { DUCKDB_PATH: string }, command: string, ...args: string[]) {
  const outcome: CommandOutcome = await runCommandWith(settings, command, args);
  expect(outcome.code, outcome.err).toBe(0);
  return outcome.out;
}

type Row = Readonly<Record<string, string>>;

/** The rows of one of the files, which have no quotes. */
async function rowsOf(file: string): Promise<Row[]> {
  const [header = '', ...lines] = (await readFile(join(data, file), 'utf8')).trim().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
  });
}

describe.skipIf(absent)(`the RavenStack sample company${why}`, { timeout: 60_000 }, () => {
  let warehouse: Warehouse;
  let ctx: Context;
  let run: Run;
  let rows: readonly FlaggedRecommendation[];
  afterAll(() => warehouse?.close());

  const ask = async (sql: string) => {
    const { columns, rows: found } = await warehouse.script(sql);
    return found.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
  };
  const row = (at: number) => rows[at] as FlaggedRecommendation;

  it('can be set up, read through a view over its files, and routed with commands', async () => {
    const settings = { DUCKDB_PATH: path };
    const example = await readFile(join(root, 'examples/ravenstack/accounts-view.sql'), 'utf8');
    const view = join(folder, 'accounts-view.sql');
    await writeFile(
      view,
      example.replaceAll('examples/ravenstack/data', data.replaceAll("'", "''")),
    );
    await done(settings, 'setup');
    expect(await done(settings, 'sql', '--file', view)).toBe('Done.');
    const csms = join(root, 'examples/ravenstack/csms.csv');
    expect(await done(settings, 'import', '--csms', csms)).toContain('13 (12 active)');
    run = JSON.parse(await done(settings, 'route', '--mode=batch', '--batch-size=40', '--json'));
    warehouse = await openDuckDb({ path });
    const person = { name: 'Mia', role: 'manager', email: 'mia@example.com' } as const;
    ctx = { warehouse, readModel: readModelOf(warehouse), person, now: () => new Date() };
  });

  it('needs a CSM for every live account, with the revenue of its subscriptions', async () => {
    const live = (await rowsOf('accounts.csv')).filter(
      (account) => account.is_trial === 'False' && account.churn_flag === 'False',
    );
    const revenues = new Map<string, number>();
    for (const paid of await rowsOf('subscriptions.csv')) {
      if (paid.end_date || paid.is_trial === 'True') continue;
      const id = paid.account_id ?? '';
      revenues.set(id, (revenues.get(id) ?? 0) + Number(paid.arr_amount));
    }
    const waiting = await ask(
      'SELECT account_id, revenue FROM CSM_ROUTING_ACCOUNTS_V WHERE needs_csm ORDER BY account_id',
    );
    const expected = live.map(({ account_id: id = '' }) => [id, revenues.get(id) ?? 0]);
    expect(waiting.map(({ account_id, revenue }) => [account_id, revenue])).toEqual(
      expected.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  });

  it('has scores that differ between accounts, and NULL where nothing is known', async () => {
    const tickets = await rowsOf('support_tickets.csv');
    const wrote = new Set(tickets.map((ticket) => ticket.account_id));
    const rated = new Set(tickets.filter((t) => t.satisfaction_score).map((t) => t.account_id));
    const accounts = await ask('SELECT * FROM CSM_ROUTING_ACCOUNTS_V');
    for (const { account_id, neediness_score, health_score } of accounts) {
      expect(neediness_score !== null, `${account_id} wrote`).toBe(wrote.has(String(account_id)));
      expect(health_score !== null, `${account_id} rated`).toBe(rated.has(String(account_id)));
    }
    const [spread] = await ask(`SELECT
        MIN(neediness_score) AS least, MAX(neediness_score) AS most,
        AVG(CASE WHEN neediness_score >= 8 THEN 1 ELSE 0 END) AS needy,
        AVG(CASE WHEN health_score < 60 THEN 1 ELSE 0 END) AS red,
        AVG(CASE WHEN health_score >= 80 THEN 1 ELSE 0 END) AS green
      FROM CSM_ROUTING_ACCOUNTS_V WHERE needs_csm`);
    const { least, most, needy, red, green } = spread as Record<string, number>;
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBe(10);
    for (const share of [needy, red, green]) {
      expect(share).toBeGreaterThan(0.04);
      expect(share).toBeLessThan(0.4);
    }
  });

  it('assigns an account to each eligible CSM and explains why the others are deferred', async () => {
    const { placements = [], deferrals = [], deferred, proof } = run.result ?? {};
    expect([placements.length, deferred]).toEqual([11, 307]);
    expect(new Set(placements.map(({ csm }) => csm)).size).toBe(11);
    expect(placements.map(({ csm }) => csm)).not.toContain('Lena Fischer');
    expect(new Set(deferrals.map(({ reason }) => reason))).toEqual(new Set(['max_per_run']));
    expect(proof?.primal).toBeCloseTo(proof?.bound ?? Number.NaN, 9);
    const queue = await readQueue(ctx);
    rows = queue.rows;
    expect([queue.pending, queue.flagged]).toEqual([11, 0]);
  });

  it('supports accept, override, reject, and undo', async () => {
    await acceptRecommendation(ctx, decisionRequest(row(0).id));
    const decided = await acceptRecommendation(ctx, decisionRequest(row(3).id));
    await undoDecision(ctx, decided);
    await rejectRecommendation(ctx, { ...decisionRequest(row(2).id), reason: 'wrong_fit' });
    const candidates = await listCandidates(ctx, { recommendationId: row(1).id });
    const other = candidates.find(
      ({ csm, exclusion }) => !exclusion && csm !== row(1).recommendedCsm,
    );
    const override = { reason: 'knows_account', csm: other?.csm ?? '' } as const;
    await overrideRecommendation(ctx, { ...decisionRequest(row(1).id), ...override });

    const outcomes = await ask(guideQueries.latestRun);
    const outcome = (at: number) => {
      const found = outcomes.find(({ account_id }) => account_id === row(at).accountId);
      return [found?.was_assigned, found?.actual_assigned_csm];
    };
    expect(outcomes).toHaveLength(11);
    expect(outcome(0)).toEqual([true, row(0).recommendedCsm]);
    expect(outcome(1)).toEqual([false, override.csm]);
    expect([outcome(2), outcome(3)]).toEqual([
      [false, null],
      [false, null],
    ]);
    const assigned = await ask(guideQueries.assignmentsJustMade);
    expect(new Map(assigned.map((a) => [a.account_id, a.csm_name]))).toEqual(
      new Map([
        [row(0).accountId, row(0).recommendedCsm],
        [row(1).accountId, override.csm],
      ]),
    );
    const forAccount = guideQueries.assignmentForAccount.replace(
      'YOUR_ACCOUNT_ID',
      row(2).accountId,
    );
    expect(await ask(forAccount)).toEqual([]);
    expect(await ask(guideQueries.csmPerformance)).toMatchObject([
      { recommended_csm: row(0).recommendedCsm, total_assigned: 1, is_still_active: true },
    ]);
    expect(await ask(guideQueries.coolingCheck)).toMatchObject([
      { recommended_csm: row(0).recommendedCsm, hours_since_last_assignment: 0 },
    ]);
    expect(await ask(guideQueries.acceptanceRate)).toMatchObject([
      { assignment_method: 'batch_optimized', total_recommendations: 11, accepted: 1 },
    ]);
  });

  it('shows the new owners in the view and no longer routes their accounts', async () => {
    const ids = [row(0), row(1), row(2), row(3)].map(({ accountId }) => accountId);
    const owners = await ask(`SELECT account_id, current_csm, needs_csm FROM CSM_ROUTING_ACCOUNTS_V
      WHERE account_id IN (${ids.map((id) => `'${id}'`)})`);
    const owned = owners.filter(({ current_csm }) => current_csm !== null);
    expect(owned.map(({ account_id }) => account_id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(owned.map(({ needs_csm }) => needs_csm)).toEqual([false, false]);
    const next = await runToCompletion(ctx, { mode: 'batch', batchSize: 500, dryRun: true });
    const seen = [...(next.result?.placements ?? []), ...(next.result?.deferrals ?? [])];
    expect(seen.map(({ accountId }) => accountId).filter((id) => ids.includes(id))).toEqual([
      ids[2],
    ]);
    expect(seen).toHaveLength(318 - 10);
  });

  it('can be imported as a list with other column names instead', async () => {
    const settings = { DUCKDB_PATH: join(folder, 'imported.duckdb') };
    await done(settings, 'setup');
    const out = await done(
      settings,
      'import',
      `--accounts=${join(data, 'accounts.csv')}`,
      '--map=account_level=plan_tier,needs_csm_since=signup_date',
    );
    expect(out).toContain('Accounts: 500 (0 need a CSM).');
    expect(out).toContain('346 of 500 rows have a level other than Corporate or Enterprise');
    expect(out).toContain('No account in accounts.csv needs a CSM, so there is nothing to route.');
  });
});
