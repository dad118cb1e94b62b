import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { startRun } from '@/lib/runs/start-run';
import { seedCompany } from '@/lib/testing/small-company';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/lib/warehouse/duckdb/temporary';
import { acceptRecommendation } from './accept-recommendation';
import { listQueue } from './list-queue';
import { undoDecision } from './undo-decision';

const now = new Date('2026-03-02T09:00:00.000Z');
const filter = {
  text: '',
  runId: null,
  methods: [],
  csms: [],
  segments: [],
  levels: [],
  colors: [],
  flags: [],
  minScore: null,
  maxScore: null,
} as const;
let temporary: TemporaryWarehouse;
let ctx: Context;

beforeEach(async () => {
  temporary = await temporaryWarehouse(now);
  ctx = {
    warehouse: temporary.warehouse,
    person: { email: 'mia@example.com', name: 'Mia Manager', role: 'manager' },
    now: () => now,
  };
});
afterEach(() => temporary.dispose());

describe('a decision', () => {
  it('accepts, and an undo makes it as if nothing had happened', async () => {
    await seedCompany(ctx.warehouse, {
      csms: [{ name: 'Ana Diaz' }, { name: "Bo O'Neil 🙂" }],
      accounts: [{ id: 'A-1' }, { id: 'A-2' }, { id: 'B-1', csm: 'Ana Diaz' }],
    });
    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 10 });
    await done;
    const page = await listQueue(ctx, { filter, sort: [], page: 1, pageSize: 50 });
    const first = page.rows[0];
    if (!first) throw new Error('no rows');
    const decided = await acceptRecommendation(ctx, {
      recommendationId: first.id,
      requestId: uuid(),
    });
      (
        await ctx.warehouse.script(
          'SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE',
        )
      ).rows,
    );
    const after = await listQueue(ctx, { filter, sort: [], page: 1, pageSize: 50 });
      after.rows.map((r) => [r.accountId, r.recommendedCsm, r.flags, r.coolingUntil]),
      after.pending,
    );
    await undoDecision(ctx, {
      recommendationId: first.id,
      requestId: uuid(),
      decisionId: decided.decisionId,
    });
    expect((await listQueue(ctx, { filter, sort: [], page: 1, pageSize: 50 })).rows).toEqual(
      page.rows,
    );
  });
});
