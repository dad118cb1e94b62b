import { defineConfig } from '@playwright/test';
import shared from '@/playwright.config';

/** Retakes the screenshots in the README from the demo company: `npm run pictures`. */
export default defineConfig({
  ...shared,
  testDir: '.',
  testIgnore: [],
  globalSetup: '../server/companies.ts',
  outputDir: '../.artifacts/pictures-results',
  workers: 1,
});
