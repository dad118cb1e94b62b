import { expect, test } from 'vitest';
import { failuresIn } from './failures';

test('a failed browser test has its title and its error', () => {
  const output = `
  ✘  2 e2e/queue.spec.ts:8:1 › shows a row (15.0s)

  1) e2e/queue.spec.ts:8:1 › shows a row ─────────────────

    Error: expect(page).toHaveURL(expected) failed

    Expected pattern: /runs$/
    Received string:  "/queue"

      12 |   await expect(page)
    > 13 |   await expect(page).toHaveURL(/runs$/);
        at e2e/queue.spec.ts:13:22

    attachment #1: screenshot (image/png) ─────────────────

  2) e2e/queue.spec.ts:20:1 › moves ──────────────────────

    Test timeout of 90000ms exceeded.

  2 failed
    e2e/queue.spec.ts:8:1 › shows a row ────────────────────
`;
  expect(failuresIn('playwright', output)).toEqual([
    `e2e/queue.spec.ts:8:1 › shows a row
    Error: expect(page).toHaveURL(expected) failed
    Expected pattern: /runs$/
    Received string:  "/queue"`,
    `e2e/queue.spec.ts:20:1 › moves
    Test timeout of 90000ms exceeded.`,
  ]);
});

test('a failed unit test has its title and its error', () => {
  const output = `
     × adds 8ms

⎯⎯⎯⎯⎯⎯⎯ Failed Tests 2 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  |unit| lib/a.test.ts > adds
AssertionError: expected 3 to be 4

- Expected
+ Received

 ❯ lib/a.test.ts:3:47
      1| import { expect } from 'vitest';

⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯⎯[1/2]⎯

 FAIL  |unit| lib/b.test.ts [ lib/b.test.ts ]
Error: Cannot find module
`;
  expect(failuresIn('vitest', output)).toEqual([
    `|unit| lib/a.test.ts > adds
    AssertionError: expected 3 to be 4
    - Expected
    + Received`,
    `|unit| lib/b.test.ts [ lib/b.test.ts ]
    Error: Cannot find module`,
  ]);
});
