import { AppError, type ErrorCode } from '@/lib/server/errors';
import {
  PermissionDeniedError,
  SchemaMismatchError,
  WriteConflictError,
} from '@/lib/warehouse/errors';

/** The useful parts of an SDK error; the rest may contain tokens and requests. */
export interface DriverError {
  /** Snowflake's code, such as `002003`, or the SDK's, such as `401001`. */
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
  /** The HTTP status, if the response was not Snowflake's own. */
  readonly status: number | undefined;
  /** The network error code, such as `ECONNREFUSED`. */
  readonly network: string | undefined;
  readonly queryId: string | undefined;
}

/** Extracts those parts from any thrown value. */
export function readDriverError(error: unknown): DriverError {
  const { code, sqlState, message, response, cause, data } = Object(error);
  const network = Object(cause).code;
  return {
    code: String(code ?? ''),
    sqlState: String(sqlState ?? ''),
    message: String(message ?? error),
    status: Number(Object(response).statusCode) || undefined,
    network: typeof network === 'string' ? network : undefined,
    queryId: data?.queryId ? String(data.queryId) : undefined,
  };
}

/** An error for the log: the statement and the message, without the request. */
export function toCause(statement: string, error: DriverError): Error {
  const { code, sqlState, message, status, network, queryId } = error;
  const facts = Object.entries({ code, sqlState, status, network, queryId })
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} ${value}`);
  return new Error(`${statement}: ${message}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`);
}

/**
 * The session is lost or in an unknown state. Uncommitted changes are gone, so anything but a
 * COMMIT may be retried on another session.
 */
export class SessionLostError extends AppError {
  constructor(cause: unknown, message = 'The connection to Snowflake was lost.') {
    super('warehouse_unavailable', `${message} Nothing was changed. Try again.`, { cause });
  }
}

type Translate = (cause: Error) => AppError;

const translateTo =
  (code: ErrorCode, message: string): Translate =>
  (cause) =>
    new AppError(code, message, { cause });

const sessionLost: Translate = (cause) => new SessionLostError(cause);
const writeConflict: Translate = (cause) => new WriteConflictError(cause);
const mismatch =
  (message: string): Translate =>
  (cause) =>
    new SchemaMismatchError(message, cause);
const schemaMismatch = mismatch(
  'A table or view in the warehouse does not have the columns that this program needs. Run `npm run setup` to see what is wrong with a redefined contract view. See the log for details.',
);
const missingObject = translateTo(
  'warehouse_missing',
  'The warehouse lacks a table or view that this program needs, or the role may not see it. Run `npm run setup` to add it and to list missing privileges.',
);
const permissionDenied: Translate = (cause) => new PermissionDeniedError(cause);
const typeMismatch = mismatch(
  'A value in the warehouse does not have the type of its column. If a contract view was redefined, read that column with TRY_CAST, which turns such a value into NULL. See the log for details.',
);
const overloaded = (cause: Error) =>
  new SessionLostError(cause, 'Snowflake is overloaded or down.');

/** Meanings of Snowflake's codes and the SDK's own (six digits, from 400000). */
const byCode: Readonly<Record<string, Translate>> = {
  '000603': translateTo(
    'warehouse_unavailable',
    'Snowflake failed. Nothing was changed. Try again.',
  ),
  '000604': translateTo('cancelled', 'Canceled in Snowflake. Nothing was changed.'),
  '000606': translateTo(
    'warehouse_unavailable',
    'Snowflake has no virtual warehouse to run this on. Set SNOWFLAKE_WAREHOUSE to one that the role may use (GRANT USAGE ON WAREHOUSE).',
  ),
  '000625': writeConflict,
  '000628': writeConflict,
  '000630': translateTo(
    'timeout',
    'The warehouse took too long to respond. Nothing was changed. Try again.',
  ),
  '001007': typeMismatch,
  '002003': missingObject,
  '002043': missingObject,
  '003001': permissionDenied,
  '090073': translateTo(
    'warehouse_unavailable',
    'The virtual warehouse is suspended and cannot resume because its resource monitor’s quota is used up. Raise the quota, or set SNOWFLAKE_WAREHOUSE to another one.',
  ),
  '100035': typeMismatch,
  '100037': typeMismatch,
  '100038': typeMismatch,
  '100040': typeMismatch,
  '390104': sessionLost,
  '390111': sessionLost,
  '390112': sessionLost,
  '390114': sessionLost,
  '401001': sessionLost,
  '401002': sessionLost,
  '401003': sessionLost,
  '401004': sessionLost,
  '402001': sessionLost,
  '402002': sessionLost,
  '407001': sessionLost,
  '407002': sessionLost,
};

const byState: Readonly<Record<string, Translate>> = {
  '40001': writeConflict,
  '42501': permissionDenied,
  '42S02': missingObject,
  '57P03': translateTo(
    'warehouse_unavailable',
    'Snowflake’s virtual warehouse is not available. Check SNOWFLAKE_WAREHOUSE and whether it can resume.',
  ),
};

/**
 * Errors about another transaction's lock, whatever their code: a deadlock, a wait that ended, too
 * many waiters, or a transaction that was aborted because it blocked others.
 */
const lockConflicts: readonly RegExp[] = [
  /\bdeadlock/i,
  /\block(?:s|ed)?\b.*\b(?:wait|timed?\s?out|abort|acquir|conflict|releas)/is,
  /\b(?:wait|timed?\s?out|abort|acquir|conflict)\w*\b.*\block(?:s|ed)?\b/is,
  /\btransaction\b.*\babort\w*\b.*\b(?:block|concurren|conflict)/is,
];

/** Whether an error is about a lock. Quoted parts are names or values, which can say anything. */
function isLockConflict({ sqlState, message }: DriverError): boolean {
  if (sqlErrorStates.test(sqlState)) return false;
  const text = message.replaceAll(/'[^']*'/g, '');
  return lockConflicts.some((pattern) => pattern.test(text));
}

/** Errors in the SQL itself: invalid syntax, missing objects, or bad values. */
const sqlErrorStates = /^(?:02|0A|21|22|23|42|P0)/;

const isOverloaded = ({ status = 0 }: DriverError) => status === 429 || status >= 500;

/** Whether a request did not get to Snowflake, so that its session is as before. */
export const isUnreached = (error: DriverError) => error.code === '401001' || isOverloaded(error);

function translation(error: DriverError): Translate {
  const { code, sqlState } = error;
  if (isOverloaded(error)) return overloaded;
  if (isLockConflict(error)) return writeConflict;
  const known = byCode[code] ?? byState[sqlState];
  if (known) return known;
  if (sqlState.startsWith('42')) return schemaMismatch;
  return translateTo(
    'unexpected',
    'The warehouse could not do this. Nothing was changed. See the log for details.',
  );
}

/** Maps an SDK error to an AppError for the user. Snowflake's text stays in `cause`. */
export function toWarehouseError(error: unknown, statement: string): AppError {
  if (error instanceof AppError) return error;
  const driverError = readDriverError(error);
  return translation(driverError)(toCause(statement, driverError));
}

/**
 * Like `toWarehouseError`, for SQL written by a person: shows Snowflake's message if the SQL is
 * wrong.
 */
export function toScriptError(error: unknown, statement: string): AppError {
  if (error instanceof AppError) return error;
  const driverError = readDriverError(error);
  if (!sqlErrorStates.test(driverError.sqlState)) return toWarehouseError(error, statement);
  const cause = toCause(statement, driverError);
  return new AppError('invalid_input', driverError.message, { cause });
}
