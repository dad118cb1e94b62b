import { describe, expect, it } from 'vitest';
import { toLoginError } from './connect';

const auth = { kind: 'password', password: 'secret' } as const;
const refused = (code: string, message: string) => Object.assign(new Error(message), { code });
const network = (code: string) =>
  Object.assign(new Error('failed', { cause: Object.assign(new Error(), { code }) }), {
    code: 401001,
  });

describe('a login that failed', () => {
  it.each([
    [refused('390189', "Role 'X' does not exist"), /SNOWFLAKE_ROLE/],
    [refused('390186', "Role 'X' is not granted"), /SNOWFLAKE_ROLE/],
    [refused('390201', 'The requested database does not exist'), /SNOWFLAKE_DATABASE/],
    [refused('390422', 'IP 10.0.0.1 is not allowed'), /network policy/],
    [refused('390100', 'Incorrect username or password'), /SNOWFLAKE_PASSWORD/],
    [refused('399999', 'something new'), /SNOWFLAKE_USER/],
    [Object.assign(refused('401002', 'HTTP'), { response: { statusCode: 401 } }), /rejected/],
    [network('ENOTFOUND'), /SNOWFLAKE_ACCOUNT \(such as/],
    [network('ECONNREFUSED'), /cannot be reached/],
    [network('SELF_SIGNED_CERT_IN_CHAIN'), /certificate/],
  ])('%s is told by the setting to look at', (thrown, words) => {
    const error = toLoginError(thrown, auth);
    expect(error).toMatchObject({ code: 'warehouse_unavailable' });
    expect(error.message).toMatch(words);
    expect(error.message).not.toContain(thrown.message);
    expect(String(error.cause)).toContain(thrown.message);
  });

  it('says nothing of what was sent and answered', () => {
    const thrown = Object.assign(refused('401002', 'Request failed.'), {
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
