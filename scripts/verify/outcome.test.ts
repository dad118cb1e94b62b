import { expect, test } from 'vitest';
import { leftOut, single, together } from './outcome';

test('a step of several counts what each of them did, and keeps every reason', () => {
  expect(together(single(true), single(false), leftOut('no Python'), leftOut('no build'))).toEqual({
    passed: 1,
    failed: 1,
    skipped: 2,
    failures: [],
    skips: ['no Python', 'no build'],
  });
});
