import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, readInBatches, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import { type FailureRow, failures } from '@/lib/warehouse/sql/analytics/failures';
import { type LowScoreRow, lowScores } from '@/lib/warehouse/sql/analytics/low-scores';

/** The first page of the lowest scores is the data team's list. */
export const LOW_SCORES_PAGE_SIZE = 10;
export const FAILURES_PAGE_SIZE = 10;

/** How far back failed runs and reviews are listed, in days. */
export const FAILURE_DAYS = 14;

/** A page of a list, from 1, with the number of rows on all pages. */
interface ListPart<Row> {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly total: number;
}

export type LowScore = Omit<LowScoreRow, 'total'>;
export type Failure = FailureRow;

/** The recommendations that were not accepted, lowest scores first. */
export interface LowScores extends ListPart<LowScore> {
  /** Midnight UTC yesterday, as in the guide. */
  readonly since: Date;
}

/**
 * Returns a page of the recommendations since yesterday that were not accepted.
 * @throws AppError `invalid_input`
 */
export async function listLowScores(ctx: Context, pageInput = 1): Promise<LowScores> {
  requireRole(ctx.person, 'viewer');
  const since = lowScoresSince(ctx.now());
  const part = await readPage(
    parseInput(pageNumberSchema, pageInput),
    LOW_SCORES_PAGE_SIZE,
    (page) => ctx.warehouse.read(lowScores(since, page)),
  );
  return { since, ...part };
}

/** Returns all of them, in one batch: they are those of two days at most. */
export async function exportLowScores(ctx: Context): Promise<readonly (readonly LowScore[])[]> {
  requireRole(ctx.person, 'viewer');
  return [await ctx.warehouse.read(lowScores(lowScoresSince(ctx.now()), null))];
}

function lowScoresSince(now: Date): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - DAY_MS);
}

/**
 * Returns a page of the runs and reviews of the last two weeks that failed, were canceled, or were
 * interrupted, newest first.
 * @throws AppError `invalid_input`
 */
export async function listFailures(ctx: Context, pageInput = 1): Promise<ListPart<Failure>> {
  requireRole(ctx.person, 'viewer');
  return readPage(parseInput(pageNumberSchema, pageInput), FAILURES_PAGE_SIZE, (page) =>
    ctx.warehouse.read(failures(failuresSince(ctx.now()), page)),
  );
}

/** Returns all of them, in batches. */
export async function exportFailures(ctx: Context): Promise<AsyncIterable<readonly Failure[]>> {
  requireRole(ctx.person, 'viewer');
  const since = failuresSince(ctx.now());
  return readInBatches<FailureRow>(({ limit, last }) =>
    ctx.warehouse.read(failures(since, { limit, after: last?.key ?? null })),
  );
}

function failuresSince(now: Date): Date {
  return new Date(now.getTime() - FAILURE_DAYS * DAY_MS);
}
