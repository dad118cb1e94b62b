import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { runResultSchema } from '@/lib/read-model/run-schemas';
import type { ReviewedRun } from '@/lib/runs/get-reviewed-run';
import { isFinished } from '@/lib/runs/progress';
import type { Run } from '@/lib/runs/read-runs';
import type { StartRunInput } from '@/lib/runs/start-run';
import { apiToken } from '@/lib/server/auth/secrets';
import { AppError, type ErrorCode, errorStatus } from '@/lib/server/errors';
import { readServerLockFile } from '@/lib/server/lifecycle';
import { runStages, runStatuses } from '@/lib/warehouse/sql/runs';
import type { RunObserver } from './terminal';

/** How often the server is asked how far it is, in milliseconds. */
const POLL_INTERVAL_MS = 400;

/**
 * Has the server at this address do a run, by its HTTP API.
 * @throws AppError what the server answered, or `warehouse_busy` when it does not answer.
 */
export async function runOnServer(
  server: string,
  input: StartRunInput,
  watch: RunObserver,
): Promise<RouteRun> {
  const { runId } = await callServer(server, 'POST', '/api/runs', startResponseSchema, input);
  const address = `/api/runs/${encodeURIComponent(runId)}`;
  const stopWaiting = watch.onInterrupt(() =>
    callServer(server, 'DELETE', address, startResponseSchema),
  );
  try {
    for (;;) {
      const run = await callServer(server, 'GET', address, runResponseSchema);
      const review = run.review?.progress ?? undefined;
      const progress = { status: run.status, stage: run.stage ?? 'reading', review } as const;
      if (isFinished(progress)) return run;
      watch.onProgress(progress);
      await pause(POLL_INTERVAL_MS);
    }
  } finally {
    await stopWaiting();
  }
}

async function callServer<Answer>(
  server: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  schema: z.ZodType<Answer>,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(new URL(path, server), {
    method,
    headers: { authorization: `Bearer ${apiToken()}`, 'content-type': 'application/json' },
    // A redirect would carry the token elsewhere.
    redirect: 'error',
    signal: AbortSignal.timeout(30_000),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new AppError(
      'warehouse_busy',
      `The server at ${server} does not answer. Start it, or set ROUTING_URL to where it runs.`,
      { cause },
    );
  });
  const answer: unknown = await response.json().catch(() => undefined);
  const refusal = errorResponseSchema.safeParse(answer);
  if (refusal.success) {
    const { code, message, details } = refusal.data.error;
    throw new AppError(toErrorCode(code), message, details && { details });
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'warehouse_unavailable',
    `What answers at ${server} is not this program's server, or one of another version.`,
    { cause: parsed.error },
  );
}

function toErrorCode(code: string): ErrorCode {
  return Object.hasOwn(errorStatus, code) ? (code as ErrorCode) : 'unexpected';
}

/**
 * Where the server is that holds the warehouse: ROUTING_URL, else what it left beside the file.
 * @param busy what opening the warehouse said
 * @throws AppError `warehouse_busy` when whoever holds it is no server.
 */
export function findServerUrl(busy: AppError): string {
  const given = process.env.ROUTING_URL;
  if (given) {
    if (URL.canParse(given) && /^https?:/.test(given)) return given;
    throw new AppError(
      'invalid_input',
      'ROUTING_URL must be the address of the server, such as http://localhost:3000.',
    );
  }
  const { pid } = busy.details ?? {};
  const left = readServerLockFile();
  if (left && (pid === undefined || pid === left.pid)) return left.url;
  throw new AppError(
    busy.code,
    `${busy.message} If it is the server, set ROUTING_URL to its address.`,
    { cause: busy },
  );
}

/** A run as the command shows it. */
export type RouteRun = Run & { readonly review: RouteReview | null };

type FullReview = NonNullable<ReviewedRun['review']>;
type RouteReview = Pick<FullReview, 'off' | 'counts' | 'progress'> & {
  readonly call: { readonly status: string; readonly failure: string | null } | null;
};

/** What the server answers when a run was started or cancelled. */
const startResponseSchema = z.object({ runId: z.string() });

/** What the server answers when it refuses. */
const errorResponseSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** A run as the server answers it, its times as text. */
const runResponseSchema = z.object({
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
