import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { callServer, type ServerRequest } from '@/cli/server-api';
import { runResultSchema } from '@/lib/read-model/run-schemas';
import { isFinished, PROGRESS_POLL_INTERVAL_MS, type RunProgress } from '@/lib/runs/progress';
import type { ReviewedRun, Run } from '@/lib/runs/read-runs';
import type { Replay } from '@/lib/runs/replay-run';
import type { StartRunInput } from '@/lib/runs/start-run';
import { operatorToken } from '@/lib/server/auth/secrets';
import { runModes, runStages, runStatuses } from '@/lib/warehouse/sql/runs';
import type { RunObserver } from './terminal';

/**
 * Starts a run through the server's HTTP API and waits for the run and its review to end.
 *
 * @throws AppError the server's error, or `warehouse_busy` if the server does not respond
 */
export async function runOnServer(
  server: string,
  input: StartRunInput,
  { onProgress, onInterrupt }: RunObserver,
): Promise<RouteRun> {
  const { runId } = await callWithToken(server, startResponseSchema, {
    method: 'POST',
    path: '/api/runs',
    body: input,
  });
  const path = `/api/runs/${encodeURIComponent(runId)}`;
  const stopListening = onInterrupt(() =>
    callWithToken(server, startResponseSchema, { method: 'DELETE', path }),
  );
  try {
    for (;;) {
      const progress = await callWithToken(server, progressSchema, {
        method: 'GET',
        path: `${path}/progress`,
      });
      if (isFinished(progress))
        return await callWithToken(server, runResponseSchema, { method: 'GET', path });
      onProgress(progress);
      await sleep(PROGRESS_POLL_INTERVAL_MS);
    }
  } finally {
    await stopListening();
  }
}

/**
 * Replays a run through the server's HTTP API.
 * @throws AppError the server's error, or `warehouse_busy` if the server does not respond
 */
export async function replayOnServer(server: string, runId: string): Promise<Replay> {
  const path = `/api/runs/${encodeURIComponent(runId)}/replay`;
  return callWithToken(server, replaySchema, { method: 'GET', path });
}

function callWithToken<Body>(
  server: string,
  schema: z.ZodType<Body>,
  request: Omit<ServerRequest, 'token'>,
): Promise<Body> {
  return callServer(server, schema, { ...request, token: operatorToken() });
}

/** The parts of a run that the command reports. */
export type RouteRun = Run & { readonly review: RouteReview | null };

type FullReview = NonNullable<ReviewedRun['review']>;
type RouteReview = Pick<FullReview, 'off' | 'counts' | 'progress'> & {
  readonly call: { readonly status: string; readonly failure: string | null } | null;
};

const reviewProgressSchema = z.object({ reviewed: z.number(), total: z.number() });

const progressSchema = z.object({
  runId: z.string(),
  status: z.enum(runStatuses),
  stage: z.enum(runStages),
  review: reviewProgressSchema.optional(),
}) satisfies z.ZodType<RunProgress>;

const replaySchema = z.object({
  runId: z.string(),
  placed: z.number(),
  deferred: z.number(),
  differences: z.array(z.string()),
}) satisfies z.ZodType<Replay>;

/** The response to starting or canceling a run. */
const startResponseSchema = z.object({ runId: z.string() });

/** A run in JSON, with times as text. */
const runResponseSchema = z.object({
  id: z.string(),
  mode: z.enum(runModes),
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
  maxPerRun: z.number().nullable(),
  placed: z.number().nullable(),
  deferred: z.number().nullable(),
  failureCode: z.string().nullable(),
  failure: z.string().nullable(),
  rolledBackAt: z.coerce.date().nullable(),
  rolledBackByName: z.string().nullable(),
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
      progress: reviewProgressSchema.nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<RouteRun>;
