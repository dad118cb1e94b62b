import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium';

const chromium = findChromium();

// The browser asks nobody but the servers that the tests start.
const offline = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

export default defineConfig({
  testDir: 'e2e',
  testIgnore: ['snowflake/**', 'screenshots/**'],
  outputDir: 'e2e/.artifacts/results',
  globalSetup: './e2e/server/companies.ts',
  workers: 2,
  retries: 0,
  // Two servers and two browsers share a machine that may be slow, and patience costs nothing where
  // all is well.
  timeout: 180_000,
  globalTimeout: 40 * 60_000,
  forbidOnly: Boolean(process.env.CI),
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    timezoneId: 'America/New_York',
    // No trace, whose time every test would pay: --trace=on records one of what failed.
    screenshot: 'only-on-failure',
    launchOptions: {
      args: offline,
      ...(chromium?.path && { executablePath: chromium.path }),
    },
  },
});
