import pino from 'pino';
import { env } from './env';

/** What never belongs in a log, whatever object carries it. */
const secrets = [
  'password',
  'passwordHash',
  'password_hash',
  'token',
  'secret',
  'authorization',
  'cookie',
];

/** A wrong setting is reported by whoever reads it next; the log has to work to say so. */
function level(): string {
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
    level: level(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[secret]',
    },
  },
  pino.destination({ dest: 2, sync: true }),
);
