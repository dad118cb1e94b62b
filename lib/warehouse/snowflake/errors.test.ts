import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { WriteConflictError } from '@/lib/warehouse/errors';
import { SessionLostError, toScriptError, toWarehouseError } from './errors';

const refused = (code: string | number, sqlState = '', facts: object = {}) =>
  Object.assign(new Error('Snowflake’s own words'), { code, sqlState, ...facts });

describe('a failure of Snowflake’s', () => {
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
  ])('%s (%s) is %s in the user’s words', (code, sqlState, expected, words) => {
    const error = toWarehouseError(refused(code, sqlState), 'queue.page');
    expect(error).toMatchObject({ code: expected, message: expect.stringMatching(words) });
    expect(error.message).not.toContain('Snowflake’s own words');
    expect(String(error.cause)).toContain(`queue.page: Snowflake’s own words (code ${code}`);
  });

  it.each(['000625', '000628'])('%s lets the work run again', (code) => {
    expect(toWarehouseError(refused(code, '57014'), 's')).toBeInstanceOf(WriteConflictError);
  });

  it.each([401001, 401002, 401004, 407002, '390104', '390111', '390112', '390114', 402001])(
    '%s says that the session is lost',
    (code) => {
      expect(toWarehouseError(refused(code), 's')).toBeInstanceOf(SessionLostError);
    },
  );

  it.each([503, 500, 429])('HTTP %i is told as overload', (statusCode) => {
    const error = toWarehouseError(refused(401002, '', { response: { statusCode } }), 's');
    expect(error).toBeInstanceOf(SessionLostError);
    expect(error.message).toContain('overloaded');
  });

  it('carries nothing of what was sent or answered', () => {
    const thrown = refused('000603', 'XX000', {
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

  it('that is in our words already stays as it is', () => {
    const ours = new AppError('cancelled', 'Cancelled.');
    expect(toWarehouseError(ours, 's')).toBe(ours);
  });
});

describe('a failure of a person’s own SQL', () => {
  it.each(['42000', '42S02', '22018', '02000', '42501'])('of state %s is shown', (sqlState) => {
    expect(toScriptError(refused('001003', sqlState), 'script')).toMatchObject({
      code: 'invalid_input',
      message: 'Snowflake’s own words',
    });
  });

  it.each([
    ['000606', '57P03'],
    ['390114', ''],
    ['000603', 'XX000'],
  ])('is told from one of Snowflake’s (%s)', (code, sqlState) => {
    expect(toScriptError(refused(code, sqlState), 'script')).toMatchObject({
      code: 'warehouse_unavailable',
    });
  });
});
