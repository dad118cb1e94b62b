import { installChromium } from './install-chromium';
import { installFakesnow } from './install-fakesnow';
import { leftOut, type Outcome, single, together } from './outcome';
import { runBrowserTests, runUnitTests } from './run-tests';
import { type Fakesnow, startFakesnow } from './start-fakesnow';

/** What must hold in Snowflake's dialect as a third party reads it. */
const among = [
  'test/contract/contract.test.ts',
  'test/contract/guide-queries.test.ts',
  'test/contract/same-results.test.ts',
  'demo/make-demo.guide-figures.test.ts',
  'demo/make-demo.same-pages.test.ts',
  'lib/decisions',
  'lib/runs',
  // These have a server of their own and were run with all others.
  '--exclude=**/*snowflake*.test.ts',
  // They wait for fakesnow most of the time, which is slower than what they run on otherwise.
  '--maxWorkers=2',
  '--testTimeout=180000',
];

/**
 * Runs the warehouse's and the verbs' tests, and a day at work in the browser, on fakesnow. Left out
 * where it cannot be had.
 */
export async function snowflakeTests(failed: ReadonlySet<string>): Promise<Outcome> {
  const installed = await installFakesnow();
  if ('why' in installed) return leftOut(`tests of Snowflake’s dialect: ${installed.why}`);
  if ('broken' in installed) {
    console.error(installed.broken);
    return single(false);
  }
  const fakesnow = await startFakesnow(installed.python).catch((error: unknown) => {
    console.error(error);
  });
  if (!fakesnow) return single(false);
  try {
    const env = { TEST_WAREHOUSE: 'fakesnow', FAKESNOW_URL: fakesnow.url };
    return together(await runUnitTests(among, env), await inBrowser(failed, fakesnow));
  } finally {
    await fakesnow.end();
  }
}

async function inBrowser(failed: ReadonlySet<string>, { url }: Fakesnow): Promise<Outcome> {
  if (failed.has('build')) {
    return leftOut('browser tests on Snowflake: there is no build to open');
  }
  const chromium = await installChromium();
  if (!chromium) return single(false);
  return runBrowserTests('e2e/snowflake/playwright.config.ts', chromium, { FAKESNOW_URL: url });
}
