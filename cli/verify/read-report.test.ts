import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countBrowserTests, countUnitTests, readReport } from './read-report';

const file = (status: string, tests: Record<string, string>) => ({
  name: 'a.test.ts',
  status,
  assertionResults: Object.entries(tests).map(([fullName, status]) => ({ fullName, status })),
});

test('unit tests are counted, and those that failed or were left out are named', () => {
  const report = {
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      file('failed', { adds: 'passed', divides: 'failed', 'roots (no data)': 'skipped' }),
    ],
  };
  expect(countUnitTests(report)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 1,
    failures: ['a.test.ts: divides'],
    skips: ['roots (no data)'],
  });
});

test('a file of unit tests that cannot be loaded is a failure', () => {
  const report = { numPassedTests: 0, numFailedTests: 0, testResults: [file('failed', {})] };
  expect(countUnitTests(report)).toMatchObject({ failed: 1, failures: ['a.test.ts (not loaded)'] });
});

const browser = (...statuses: string[]) => ({
  errors: [],
  suites: [
    {
      specs: [],
      suites: [
        {
          specs: statuses.map((status) => ({
            title: 'signs in',
            file: 'sign-in.spec.ts',
            tests: [{ status, annotations: [{ type: 'skip', description: 'no network' }] }],
          })),
        },
      ],
    },
  ],
});

test('browser tests are counted through nested groups, those that failed or were left out named', () => {
  expect(countBrowserTests(browser('expected', 'expected', 'unexpected', 'skipped'))).toEqual({
    passed: 2,
    failed: 1,
    skipped: 1,
    failures: ['sign-in.spec.ts: signs in'],
    skips: ['sign-in.spec.ts: signs in (no network)'],
  });
});

test('a browser test that passes only on another try is a failure', () => {
  expect(countBrowserTests(browser('flaky')).failed).toBe(1);
});

test('an error outside any browser test is a failure', () => {
  expect(countBrowserTests({ ...browser('expected'), errors: [{}] })).toMatchObject({
    ...{ failed: 1, failures: ['outside any browser test'] },
  });
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function outcomeOf(report: unknown, succeeded: boolean) {
  const path = join(folder, 'report.json');
  await writeFile(path, JSON.stringify(report));
  return readReport(path, succeeded, countBrowserTests);
}

test('a runner that fails without naming a failure has failed all the same', async () => {
  expect(await outcomeOf(browser('expected'), true)).toMatchObject({ passed: 1, failed: 0 });
  expect(await outcomeOf(browser('expected'), false)).toMatchObject({ passed: 1, failed: 1 });
});

test('a runner that runs no test or leaves no report has failed', async () => {
  expect(await outcomeOf(browser(), true)).toMatchObject({ passed: 0, failed: 1 });
  const missing = join(folder, 'missing.json');
  expect(await readReport(missing, true, countBrowserTests)).toMatchObject({ failed: 1 });
});
