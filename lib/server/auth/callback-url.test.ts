import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callbackPath, HOME_PATH, signInPath } from './callback-url';

describe('the page after signing in', () => {
  test.each(['/queue', '/runs/20260101_120000_ab', '/queue?sort=score&csm=Ana%20Ruiz#row'])(
    'to %s when asked',
    (path) => {
      expect(callbackPath(path)).toBe(path);
    },
  );

  test.each([
    'https://evil.example/queue',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    ' /queue',
    'queue',
    '/',
    '',
    '/sign-in?callbackUrl=%2Fsign-in',
    '/api/auth/signout',
    undefined,
    null,
    7,
    ['/queue', '/runs'],
  ])('home instead of %j', (asked) => {
    expect(callbackPath(asked)).toBe(HOME_PATH);
  });

  test('is never on another site', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string({ unit: fc.constantFrom(...'/\\.\t\n@:ae?#%') }),
        ),
        (asked) => {
          const path = callbackPath(asked);
          expect(new URL(path, 'https://csm.example').origin).toBe('https://csm.example');
          expect(path).toMatch(/^\/(?![/\\])/);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('is part of the sign-in link unless it is the home page', () => {
    expect(signInPath('/runs?page=2')).toBe('/sign-in?callbackUrl=%2Fruns%3Fpage%3D2');
    expect(signInPath('/queue')).toBe('/sign-in');
    expect(signInPath('https://evil.example')).toBe('/sign-in');
    expect(signInPath()).toBe('/sign-in');
  });
});
