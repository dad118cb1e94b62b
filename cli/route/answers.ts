import { z } from 'zod';
import type { Run } from '@/lib/runs/get-run';
import { runResultSchema } from '@/lib/runs/result';
import { runStages, runStatuses } from '@/lib/warehouse/sql/runs';

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
}) satisfies z.ZodType<Run>;
