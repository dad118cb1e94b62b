import { type Chromium, findChromium } from './find-chromium';
import { installSystemPackages } from './install-system-packages';
import { runTool } from './run-program';

const noneFound =
  'The browser tests need Chromium, and none could be found or installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.';

/**
 * Finds a Chromium, or installs one: Playwright's own, else the system's where this user may.
 * Undefined, with words on standard error, where none can be had.
 */
export async function installChromium(): Promise<Chromium | undefined> {
  try {
    const found = findChromium() ?? (await fromPlaywright()) ?? (await fromSystem());
    if (found) return found;
    console.error(noneFound);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return undefined;
}

async function fromPlaywright(): Promise<Chromium | undefined> {
  console.log('No browser was found; installing the one that Playwright brings …');
  const patience = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  return (await runTool('playwright', ['install', 'chromium'], patience))
    ? findChromium()
    : undefined;
}

async function fromSystem(): Promise<Chromium | undefined> {
  console.log('That did not work; trying the system’s Chromium …');
  const fonts = 'fonts-liberation';
  // Not every system has it without a window.
  (await installSystemPackages('chromium-headless-shell', fonts)) ||
    (await installSystemPackages('chromium', fonts));
  return findChromium();
}
