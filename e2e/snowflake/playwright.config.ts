import { defineConfig } from '@playwright/test';
import shared from '@/playwright.config';

/** Browser tests of the main workflow on fakesnow. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testIgnore: [],
  outputDir: '../.artifacts/snowflake-results',
  globalSetup: '../../test/fakesnow/global-setup.ts',
  // The tests share one app, and each decides on a different account.
  workers: 1,
});
