import { describe, expect, test } from 'vitest';
import { authRequestProblem } from './auth-request';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

function problem(action: string, body: string, type: string, query = '') {
  const url = `http://localhost/api/auth/${action}${query}`;
  const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
  const request = new Request(url, { method: 'POST', body, headers });
  return authRequestProblem(request, action);
}

describe('a request to next-auth', () => {
  test.each([
    ['a form', 'csrfToken=a%7Cb&email=a%40example.com', form],
    ['JSON', '{"csrfToken":"a|b","callbackUrl":"/queue"}', `${json}; charset=utf-8`],
  ])('is passed on as %s, with its body unread', async (_, body, type) => {
    const headers = { 'content-type': type };
    const request = new Request('http://localhost/', { method: 'POST', body, headers });
    expect(await authRequestProblem(request, 'callback')).toBeUndefined();
    expect(await request.text()).toBe(body);
  });

  test('needs no body to read', async () => {
    const request = new Request('http://localhost/api/auth/csrf?callbackUrl=/queue');
    expect(await authRequestProblem(request, 'csrf')).toBeUndefined();
  });

  test.each([
    ['without a body', '', ''],
    ['without a CSRF token', 'email=a', form],
    ['with an empty CSRF token', 'csrfToken=', form],
    ['cut short', '{"csrfToken":', json],
    ['that is null', 'null', json],
    ['that is a list', '["csrfToken"]', json],
    ['with a field that is not text', '{"csrfToken":"a|b","email":{"$ne":""}}', json],
    ['of another type', 'csrfToken=a', 'text/plain'],
    ['that is too long', `csrfToken=a&x=${'x'.repeat(9_000)}`, form],
    ['with a callback URL that is not one', 'csrfToken=a&callbackUrl=http%3A%2F%2F', form],
    ['with a callback URL that is a script', 'csrfToken=a&callbackUrl=javascript:alert()', form],
  ])('is malformed with a body %s', async (_, body, type) => {
    expect(await problem('callback', body, type)).toBeTypeOf('string');
  });

  test('cannot write to the log', async () => {
    const line = '{"level":"error","code":"forged","csrfToken":"a"}';
    expect(await problem('_log', line, json)).toBe('There is no such form.');
  });

  test('is malformed with a callback URL that is not one in the address', async () => {
    expect(await problem('signin', 'csrfToken=a', form, '?callbackUrl=%25')).toBeTypeOf('string');
  });
});
