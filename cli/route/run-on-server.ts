import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { runResultSchema } from '@/lib/read-model/run-schemas';
import { isFinished, PROGRESS_POLL_INTERVAL_MS, type RunProgress } from '@/lib/runs/progress';
import type { ReviewedRun, Run } from '@/lib/runs/read-runs';
import type { Replay } from '@/lib/runs/replay-run';
import type { StartRunInput } from '@/lib/runs/start-run';
import { apiToken } from '@/lib/server/auth/secrets';
import { AppError, type ErrorCode, errorStatus } from '@/lib/server/errors';
import { readServerLockFile } from '@/lib/server/lifecycle';
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
  const { runId } = await callServer(server, 'POST', '/api/runs', startResponseSchema, input);
  const path = `/api/runs/${encodeURIComponent(runId)}`;
  const stopListening = onInterrupt(() => callServer(server, 'DELETE', path, startResponseSchema));
  try {
    for (;;) {
      const progress = await callServer(server, 'GET', `${path}/progress`, progressSchema);
      if (isFinished(progress)) return await callServer(server, 'GET', path, runResponseSchema);
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
  return callServer(server, 'GET', path, replaySchema);
}

async function callServer<Body>(
  server: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  schema: z.ZodType<Body>,
  body?: unknown,
): Promise<Body> {
  const response = await fetch(new URL(path, server), {
    method,
    headers: { authorization: `Bearer ${apiToken()}`, 'content-type': 'application/json' },
    // Following a redirect could send the token to another host.
    redirect: 'error',
    signal: AbortSignal.timeout(30_000),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new AppError(
      'warehouse_busy',
      `The server at ${server} does not respond. Start it, or set ROUTING_URL to its address.`,
      { cause },
    );
  });
  const responseBody: unknown = await response.json().catch(() => undefined);
  const failure = errorResponseSchema.safeParse(responseBody);
  if (failure.success) {
    const { code, message, details } = failure.data.error;
    throw new AppError(toErrorCode(code), message, details && { details });
  }
  const parsed = schema.safeParse(responseBody);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'warehouse_unavailable',
    `${server} is not a server of this program, or it has another version.`,
    { cause: parsed.error },
  );
}

function toErrorCode(code: string): ErrorCode {
  return Object.hasOwn(errorStatus, code) ? (code as ErrorCode) : 'unexpected';
}

/**
 * Returns the URL of the server that has the warehouse open: ROUTING_URL, or the URL in the server's
 * lock file.
 *
 * @param busy the error from opening the warehouse
 * @throws AppError `warehouse_busy` if another kind of process has it open
 */
export function findServerUrl(busy: AppError): string {
  const configured = process.env.ROUTING_URL;
  if (configured) {
    if (URL.canParse(configured) && /^https?:/.test(configured)) return configured;
    throw new AppError(
      'invalid_input',
      'ROUTING_URL must be the URL of the server, such as http://localhost:3000.',
    );
  }
  const { pid } = busy.details ?? {};
  const lockFile = readServerLockFile();
  if (lockFile && (pid === undefined || pid === lockFile.pid)) return lockFile.url;
  throw new AppError(
    busy.code,
    `${busy.message} If that process is the server, set ROUTING_URL to its address.`,
    { cause: busy },
  );
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

const errorResponseSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});

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
