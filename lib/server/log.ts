import pino from 'pino';
import { env } from './env';
import { AppError, type ErrorResponse, errorStatus, toErrorResponse } from './errors';

/** What never belongs in a log, whatever object carries it. */
const REDACTED_FIELDS = [
  'password',
  'passwordHash',
  'password_hash',
  'token',
  'secret',
  'authorization',
  'cookie',
];

/** A wrong setting is reported by whoever reads it next; the log has to work to say so. */
function logLevel(): string {
  try {
    return env().LOG_LEVEL;
  } catch {
    return 'info';
  }
}

/**
 * The program's log: JSON lines on standard error, from LOG_LEVEL up, secrets struck out. The names
 * and durations of statements are there at `debug`.
 */
export const log = pino(
  {
    level: logLevel(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: REDACTED_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[secret]',
    },
  },
  pino.destination({ dest: 2, sync: true }),
);

/** What may be told of a failure; what may not, and what is the program's own fault, is logged. */
export function reportError(name: string, error: unknown): ErrorResponse {
  const answer = toErrorResponse(error);
  if (!(error instanceof AppError)) log.error({ err: error, name }, 'failed unexpectedly');
  else if (errorStatus[answer.code] >= 500) log.warn({ err: error, name }, 'failed');
  return answer;
}
