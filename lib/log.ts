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

/**
 * The program's log: JSON lines on standard error, from LOG_LEVEL up, secrets struck out. The names
 * and durations of statements are there at `debug`.
 */
export const log = pino(
  {
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: '[secret]',
    },
  },
  pino.destination({ dest: 2, sync: true }),
);
