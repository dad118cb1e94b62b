import { AppError, type ErrorCode } from '@/lib/errors';
import { NotAllowed } from '../not-allowed';
import { WriteConflict } from '../write-conflict';
import { causeOf, type DriverError, readDriverError } from './driver-error';
import { SessionLost } from './session-lost';

type Translate = (cause: Error) => AppError;

const words =
  (code: ErrorCode, message: string): Translate =>
  (cause) =>
    new AppError(code, message, { cause });

const lost: Translate = (cause) => new SessionLost(cause);
const conflict: Translate = (cause) => new WriteConflict(cause);
const notAsNeeded = words(
  'unexpected',
  'A table or view of the warehouse is not as this program needs it. Run `npm run setup`, which names what is wrong with a redefined contract view; the log has the details.',
);
const missing = words(
  'warehouse_missing',
  'The warehouse lacks a table or view that this program needs, or its role may not see it. Run `npm run setup`, which adds what is missing and names the privileges that are.',
);
const notAllowed: Translate = (cause) => new NotAllowed(cause);
const notOfItsKind = words(
  'unexpected',
  'A value of the warehouse is not of the kind that its column should have; the log has the details. Where a contract view was redefined, read that column with TRY_CAST, which makes such a value a gap.',
);
const overloaded = (cause: Error) => new SessionLost(cause, 'Snowflake is overloaded or down.');

/** What Snowflake's codes mean, and the SDK's own, which have six digits from 4 up. */
const byCode: Readonly<Record<string, Translate>> = {
  '000603': words(
    'warehouse_unavailable',
    'Snowflake failed while doing this. Nothing was changed; try again.',
  ),
  '000604': words('cancelled', 'This was cancelled in Snowflake. Nothing was changed.'),
  '000606': words(
    'warehouse_unavailable',
    'Snowflake has no virtual warehouse to run this on. Set SNOWFLAKE_WAREHOUSE to one that the role may use (GRANT USAGE ON WAREHOUSE).',
  ),
  '000625': conflict,
  '000628': conflict,
  '000630': words(
    'timeout',
    'The warehouse took too long to answer and was stopped. Nothing was changed; try again.',
  ),
  '002003': missing,
  '002043': missing,
  '003001': notAllowed,
  '090073': words(
    'warehouse_unavailable',
    'The virtual warehouse is suspended and may not resume, since its resource monitor’s quota is used up. Raise the quota, or set SNOWFLAKE_WAREHOUSE to another.',
  ),
  '100035': notOfItsKind,
  '100037': notOfItsKind,
  '100038': notOfItsKind,
  '100040': notOfItsKind,
  '390104': lost,
  '390111': lost,
  '390112': lost,
  '390114': lost,
  '401001': lost,
  '401002': lost,
  '401003': lost,
  '401004': lost,
  '402001': lost,
  '402002': lost,
  '407001': lost,
  '407002': lost,
};

const byState: Readonly<Record<string, Translate>> = {
  '40001': conflict,
  '42501': notAllowed,
  '42S02': missing,
  '57P03': words(
    'warehouse_unavailable',
    'The virtual warehouse of Snowflake cannot be used now. Look at SNOWFLAKE_WAREHOUSE and whether it may resume.',
  ),
};

const deadlock = /deadlock/i;

/** Failures of the SQL itself: not valid, naming what is not there, or of a value in it. */
const ofTheSql = /^(?:02|0A|21|22|23|42|P0)/;

function translation({ code, sqlState, status, message }: DriverError): Translate {
  if (status === 429 || (status ?? 0) >= 500) return overloaded;
  if (deadlock.test(message)) return conflict;
  const known = byCode[code] ?? byState[sqlState];
  if (known) return known;
  if (sqlState.startsWith('42')) return notAsNeeded;
  return words(
    'unexpected',
    'The warehouse could not do this. Nothing was changed; the log has the details.',
  );
}

/** Turns what the SDK threw into words for the user; Snowflake's text stays in `cause`. */
export function toWarehouseError(error: unknown, statement: string): AppError {
  if (error instanceof AppError) return error;
  const driverError = readDriverError(error);
  return translation(driverError)(causeOf(statement, driverError));
}

/** The same for SQL that a person wrote, who is shown Snowflake's words where the SQL is at fault. */
export function toScriptError(error: unknown, statement: string): AppError {
  if (error instanceof AppError) return error;
  const driverError = readDriverError(error);
  if (!ofTheSql.test(driverError.sqlState)) return toWarehouseError(error, statement);
  const cause = causeOf(statement, driverError);
  return new AppError('invalid_input', driverError.message, { cause });
}
