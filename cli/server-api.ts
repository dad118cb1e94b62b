import { z } from 'zod';
import { AppError, type ErrorCode, errorStatus } from '@/lib/server/errors';
import { readServerLockFile } from '@/lib/server/lifecycle';
import type { Warehouse } from '@/lib/warehouse/types';

/** How the command gets the warehouse; tests pass a temporary one. */
export interface WarehouseAccess {
  readonly open: () => Promise<Warehouse>;
  readonly close: () => Promise<void>;
}

/**
 * Works with the warehouse, or through the server that has it open.
 * @throws AppError `warehouse_busy` if another kind of process has it open
 */
export async function hereOrOnServer<Result>(
  { open, close }: WarehouseAccess,
  here: (warehouse: Warehouse) => Promise<Result>,
  onServer: (url: string) => Promise<Result>,
): Promise<Result> {
  const opened = await open().catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'warehouse_busy') return findServerUrl(error);
    throw error;
  });
  if (typeof opened === 'string') return onServer(opened);
  try {
    return await here(opened);
  } finally {
    await close();
  }
}

/** A request to the server's HTTP API. */
export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** A bearer token. */
  readonly token: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** How long the response may take, in milliseconds; 30 seconds by default. */
  readonly timeoutMs?: number;
}

/**
 * Sends a request to the server's HTTP API and parses its response.
 * @throws AppError the server's error, or `warehouse_busy` if the server does not respond
 */
export async function callServer<Body>(
  server: string,
  schema: z.ZodType<Body>,
  { method, path, token, body, timeoutMs = 30_000 }: ServerRequest,
): Promise<Body> {
  const response = await fetch(new URL(path, server), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    // Following a redirect could send the token to another host.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
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
function findServerUrl(busy: AppError): string {
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

const errorResponseSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
  }),
});
