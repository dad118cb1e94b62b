import { describe, expect, it } from 'vitest';
import { readModelOf } from '@/lib/read-model/read-model';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import type { Warehouse } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { getRunReview } from './get-run-review';
import { collectBatches } from './poll-batches';

const reviewSetup = setUpReviewContext();
const asBatch = { ...wholeBatch, review: 'batch' as const };

const countReviews = async () =>
  Number(
    (await reviewSetup.context.queryRows('SELECT COUNT(*) AS n FROM CSM_ROUTING_REVIEWS'))[0]?.n,
  );

describe('a review as a batch', () => {
  it('is submitted with the run and saved once it has ended', async () => {
    await reviewSetup.seed(12);
    const run = await runToCompletion(reviewSetup.ctx, asBatch);
    expect(run.status).toBe('succeeded');
    expect(await getRunReview(reviewSetup.ctx, run.id)).toMatchObject({
      call: { status: 'waiting', kind: 'batch', requested: 12, reviewed: null },
      counts: { unreviewed: 12 },
    });
    expect(reviewSetup.claude.requests('message')).toEqual([]);
    expect(await collectBatches(reviewSetup.ctx)).toBe(1);
    reviewSetup.context.advanceHours(1);
    expect(await collectBatches(reviewSetup.ctx)).toBe(0);
    const review = await getRunReview(reviewSetup.ctx, run.id);
    expect(review).toMatchObject({
      call: { status: 'done', requested: 12, reviewed: 12, latencyMs: HOUR_MS, failure: null },
      counts: { unreviewed: 0 },
    });
    expect(review.spent.cost).toBeGreaterThan(0);
  });

  it('is saved once, even if several processes poll concurrently', async () => {
    await reviewSetup.seed(3);
    await runToCompletion(reviewSetup.ctx, asBatch);
    await collectBatches(reviewSetup.ctx);
    await Promise.all([collectBatches(reviewSetup.ctx), collectBatches(reviewSetup.ctx)]);
    expect(await countReviews()).toBe(3);
    await collectBatches(reviewSetup.ctx);
    expect(await countReviews()).toBe(3);
  });

  it('reports why it could not be submitted', async () => {
    await reviewSetup.seed(2);
    reviewSetup.claude.faults.plan({
      when: ({ kind }) => kind === 'batch-create',
      do: { status: 401 },
    });
    const run = await runToCompletion(reviewSetup.ctx, asBatch);
    expect(run.status).toBe('succeeded');
    expect((await getRunReview(reviewSetup.ctx, run.id)).call).toMatchObject({
      status: 'failed',
      failureCode: 'bad_key',
    });
    expect(await collectBatches(reviewSetup.ctx)).toBe(0);
  });

  it('is collected by the next process', async () => {
    const files = await temporaryDuckDb(reviewSetup.context.now());
    const on = (warehouse: Warehouse): Context => ({
      ...reviewSetup.ctx,
      warehouse,
      readModel: readModelOf(warehouse),
    });
    const ctx = on(files.warehouse);
    await seedCompany(files.warehouse, {
      csms: [{ name: 'Ana Diaz' }],
      accounts: [{ id: 'A-1' }, { id: 'B-1', csm: 'Ana Diaz' }],
    });
    const run = await runToCompletion(ctx, asBatch);
    await collectBatches(ctx);
    await files.warehouse.close();
    const warehouse = await openDuckDb({ path: files.path });
    const next = on(warehouse);
    expect(await collectBatches(next)).toBe(0);
    expect(await getRunReview(next, run.id)).toMatchObject({
      call: { status: 'done', reviewed: 1 },
      counts: { unreviewed: 0 },
    });
    await warehouse.close();
    await files.dispose();
  });
});
