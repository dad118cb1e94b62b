import 'server-only';
import type { Person } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { reportError } from '@/lib/server/log';
import { shutdownSignal } from '@/lib/server/shutdown-signal';
import type { Commit, Warehouse } from '@/lib/warehouse/types';
import { CLAIM, claimNotification } from './claim-notification';
import { deliverPending } from './deliver-pending';
import { notifyJobs } from './notify-jobs';
import { notifyOpenWork } from './notify-open-work';
import { notifyReviewBudget } from './notify-review-budget';
import { notifyRuns } from './notify-runs';
import type { NotificationTarget } from './target';
import { type Outage, recoveredMessage, subjectOf, watchWarehouse } from './watch-warehouse';

/** Who reads what notifications are about. */
const reader: Person = { email: 'notifications', name: 'Notifications', role: 'viewer' };

/** What runs, jobs, and reviews record their ends in. */
const observed = ['runs', 'schedule', 'reviewCalls'] as const;

/** Between two looks at a warehouse that does not work. */
const RECHECK_MS = 30_000;
/** After a change, so that several changes are checked together. */
const DEBOUNCE_MS = 1_000;

/**
 * Checks what people are to be notified about and delivers it, every few minutes and soon after a run or a
 * review, until the process shuts down.
 * @param context opens the warehouse, which may be unavailable
 * @param checkWarehouse rejects while the warehouse cannot be read or written
 */
export function startNotifications(
  context: () => Promise<Omit<Context, 'person'>>,
  target: NotificationTarget,
  checkWarehouse: () => Promise<void>,
): void {
  const look = watchWarehouse(target, checkWarehouse, () => new Date());
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let isChecking = false;
  let heard: Warehouse | undefined;

  const checkIn = (ms: number) => {
    if (shutdownSignal().aborted || Date.now() + ms >= dueAt) return;
    dueAt = Date.now() + ms;
    clearTimeout(timer);
    timer = setTimeout(() => void check(), ms).unref();
  };
  const onCommit = (commit: Commit) => {
    if (isWorthChecking(commit)) checkIn(DEBOUNCE_MS);
  };
  const check = async () => {
    dueAt = Number.POSITIVE_INFINITY;
    if (isChecking) return checkIn(DEBOUNCE_MS);
    isChecking = true;
    let next = target.checkMs;
    try {
      const { works, ended } = await look();
      if (works) {
        const ctx = { ...(await context()), person: reader };
        if (heard !== ctx.warehouse) ctx.warehouse.onCommit(onCommit);
        heard = ctx.warehouse;
        const retryAt = await notifyAndDeliver(ctx, target, ended);
        if (retryAt) next = Math.min(next, Math.max(0, retryAt.getTime() - Date.now()));
      } else next = Math.min(next, RECHECK_MS);
    } catch (error) {
      reportError('notifications.check', error);
    } finally {
      isChecking = false;
      checkIn(next);
    }
  };
  shutdownSignal().addEventListener('abort', () => clearTimeout(timer), { once: true });
  checkIn(0);
}

/** The end of a run, job, or review, or a notification that another part of the server has added. */
function isWorthChecking({ name, tables }: Commit): boolean {
  return name === CLAIM || observed.some((table) => tables.has(table));
}

/**
 * Checks every condition, and delivers what is due. A check that fails does not keep the others from
 * being made.
 * @returns when another attempt to deliver is due; null if none is
 */
export async function notifyAndDeliver(
  ctx: Context,
  target: NotificationTarget,
  ended: Outage | null = null,
): Promise<Date | null> {
  const checks = {
    recovery: () => notifyRecovery(ctx, ended),
    runs: () => notifyRuns(ctx, target),
    jobs: () => notifyJobs(ctx, target),
    'open-work': () => notifyOpenWork(ctx, target),
    'review-budget': () => notifyReviewBudget(ctx, target),
  };
  for (const [name, check] of Object.entries(checks)) {
    await check().catch((error: unknown) => reportError(`notifications.${name}`, error));
  }
  return deliverPending(ctx, target);
}

async function notifyRecovery(ctx: Context, ended: Outage | null): Promise<void> {
  if (ended === null) return;
  await claimNotification(ctx, {
    event: 'warehouse.health',
    subjects: [subjectOf(ended)],
    since: ended.since,
    write: () => recoveredMessage(ended),
  });
}
