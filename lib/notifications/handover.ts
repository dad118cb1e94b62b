import 'server-only';
import { getHandover } from '@/lib/analytics/handover/get-handover';
import { periodOf } from '@/lib/analytics/shared/scope';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { counted, LOCALE, listed } from './format-text';
import type { Message } from './message';
import type { NotificationTarget } from './target';

/** How many CSMs are named. */
const MAX_CSMS = 5;

/** Writes the handover of the seven days until yesterday in a few lines, with a link to the page. */
export async function writeHandover(
  ctx: Context,
  { timeZone: zone }: Pick<NotificationTarget, 'timeZone'>,
): Promise<Message> {
  const { days } = periodOf({ days: 8 }, zone, ctx.now());
  const [first = '', last = ''] = [days[0], days.at(-2)];
  const handover = await getHandover(ctx, {
    period: { first, last },
    zone,
    segments: [],
    levels: [],
    managers: [],
  });
  const { decided, classes, receipts, open } = handover;
  const cameIn = classes.reduce((sum, each) => sum + each.cameIn, 0);
  const most = receipts.map(({ csm, received }) => `${csm} (${received.toLocaleString(LOCALE)})`);
  const texts = [
    `${counted(cameIn, 'account')} came in. ${
      decided.received === 0
        ? 'None was assigned.'
        : `${counted(decided.received, 'account')} went to ${counted(decided.csms, 'CSM')}: ${listed(most, MAX_CSMS)}.`
    }`,
    `Decisions: ${number(decided.accepted)} accepted, ${number(decided.overridden)} overridden, ${number(decided.rejected)} rejected; ${number(decided.againstRules)} against a rule. Assigned outside the app: ${number(decided.outside)}.`,
    ...(decided.medianMs === null
      ? []
      : [`Median time to decision: ${duration(decided.medianMs)}.`]),
    `Open at the end: ${counted(open.total, 'account')}, ${number(open.pending)} with a pending recommendation.`,
  ];
  return {
    title: `Handover of ${formatDays(first, last)}`,
    lines: texts.map((text) => ({ text })),
    link: {
      label: 'Open the handover',
      path: `/handover?${new URLSearchParams({ from: first, to: last, zone })}`,
    },
    fields: {
      from: first,
      to: last,
      timeZone: zone,
      cameIn,
      ...decided,
      open: open.total,
      pending: open.pending,
    },
  };
}

function number(value: number): string {
  return value.toLocaleString(LOCALE);
}

function duration(ms: number): string {
  return `${(ms / HOUR_MS).toLocaleString(LOCALE, { maximumFractionDigits: 1 })} h`;
}

/** "November 23 – 29, 2026". */
function formatDays(first: string, last: string): string {
  const [from, to] = [first, last].map((day) => new Date(`${day}T00:00:00Z`)) as [Date, Date];
  const options = { dateStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALE, options).formatRange(from, to);
}
