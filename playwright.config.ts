import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium';

const chromium = findChromium();

// The browser reaches only the servers that the tests start.
const offline = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'];

export default defineConfig({
  testDir: 'e2e',
  testIgnore: ['snowflake/**', 'screenshots/**'],
  outputDir: 'e2e/.artifacts/results',
  globalSetup: './e2e/server/companies.ts',
  workers: 2,
  retries: 0,
  timeout: 90_000,
  globalTimeout: 45 * 60_000,
  forbidOnly: Boolean(process.env.CI),
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    timezoneId: 'America/New_York',
    // Traces slow every test down. Record one with --trace=on.
    screenshot: 'only-on-failure',
    launchOptions: {
      args: offline,
      ...(chromium?.path && { executablePath: chromium.path }),
    },
  },
});
