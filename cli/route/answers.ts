import { z } from 'zod';
import type { ReviewedRun } from '@/lib/review/get-reviewed-run';
import type { Run } from '@/lib/runs/get-run';
import { runResultSchema } from '@/lib/runs/result';
import { runStages, runStatuses } from '@/lib/warehouse/sql/runs';

/** A run as the command shows it. */
export type RouteRun = Run & { readonly review: ToldReview | null };

type Review = NonNullable<ReviewedRun['review']>;
type ToldReview = Pick<Review, 'off' | 'counts' | 'progress'> & {
  readonly call: { readonly status: string; readonly failure: string | null } | null;
};

/** What the server answers when a run was started or cancelled. */
export const startAnswer = z.object({ runId: z.string() });

/** What the server answers when it refuses. */
export const failureAnswer = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** A run as the server answers it, its times as text. */
export const runAnswer = z.object({
  id: z.string(),
  mode: z.enum(['single', 'batch']),
  dryRun: z.boolean(),
  accountId: z.string().nullable(),
  batchSize: z.number().nullable(),
  status: z.enum(runStatuses),
  stage: z.enum(runStages).nullable(),
  startedBy: z.string(),
  startedByName: z.string(),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
  policyVersion: z.number(),
  placed: z.number().nullable(),
  deferred: z.number().nullable(),
  failureCode: z.string().nullable(),
  failure: z.string().nullable(),
  result: runResultSchema.nullable(),
  review: z
    .object({
      off: z.enum(['no_key', 'disabled']).nullable(),
      counts: z.object({
        recommendations: z.number(),
        approve: z.number(),
        caution: z.number(),
        reassign: z.number(),
        hidden: z.number(),
        unreviewed: z.number(),
      }),
      call: z.object({ status: z.string(), failure: z.string().nullable() }).nullable(),
      progress: z.object({ reviewed: z.number(), asked: z.number() }).nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<RouteRun>;
