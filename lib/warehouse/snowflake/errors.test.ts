import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { WriteConflictError } from '@/lib/warehouse/errors';
import { SessionLostError, toScriptError, toWarehouseError } from './errors';

const snowflakeError = (code: string | number, sqlState = '', fields: object = {}) =>
  Object.assign(new Error('Snowflake’s own message'), { code, sqlState, ...fields });

describe('toWarehouseError', () => {
  it.each([
    ['000606', '57P03', 'warehouse_unavailable', /SNOWFLAKE_WAREHOUSE/],
    ['090073', '22000', 'warehouse_unavailable', /quota/],
    ['003001', '42501', 'warehouse_unavailable', /privilege.*npm run setup/],
    ['002003', '42S02', 'warehouse_missing', /npm run setup/],
    ['002003', '02000', 'warehouse_missing', /npm run setup/],
    ['000904', '42000', 'unexpected', /redefined contract view/],
    ['000630', '57014', 'timeout', /too long/],
    ['000604', '57014', 'cancelled', /Canceled in Snowflake/],
    ['100038', '22018', 'unexpected', /TRY_CAST/],
    ['000603', 'XX000', 'warehouse_unavailable', /Try again/],
    ['987654', '', 'unexpected', /could not do this/],
  ])('converts %s (%s) to %s with a message for users', (code, sqlState, expected, message) => {
    const error = toWarehouseError(snowflakeError(code, sqlState), 'queue.page');
    expect(error).toMatchObject({ code: expected, message: expect.stringMatching(message) });
    expect(error.message).not.toContain('Snowflake’s own message');
    expect(String(error.cause)).toContain(`queue.page: Snowflake’s own message (code ${code}`);
  });

  it.each(['000625', '000628'])('converts %s to a conflict that can be retried', (code) => {
    expect(toWarehouseError(snowflakeError(code, '57014'), 's')).toBeInstanceOf(WriteConflictError);
  });

  it.each([
    'Statement ‘01ab’ has locked table ‘T’ in transaction 155 and this lock has not yet been released.',
    "Your statement '01ab' was aborted because the number of waiters for this lock exceeds the 20 statements limit.",
    'Timed out waiting for a lock on table T.',
    'Lock timeout exceeded\non table T.',
    'Could not acquire lock on table T.',
    'Transaction 155 was aborted due to deadlock.',
    'Transaction 155 was aborted because it was blocking another transaction.',
  ])('converts an unknown code to a conflict if it is about a lock: %s', (message) => {
    const error = Object.assign(new Error(message), { code: '000999', sqlState: '57014' });
    expect(toWarehouseError(error, 's')).toBeInstanceOf(WriteConflictError);
  });

  it.each([
    ["Object 'X.LOCKS' does not exist, or operation timed out.", '42S02'],
    ["Numeric value 'lock timeout' is not recognized", ''],
    ["SQL compilation error: invalid identifier 'LOCK_TIMEOUT'", ''],
    ['invalid value [x] for parameter LOCK_TIMEOUT', ''],
    ['The clock of the host is behind; waiting for a block.', ''],
    ['SQL execution canceled', '57014'],
    ['Transaction 155 was aborted because of an error.', ''],
  ])('does not convert another error to a conflict: %s', (message, sqlState) => {
    const error = Object.assign(new Error(message), { code: '000999', sqlState });
    expect(toWarehouseError(error, 's')).not.toBeInstanceOf(WriteConflictError);
  });

  it.each([401001, 401002, 401004, 407002, '390104', '390111', '390112', '390114', 402001])(
    'converts %s to a lost session',
    (code) => {
      expect(toWarehouseError(snowflakeError(code), 's')).toBeInstanceOf(SessionLostError);
    },
  );

  it.each([503, 500, 429])(
    'converts HTTP %i to a lost session with a message about overload',
    (statusCode) => {
      const error = toWarehouseError(snowflakeError(401002, '', { response: { statusCode } }), 's');
      expect(error).toBeInstanceOf(SessionLostError);
      expect(error.message).toContain('overloaded');
    },
  );

  it('leaks nothing of the request and the response', () => {
    const thrown = snowflakeError('000603', 'XX000', {
      response: { config: { headers: { Authorization: 'token-123' } }, body: 'token-123' },
      data: { queryId: 'q-1', token: 'token-123' },
    });
    const { cause } = toWarehouseError(thrown, 's');
    expect(String(cause)).toContain('queryId q-1');
    expect(JSON.stringify([cause, Object.getOwnPropertyNames(cause), String(cause)])).not.toContain(
      'token-123',
    );
    expect(Object(cause).cause).toBeUndefined();
  });

  it('returns an AppError unchanged', () => {
    const appError = new AppError('cancelled', 'Cancelled.');
    expect(toWarehouseError(appError, 's')).toBe(appError);
  });
});

describe('toScriptError', () => {
  it.each(['42000', '42S02', '22018', '02000', '42501'])(
    'shows Snowflake’s message for an error in the SQL itself (%s)',
    (sqlState) => {
      expect(toScriptError(snowflakeError('001003', sqlState), 'script')).toMatchObject({
        code: 'invalid_input',
        message: 'Snowflake’s own message',
      });
    },
  );

  it.each([
    ['000606', '57P03'],
    ['390114', ''],
    ['000603', 'XX000'],
  ])('hides Snowflake’s message for a system error (%s)', (code, sqlState) => {
    expect(toScriptError(snowflakeError(code, sqlState), 'script')).toMatchObject({
      code: 'warehouse_unavailable',
    });
  });
});
