import type { Browser } from './browser';
import { oneOf, pauseBetween } from './measurements';

/** How long an ops lead reads each page, in ms: 10 s on average. */
export const leadReads = { min: 5_000, max: 15_000 } as const;

const random = (count: number) => Math.floor(Math.random() * count);

/** The pages that an ops lead reads. */
function pagesOf({ accounts, csms }: { readonly accounts: number; readonly csms: number }) {
  return [
    ['Workload', () => '/workload'],
    ['Ledger', () => '/workload/ledger'],
    ['Acceptance', () => '/acceptance'],
    ['Cooling', () => '/cooling'],
    ['Reviews', () => '/reviews'],
    ['Diagnostics', () => '/diagnostics'],
    ['an account', () => `/accounts/A-${random(accounts)}`],
    ['a CSM', () => `/csms/${encodeURIComponent(`CSM ${random(csms)}`)}`],
  ] as const;
}

/**
 * Reads pages until the signal aborts, and keeps the number of pending recommendations current, which
 * every page shows.
 */
export async function readPages(
  browser: Browser,
  company: { readonly accounts: number; readonly csms: number },
  signal: AbortSignal,
): Promise<void> {
  const pages = pagesOf(company);
  let isCounting = false;
  const countPending = async () => {
    if (isCounting) return;
    isCounting = true;
    await browser.load('pending count', '/api/queue/pending-count');
    isCounting = false;
  };
  void browser.follow((topics) => {
    if (topics.includes('queue')) void countPending();
  }, signal);
  while (!signal.aborted) {
    const [name, pathOf] = oneOf<(typeof pages)[number]>(pages);
    await browser.open(name, pathOf());
    await pauseBetween(leadReads.min, leadReads.max, signal);
  }
}
