import pino from 'pino';
import { env } from './env';
import { AppError, type ErrorResponse, errorStatus, toErrorResponse } from './errors';
import { currentRequestId } from './request-id';

/** Fields that are never logged, in whatever object they appear. */
const REDACTED_FIELDS = [
  'password',
  'passwordHash',
  'password_hash',
  'token',
  'secret',
  'authorization',
  'cookie',
];

/** Falls back to `info`, because the log must work to report an invalid setting. */
function logLevel(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    return 'info';
  }
}

/**
 * The log: JSON lines on standard error, at LOG_LEVEL and above, with secrets redacted. Each has `level`,
 * `time`, and `msg`, and `requestId` if it belongs to a request. Statement names and durations are logged
 * at `debug`.
 */
export const log = pino(
  {
    level: logLevel(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    mixin: () => ({ requestId: currentRequestId() }),
    redact: {
      paths: REDACTED_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[secret]',
    },
  },
  pino.destination({ dest: 2, sync: true }),
);

/** Converts an error into a response, and logs it if it is unexpected or has a 5xx status. */
export function reportError(name: string, error: unknown): ErrorResponse {
  const response = toErrorResponse(error);
  if (!(error instanceof AppError)) log.error({ err: error, name }, 'failed unexpectedly');
  else if (errorStatus[response.code] >= 500) log.warn({ err: error, name }, 'failed');
  return response;
}

const lastStatus = new Map<string, string>();

/**
 * Logs the result of a check that is repeated often, such as every few seconds by a load balancer: only
 * when it differs from the one before.
 * @param error why the check failed; null if it succeeded
 */
export function logStatus(name: string, error: unknown): void {
  const before = lastStatus.get(name) ?? 'ok';
  const status = error === null ? 'ok' : String(error);
  lastStatus.set(name, status);
  if (status === before) return;
  if (error === null) log.info({ name }, 'works again');
  else log.error({ err: error, name }, 'failed');
}
