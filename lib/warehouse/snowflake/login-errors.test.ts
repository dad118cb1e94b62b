import { describe, expect, it } from 'vitest';
import { toLoginError } from './login-errors';

const auth = { kind: 'password', password: 'secret' } as const;
const snowflakeError = (code: string, message: string) =>
  Object.assign(new Error(message), { code });
const networkError = (code: string) =>
  Object.assign(new Error('failed', { cause: Object.assign(new Error(), { code }) }), {
    code: 401001,
  });

describe('toLoginError', () => {
  it.each([
    [snowflakeError('390189', "Role 'X' does not exist"), /SNOWFLAKE_ROLE/],
    [snowflakeError('390186', "Role 'X' is not granted"), /SNOWFLAKE_ROLE/],
    [snowflakeError('390201', 'The requested database does not exist'), /SNOWFLAKE_DATABASE/],
    [snowflakeError('390422', 'IP 10.0.0.1 is not allowed'), /network policy/],
    [snowflakeError('390100', 'Incorrect username or password'), /SNOWFLAKE_PASSWORD/],
    [snowflakeError('399999', 'something new'), /SNOWFLAKE_USER/],
    [
      Object.assign(snowflakeError('401002', 'HTTP'), { response: { statusCode: 401 } }),
      /rejected/,
    ],
    [networkError('ENOTFOUND'), /SNOWFLAKE_ACCOUNT \(such as/],
    [networkError('ECONNREFUSED'), /cannot be reached/],
    [networkError('SELF_SIGNED_CERT_IN_CHAIN'), /certificate/],
  ])('explains %s and hides the driver’s message', (thrown, message) => {
    const error = toLoginError(thrown, auth);
    expect(error).toMatchObject({ code: 'warehouse_unavailable' });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain(thrown.message);
    expect(String(error.cause)).toContain(thrown.message);
  });

  it('leaks nothing of the request and the response', () => {
    const thrown = Object.assign(snowflakeError('401002', 'Request failed.'), {
      response: { statusCode: 503, config: { headers: { Authorization: 'token-123' } } },
      data: { token: 'token-123' },
    });
    const error = toLoginError(thrown, auth);
    expect(error.message).toContain('overloaded');
    expect(JSON.stringify([error, error.cause, Object.entries(error.cause ?? {})])).not.toContain(
      'token-123',
    );
  });
});
