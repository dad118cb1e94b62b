import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { installSystemPackages, runTool } from './run-program';

/** A browser for the tests. Without a path, it is the one that Playwright installed. */
export interface Chromium {
  readonly path: string | undefined;
}

const SYSTEM_PATHS = [
  // Headless, like Playwright's own: it needs less CPU and memory.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Finds a Chromium that starts: the one in CHROMIUM_PATH, else Playwright's own, else the system's.
 *
 * @throws Error if the one in CHROMIUM_PATH does not start
 */
export function findChromium(): Chromium | undefined {
  const configured = process.env.CHROMIUM_PATH;
  if (configured) {
    if (starts(configured)) return { path: configured };
    throw new Error(`CHROMIUM_PATH is ${configured}, which does not start.`);
  }
  if (starts(chromium.executablePath())) return { path: undefined };
  const path = SYSTEM_PATHS.find(starts);
  return path === undefined ? undefined : { path };
}

/** Runs the file, because it may exist without the libraries it needs. */
function starts(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}

/** Installs Playwright's Chromium, or the system's where that fails, unless there is one already. */
export async function installChromium(): Promise<boolean> {
  if (findChromium()) return true;
  console.log('Installing Chromium …');
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  await runTool('playwright', ['install', 'chromium'], { env });
  if (findChromium()) return true;
  const fonts = 'fonts-liberation';
  // Not every system has the headless package.
  (await installSystemPackages('chromium-headless-shell', fonts)) ||
    (await installSystemPackages('chromium', fonts));
  if (findChromium()) return true;
  console.error(
    'The browser tests need Chromium, and installing it failed. Install Chromium or Chrome, or set CHROMIUM_PATH.',
  );
  return false;
}
