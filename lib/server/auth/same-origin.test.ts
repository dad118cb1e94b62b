import { describe, expect, test } from 'vitest';
import { requireSameOrigin } from './same-origin';

const publicUrl = 'https://csm.example';
const check = (headers: Record<string, string>) =>
  requireSameOrigin(new Headers({ host: '10.0.0.7:3000', ...headers }), publicUrl);

describe('a change that a browser sends', () => {
  test.each([
    ['the public address', { origin: publicUrl, 'sec-fetch-site': 'same-origin' }],
    ['the address of this server', { origin: 'http://10.0.0.7:3000' }],
    [
      'the address of a proxy',
      { origin: 'https://proxy.example', 'x-forwarded-host': 'proxy.example' },
    ],
    ['this site, without an origin', { 'sec-fetch-site': 'same-origin' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
  ])('is accepted from %s', (_, headers) => {
    expect(() => check(headers)).not.toThrow();
  });

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    [
      'another site that claims to be this one',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['a site whose name begins like ours', { origin: 'https://csm.example.evil.example' }],
    ['another port', { origin: 'https://csm.example:8443' }],
    ['a sandboxed page', { origin: 'null' }],
    ['nonsense', { origin: 'csm.example' }],
    ['a sibling site', { origin: publicUrl, 'sec-fetch-site': 'same-site' }],
    ['another site by its metadata', { 'sec-fetch-site': 'cross-site' }],
    ['an unknown sender', {}],
  ])('is rejected from %s', (_, headers) => {
    expect(() => check(headers)).toThrow(expect.objectContaining({ code: 'forbidden' }));
  });
});
