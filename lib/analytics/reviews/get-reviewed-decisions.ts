import 'server-only';
import { z } from 'zod';
import type { Period, ScopeInput } from '@/lib/analytics/shared/scope';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { pageNumberSchema, readInBatches, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import {
  type CalibrationRow,
  calibrationRows,
  decisionGroups,
  decisionOutcomes,
} from '@/lib/warehouse/sql/analytics/calibration-rows';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import { readCalibrationScope } from './get-calibration';

/** Decisions per page of the list. */
export const reviewedDecisionsPageSize = 50;

const decisionFilterInput = z.object({
  group: z.enum(decisionGroups),
  verdict: z.enum(verdicts).optional(),
  outcome: z.enum(decisionOutcomes).optional(),
  hidden: z.boolean().optional(),
  /** The Monday of the week of the decision. */
  week: z.iso
    .date('must be a date, such as 2026-03-02')
    .transform((text) => Date.parse(`${text}T00:00:00Z`) / DAY_MS)
    .optional(),
  model: z.string().max(200, 'is too long').optional(),
  promptVersion: z.number().int('must be a whole number').optional(),
  agreed: z.boolean().optional(),
  toSuggestion: z.boolean().optional(),
});

/** Selects the decisions behind a figure. A missing field doesn't filter. */
export type DecisionFilterInput = z.input<typeof decisionFilterInput>;

/** A page of the decisions behind a figure, newest first. */
export interface ReviewedDecisions {
  /** Number of decisions on all pages. */
  readonly total: number;
  readonly page: number;
  readonly rows: readonly ReviewedDecisionRow[];
}

export type ReviewedDecisionRow = Omit<CalibrationRow, 'total' | 'key'>;

/**
 * Returns a page of the decisions behind a figure of `getCalibration`. A page beyond the end returns
 * the last one.
 * @throws AppError `invalid_input`
 */
export async function getReviewedDecisions(
  ctx: Context,
  scopeInput: ScopeInput,
  filterInput: DecisionFilterInput,
  pageInput = 1,
): Promise<ReviewedDecisions> {
  requireRole(ctx.person, 'viewer');
  const scope = await readCalibrationScope(ctx, scopeInput);
  const filter = parseInput(decisionFilterInput, filterInput);
  const { page, rows, total } = await readPage(
    parseInput(pageNumberSchema, pageInput),
    reviewedDecisionsPageSize,
    (part) => ctx.warehouse.read(calibrationRows(scope, filter, part)),
  );
  return { page, total, rows: rows.map(({ total: _, key: __, ...row }) => row) };
}

/**
 * Returns all decisions behind a figure, in batches.
 * @throws AppError `invalid_input`
 */
export async function exportReviewedDecisions(
  ctx: Context,
  scopeInput: ScopeInput,
  filterInput: DecisionFilterInput,
): Promise<{
  readonly period: Period;
  readonly batches: AsyncIterable<readonly ReviewedDecisionRow[]>;
}> {
  requireRole(ctx.person, 'viewer');
  const { period, ...scope } = await readCalibrationScope(ctx, scopeInput);
  const filter = parseInput(decisionFilterInput, filterInput);
  const batches = readInBatches<CalibrationRow>(({ limit, last }) =>
    ctx.warehouse.read(calibrationRows(scope, filter, { limit, after: last?.key ?? null })),
  );
  return { period, batches };
}
