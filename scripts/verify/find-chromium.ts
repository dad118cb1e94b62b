import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

/** A browser for the tests; without a path it is the one that Playwright installed. */
export interface Chromium {
  readonly path: string | undefined;
}

const usualPlaces = [
  // What Playwright brings is one without a window too; they take less of the machine.
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
 * Finds a Chromium that starts: the one CHROMIUM_PATH names, else Playwright's own, else one that
 * the machine has. Undefined where there is none.
 * @throws Error when CHROMIUM_PATH names one that does not start.
 */
export function findChromium(): Chromium | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (starts(named)) return { path: named };
    throw new Error(`CHROMIUM_PATH names ${named}, which does not start.`);
  }
  if (starts(chromium.executablePath())) return { path: undefined };
  const path = usualPlaces.find(starts);
  return path === undefined ? undefined : { path };
}

/** Asks for its version, because a file may be there and what it needs may not. */
function starts(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0;
}
