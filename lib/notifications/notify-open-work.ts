import 'server-only';
import { csmAvailability } from '@/lib/analytics/shared/availability';
import { currentPolicy } from '@/lib/policy/current-policy';
import { currentCsms } from '@/lib/read-model/csms';
import { countQueue } from '@/lib/read-model/queue-summary';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { claimNotification } from './claim-notification';
import { counted, LOCALE } from './format-text';
import type { NotificationTarget } from './target';

/**
 * Notifies people about overdue recommendations and about CSMs over capacity: when that becomes true, and
 * once a day while it lasts.
 */
export async function notifyOpenWork(
  ctx: Pick<Context, 'warehouse' | 'readModel' | 'now'>,
  { off }: Pick<NotificationTarget, 'off'>,
): Promise<void> {
  if (off.includes('queue.overdue') && off.includes('csm.over_capacity')) return;
  const now = ctx.now();
  const since = new Date(now.getTime() - DAY_MS);
  const { policy } = await currentPolicy(ctx.warehouse);
  const { facts, work } = await ctx.readModel.pending(policy, now);
  const { overdue, pending } = countQueue(work);
  const { overCapacity } = csmAvailability(
    [...currentCsms(facts, now).values()],
    policy,
    now.getTime(),
  );
  if (overdue > 0 && !off.includes('queue.overdue')) {
    const hours = policy.overdueAfterHours;
    await claimNotification(ctx, {
      event: 'queue.overdue',
      subjects: ['queue'],
      since,
      write: () => ({
        title: `${counted(overdue, 'recommendation is', 'recommendations are')} overdue`,
        lines: [
          {
            text: `${overdue === 1 ? 'It has' : 'They have'} been pending for more than ${counted(hours, 'hour')}. ${counted(pending, 'recommendation is', 'recommendations are')} pending in all.`,
          },
        ],
        link: { label: 'Show them in the queue', path: '/queue?overdue=true' },
        fields: { overdue, pending, overdueAfterHours: hours },
      }),
    });
  }
  if (overCapacity.length > 0 && !off.includes('csm.over_capacity')) {
    const bookOf = new Map(overCapacity.map((csm) => [csm.name, csm]));
    await claimNotification(ctx, {
      event: 'csm.over_capacity',
      subjects: [...bookOf.keys()],
      since,
      write: (names) => {
        const csms = names.flatMap((name) => bookOf.get(name) ?? []);
        return {
          title:
            csms.length === 1
              ? `${csms[0]?.name} is over capacity`
              : `${counted(csms.length, 'CSM is', 'CSMs are')} over capacity`,
          lines: csms.map(({ name, accounts, capacity }) => ({
            text: `${name}: ${accounts.toLocaleString(LOCALE)} of ${counted(capacity, 'account')}, with pending ones`,
            path: `/csms/${encodeURIComponent(name)}`,
          })),
          link: { label: 'Open Workload', path: '/workload' },
          fields: { csms },
        };
      },
    });
  }
}
