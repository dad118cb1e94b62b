import 'server-only';
import { getReviewStatus } from '@/lib/reviews/get-review-status';
import type { Context } from '@/lib/server/context';
import { claimNotification } from './claim-notification';
import { LOCALE } from './format-text';
import type { NotificationTarget } from './target';

/** Notifies people when this month's token budget for Claude's review is used up, once for each budget. */
export async function notifyReviewBudget(
  ctx: Context,
  { off }: Pick<NotificationTarget, 'off'>,
): Promise<void> {
  if (off.includes('review.over_budget')) return;
  const { off: disabled, month } = await getReviewStatus(ctx);
  const { tokens, limit, from } = month;
  if (disabled !== null || limit === null || tokens < limit) return;
  const format = new Intl.NumberFormat(LOCALE);
  await claimNotification(ctx, {
    event: 'review.over_budget',
    // A budget that is raised and used up again is another one.
    subjects: [`${from.toISOString().slice(0, 7)} ${limit}`],
    since: from,
    write: () => ({
      title: 'This month’s budget for Claude’s review is used up',
      lines: [
        {
          text: `${format.format(tokens)} of ${format.format(limit)} tokens. Nothing more is reviewed until next month (UTC) or until the policy allows more. Everything else works.`,
        },
      ],
      link: { label: 'Show token usage', path: '/reviews' },
      fields: { tokens, limit, month: from.toISOString().slice(0, 7) },
    }),
  });
}
