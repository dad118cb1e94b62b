import { defineConfig } from '@playwright/test';
import shared from '@/playwright.config';

/** One working day on fakesnow, in the browser. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testIgnore: [],
  outputDir: '../.artifacts/snowflake-results',
  globalSetup: '../../test/fakesnow/global-setup.ts',
  // The tests share one installation, and each decides accounts of its own.
  workers: 1,
});
