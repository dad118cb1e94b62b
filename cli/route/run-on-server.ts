import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { apiToken } from '@/lib/auth/secrets';
import { AppError, type ErrorCode, errorStatus } from '@/lib/errors';
import { isOver } from '@/lib/runs/progress';
import type { StartRunInput } from '@/lib/runs/start-run';
import { failureAnswer, type RouteRun, runAnswer, startAnswer } from './answers';
import type { Watch } from './watch';

/** How often the server is asked how far it is, in milliseconds. */
const interval = 400;

/**
 * Has the server at this address do a run, by its HTTP API.
 * @throws AppError what the server answered, or `warehouse_busy` when it does not answer.
 */
export async function runOnServer(
  server: string,
  input: StartRunInput,
  watch: Watch,
): Promise<RouteRun> {
  const { runId } = await call(server, 'POST', '/api/runs', startAnswer, input);
  const address = `/api/runs/${encodeURIComponent(runId)}`;
  const stopWaiting = watch.onInterrupt(() => call(server, 'DELETE', address, startAnswer));
  try {
    for (;;) {
      const run = await call(server, 'GET', address, runAnswer);
      const review = run.review?.progress ?? undefined;
      const progress = { status: run.status, stage: run.stage ?? 'reading', review } as const;
      if (isOver(progress)) return run;
      watch.tell(progress);
      await pause(interval);
    }
  } finally {
    await stopWaiting();
  }
}

async function call<Answer>(
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
  const refusal = failureAnswer.safeParse(answer);
  if (refusal.success) {
    const { code, message, details } = refusal.data.error;
    throw new AppError(knownCode(code), message, details && { details });
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'warehouse_unavailable',
    `What answers at ${server} is not this program's server, or one of another version.`,
    { cause: parsed.error },
  );
}

function knownCode(code: string): ErrorCode {
  return Object.hasOwn(errorStatus, code) ? (code as ErrorCode) : 'unexpected';
}
