import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chromium } from './find-chromium';
import type { Outcome } from './outcome';
import { countBrowserTests, countUnitTests, readReport } from './read-report';
import { runTool } from './run-program';

type Variables = Readonly<Record<string, string>>;

/** Runs the unit tests of the folders and files that are named, all where none is. */
export async function runUnitTests(
  among: readonly string[] = [],
  env: Variables = {},
): Promise<Outcome> {
  const report = await reportPath();
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const succeeded = await runTool('vitest', ['run', ...reporters, ...among], env);
  return readReport(report, succeeded, countUnitTests);
}

/** Runs the browser tests of one of Playwright's configurations. */
export async function runBrowserTests(
  config: string,
  chromium: Chromium,
  env: Variables = {},
): Promise<Outcome> {
  const report = await reportPath();
  const succeeded = await runTool(
    'playwright',
    ['test', `--config=${config}`, '--reporter=list,json'],
    {
      ...env,
      ...(chromium.path && { CHROMIUM_PATH: chromium.path }),
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  );
  return readReport(report, succeeded, countBrowserTests);
}

async function reportPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'csm-routing-verify-')), 'report.json');
}
