import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { type Outcome, single } from './outcome';

const unitReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
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
    assertionResults.map((test) => ({ ...test, file: basename(name) })),
  );
  const skips = tests
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName.trim());
  const failures = tests
    .filter(({ status }) => status === 'failed')
    .map(({ file, fullName, failureMessages }) =>
      withReason(`${file}: ${fullName.trim()}`, failureMessages ?? []),
    );
  const notLoaded = unloaded.map(({ name, message }) =>
    withReason(`${basename(name)} (not loaded)`, [message]),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: skips.length,
    failures: [...failures, ...notLoaded],
    skips,
  };
}

const reason = z.object({ message: z.string().optional(), snippet: z.string().optional() });

const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(['skipped', 'expected', 'unexpected', 'flaky']),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
      results: z.array(z.object({ errors: z.array(reason) })),
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

const browserReport = z.object({ suites: z.array(suite), errors: z.array(reason) });

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
    .map(({ file, title, results }) =>
      withReason(
        `${file}: ${title}`,
        results.flatMap(({ errors }) => errors.map(reasonText)),
      ),
    );
  const outside = errors.map((error) =>
    withReason('outside any browser test', [reasonText(error)]),
  );
  return {
    passed: count('expected'),
    // A test that passed on another try has failed once too often.
    failed: count('unexpected') + count('flaky') + errors.length,
    skipped: skips.length,
    failures: [...failures, ...outside],
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

function reasonText({ message = '', snippet = '' }: z.infer<typeof reason>): string {
  return `${message}\n${snippet}`;
}

const mostLines = 24;

/** A failed check's name and, beneath it, how it failed: the runner's own words, shortened. */
function withReason(name: string, reasons: readonly string[]): string {
  const lines = reasons.flatMap((text) =>
    stripVTControlCharacters(text)
      .split('\n')
      .filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/.test(line)),
  );
  const more = lines.length > mostLines ? ['…'] : [];
  return [name, ...lines.slice(0, mostLines), ...more].join('\n    ');
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
