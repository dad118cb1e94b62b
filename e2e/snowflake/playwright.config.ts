import { defineConfig } from '@playwright/test';
import shared from '@/playwright.config';

// The ordinary browser tests make files of the embedded warehouse first; these need none.
const { globalSetup: _, testIgnore: __, ...others } = shared;

export default defineConfig({
  ...others,
  testDir: '.',
  outputDir: '../.artifacts/snowflake-results',
  // One installation serves all, each test with an account of its own.
  workers: 1,
});
