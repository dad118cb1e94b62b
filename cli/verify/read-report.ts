import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type Outcome, single } from './outcome';

const unitReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts what vitest's JSON report holds; a file that could not be loaded counts as a failure. */
export function countUnitTests(report: unknown): Outcome {
  const { numPassedTests, numFailedTests, testResults } = unitReport.parse(report);
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({ file: basename(name), fullName, status })),
  );
  const skips = tests
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName.trim());
  const failures = tests
    .filter(({ status }) => status === 'failed')
    .map(({ file, fullName }) => `${file}: ${fullName.trim()}`);
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: skips.length,
    failures: [...failures, ...unloaded.map(({ name }) => `${basename(name)} (not loaded)`)],
    skips,
  };
}

const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(['skipped', 'expected', 'unexpected', 'flaky']),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
    }),
  ),
});

interface Suite {
  readonly specs: readonly z.infer<typeof spec>[];
  readonly suites?: readonly Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.object({
  specs: z.array(spec),
  suites: z.lazy(() => z.array(suite)).optional(),
});

const browserReport = z.object({ suites: z.array(suite), errors: z.array(z.unknown()) });

/** Counts what Playwright's JSON report holds; an error outside any test counts as a failure. */
export function countBrowserTests(report: unknown): Outcome {
  const { suites, errors } = browserReport.parse(report);
  const tests = suites.flatMap(testsOf);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const skips = tests
    .filter((test) => test.status === 'skipped')
    .map(({ file, title, annotations }) => {
      const why = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
      return `${file}: ${title} (${why ?? 'an earlier step failed'})`;
    });
  const failures = tests
    .filter(({ status }) => status === 'unexpected' || status === 'flaky')
    .map(({ file, title }) => `${file}: ${title}`);
  return {
    passed: count('expected'),
    // A test that passed on another try has failed once too often.
    failed: count('unexpected') + count('flaky') + errors.length,
    skipped: skips.length,
    failures: [...failures, ...errors.map(() => 'outside any browser test')],
    skips,
  };
}

type BrowserTest = Suite['specs'][number]['tests'][number] & { title: string; file: string };

function testsOf({ specs, suites = [] }: Suite): BrowserTest[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests.map((test) => ({ ...test, title, file })),
  );
  return [...own, ...suites.flatMap(testsOf)];
}

/**
 * Reads a runner's report and counts it by `count`. Where the runner failed, the outcome has a
 * failure even if the report names none or is missing; where it ran nothing, too.
 */
export async function readReport(
  path: string,
  succeeded: boolean,
  count: (report: unknown) => Outcome,
): Promise<Outcome> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    console.error('The runner left no report.');
    return single(false);
  }
  const outcome = count(JSON.parse(text));
  const ranSome = outcome.passed + outcome.failed > 0;
  if (outcome.failed > 0 || (succeeded && ranSome)) return outcome;
  console.error(ranSome ? 'The runner failed outside any test.' : 'Not one test was run.');
  return { ...outcome, failed: 1 };
}
