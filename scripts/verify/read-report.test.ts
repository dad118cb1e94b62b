import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countBrowserTests, countUnitTests, readReport } from './read-report';

const file = (status: string, tests: Record<string, string>, message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults: Object.entries(tests).map(([fullName, status]) => ({
    fullName,
    status,
    failureMessages: status === 'failed' ? ['expected 2 to be 3\n    at a.test.ts:7:1'] : [],
  })),
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
    failures: ['a.test.ts: divides\n    expected 2 to be 3\n        at a.test.ts:7:1'],
    skips: ['roots (no data)'],
  });
});

test('a file of unit tests that cannot be loaded is a failure', () => {
  const testResults = [file('failed', {}, 'Cannot find ./b')];
  const report = { numPassedTests: 0, numFailedTests: 0, testResults };
  expect(countUnitTests(report)).toMatchObject({
    ...{ failed: 1, failures: ['a.test.ts (not loaded)\n    Cannot find ./b'] },
  });
});

const broken = { message: '\u001b[31mNo heading\u001b[39m', snippet: '\n> 9 | heading' };

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
            tests: [
              {
                status,
                annotations: [{ type: 'skip', description: 'no network' }],
                results: [{ errors: status === 'unexpected' ? [broken] : [] }],
              },
            ],
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
    failures: ['sign-in.spec.ts: signs in\n    No heading\n    > 9 | heading'],
    skips: ['sign-in.spec.ts: signs in (no network)'],
  });
});

test('of a long failure the beginning is told', () => {
  const message = Array.from({ length: 100 }, (_, at) => `line ${at}`).join('\n');
  const [failure] = countBrowserTests({ ...browser(), errors: [{ message }] }).failures;
  expect(failure?.split('\n')).toHaveLength(26);
  expect(failure).toMatch(/line 23\n {4}…$/);
});

test('a browser test that passes only on another try is a failure', () => {
  expect(countBrowserTests(browser('flaky')).failed).toBe(1);
});

test('an error outside any browser test is a failure', () => {
  const errors = [{ message: 'No port is free' }];
  expect(countBrowserTests({ ...browser('expected'), errors })).toMatchObject({
    ...{ failed: 1, failures: ['outside any browser test\n    No port is free'] },
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
