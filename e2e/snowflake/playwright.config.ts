import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config';

// The ordinary browser tests make files of the embedded warehouse first; these need none.
const { globalSetup: _, testIgnore: __, ...others } = shared;

export default defineConfig({
  ...others,
  testDir: '.',
  outputDir: '../.artifacts/snowflake-results',
  // One installation serves all, each test with an account of its own.
  workers: 1,
  // Every question to the tables is a process of its own, as it is for people.
  timeout: 120_000,
});
