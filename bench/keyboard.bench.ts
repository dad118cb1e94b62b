import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '@/scripts/chromium';
import { type App, addMembers, isBuilt, startApp } from './app';
import { largeWarehouse, printSize } from './large-warehouse';
import { printPercentiles } from './measure';

/**
 * How fast the queue responds to the keyboard in a browser: the time from a key press until the full
 * record of the next recommendation is painted, and the durations of Event Timing, of which
 * Interaction to Next Paint is made.
 */

const { values } = parseArgs({
  options: {
    pending: { type: 'string', default: '10000' },
    presses: { type: 'string', default: '60' },
    /** Milliseconds between key presses. */
    pace: { type: 'string', default: '400' },
  },
});
const email = 'mia@example.com';
const size = {
  recommendations: 100_000,
  pending: Number(values.pending),
  accounts: 45_000,
  csms: 500,
};

/** The shortest duration that Event Timing reports. */
const MIN_DURATION_MS = 16;

interface Measured {
  /** Milliseconds from each key press until the full record was painted. */
  readonly records: readonly number[];
  /** The longest Event Timing duration of each interaction, in ms. */
  readonly interactions: readonly number[];
}

if (isBuilt('keyboard')) {
  printSize(size);
  const now = new Date();
  const { warehouse, path, dispose } = await largeWarehouse(size, now);
  await addMembers(warehouse, 'manager', [email]);
  await warehouse.close();
  const app = await startApp(path);
  const executable = findChromium();
  const browser = await chromium.launch({
    ...(executable?.path && { executablePath: executable.path }),
  });
  await measureKeys(app, browser, 'j: next record', 'j');
  await measureKeys(app, browser, 'a: accept, next record', 'a');
  await browser.close();
  await app.stop();
  await dispose();
}

async function measureKeys(app: App, browser: Browser, name: string, key: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([{ ...(await app.sessionCookie(email)), url: app.url }]);
  const page = await context.newPage();
  // tsx wraps functions in calls of __name, which the page does not have.
  await page.addInitScript('globalThis.__name = (value) => value');
  await page.goto(`${app.url}/queue`);
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
  await page.locator('[data-details] [aria-busy="false"]').waitFor();
  // The page loads dialogs and the next records first.
  await page.waitForTimeout(2_000);
  const { records, interactions } = await pressKeys(page, key);
  await context.close();
  printPercentiles(`${name}: key to full record`, records);
  printPercentiles(`${name}: interaction to next paint`, interactions);
}

async function pressKeys(page: Page, key: string): Promise<Measured> {
  const requests = new Map<string, number>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const path = pathname.replace(/\/\d+$/, '');
    requests.set(path, (requests.get(path) ?? 0) + 1);
  });
  await page.evaluate(observeKeys);
  for (let press = 0; press < Number(values.presses); press++) {
    await page.waitForTimeout(Number(values.pace));
    await page.keyboard.press(key);
    // The next press is measured only after this one's record is on the screen.
    await page.waitForFunction((count) => window.keyTimes?.records.length === count, press + 1);
  }
  await page.waitForTimeout(1_000);
  console.log(`  requests: ${JSON.stringify(Object.fromEntries(requests))}`);
  const { records, interactions } = await page.evaluate(() => {
    const { records = [], interactions = new Map() } = window.keyTimes ?? {};
    return { records, interactions: [...interactions.values()] as number[] };
  });
  // Faster interactions are not reported.
  const unreported = Array<number>(Math.max(0, records.length - interactions.length));
  return { records, interactions: [...interactions, ...unreported.fill(MIN_DURATION_MS)] };
}

declare global {
  interface Window {
    keyTimes?: { records: number[]; interactions: Map<number, number> };
  }
}

/** Runs in the page: times each key press until another record is complete and painted. */
function observeKeys(): void {
  const times = { records: [] as number[], interactions: new Map<number, number>() };
  window.keyTimes = times;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEventTiming & {
      interactionId?: number;
    })[]) {
      const { interactionId, duration } = entry;
      if (!interactionId) continue;
      times.interactions.set(
        interactionId,
        Math.max(duration, times.interactions.get(interactionId) ?? 0),
      );
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);

  const shown = () => document.querySelector('[data-details] h2')?.textContent;
  const isComplete = () => document.querySelector('[data-details] [aria-busy="false"]') !== null;
  document.addEventListener(
    'keydown',
    ({ timeStamp }) => {
      const before = shown();
      const check = () => {
        if (shown() === before || !isComplete()) return void requestAnimationFrame(check);
        // After this frame's paint.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => times.records.push(performance.now() - timeStamp);
        channel.port2.postMessage(null);
      };
      requestAnimationFrame(check);
    },
    { capture: true },
  );
}
