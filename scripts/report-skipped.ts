import type { TestCase } from 'vitest/node';
import type { Reporter } from 'vitest/reporters';

/** Prints a line for each skipped test, whose title says why. */
export default class ReportSkipped implements Reporter {
  onTestCaseResult(test: TestCase): void {
    if (test.result().state === 'skipped') console.log(`skipped: ${test.fullName}`);
  }
}
