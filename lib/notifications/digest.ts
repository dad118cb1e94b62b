import 'server-only';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { type Diagnostics, getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { getHandover } from '@/lib/analytics/handover/get-handover';
import { unavailableFor } from '@/lib/analytics/shared/availability';
import { periodOf } from '@/lib/analytics/shared/scope';
import { listRunsFrom } from '@/lib/runs/read-runs';
import type { Context } from '@/lib/server/context';
import { counted, LOCALE, listed } from './format-text';
import type { Message } from './message';
import { isFailedRun } from './notify-runs';
import type { NotificationTarget } from './target';

const MAX_RUNS = 200;

/**
 * Writes the daily digest: the queue, what was decided yesterday, acceptance, runs, and the CSMs. Its
 * figures are those of the pages that it links to.
 */
export async function writeDigest(
  ctx: Context,
  { timeZone: zone }: Pick<NotificationTarget, 'timeZone'>,
): Promise<Message> {
  const now = ctx.now();
  const lastTwoDays = periodOf({ days: 2 }, zone, now);
  const [yesterday = '', today = ''] = lastTwoDays.days;
  const everything = { zone, segments: [], levels: [], managers: [] };
  const diagnostics = await getDiagnostics(ctx);
  const { decided } = await getHandover(ctx, {
    period: { first: yesterday, last: yesterday },
    ...everything,
  });
  const { all: week } = await getAcceptance(ctx, { period: { days: 7 }, ...everything });
  const { runs } = await listRunsFrom(ctx, { limit: MAX_RUNS });
  const recent = runs.filter(({ startedAt, dryRun }) => startedAt >= lastTwoDays.from && !dryRun);
  const { pending, csms } = diagnostics;
  const decidedWeek = week.accepted + week.overridden + week.rejected;
  const cooling = unavailableFor(csms, 'cooling').length;
  const inZone = new URLSearchParams({ zone });
  const ofYesterday = new URLSearchParams({ from: yesterday, to: yesterday, zone });
  return {
    title: `CSM Routing on ${formatDay(today)}`,
    lines: [
      {
        text: `Queue: ${number(pending.rows)} pending, ${number(pending.overdue)} overdue, ${number(pending.stale)} stale`,
        path: '/queue',
      },
      { text: needText(diagnostics), path: '/runs' },
      {
        text: `Decided yesterday: ${number(decided.accepted)} accepted, ${number(decided.overridden)} overridden, ${number(decided.rejected)} rejected`,
        path: `/handover?${ofYesterday}`,
      },
      {
        text:
          week.rateDecided === null
            ? 'Acceptance, recommendations of the last 7 days: nothing decided'
            : `Acceptance, recommendations of the last 7 days: ${percent(week.rateDecided)} of ${number(decidedWeek)} decided`,
        path: `/acceptance?period=7d&${inZone}`,
      },
      { text: runsText(recent), path: '/runs' },
      {
        text: `Over capacity: ${csms.overCapacity.length === 0 ? 'no CSM' : listed(csms.overCapacity.map(({ name }) => name))}`,
        path: '/workload',
      },
      {
        text: `Cooling: ${number(cooling)} of ${counted(csms.active, 'active CSM')}; ${number(csms.eligible)} may receive an account now`,
        path: '/cooling',
      },
    ],
    link: { label: 'Open the queue', path: '/queue' },
    fields: {
      day: today,
      timeZone: zone,
      pending: pending.rows,
      overdue: pending.overdue,
      stale: pending.stale,
      accountsToPlace: diagnostics.accounts.routable,
      decidedYesterday: {
        accepted: decided.accepted,
        overridden: decided.overridden,
        rejected: decided.rejected,
      },
      acceptance: { rate: week.rateDecided, decided: decidedWeek },
      runs: totalsOf(recent),
      overCapacity: csms.overCapacity,
      csms: { active: csms.active, eligible: csms.eligible, cooling },
    },
  };
}

function needText({ accounts: { routable } }: Diagnostics): string {
  return `Waiting for a run: ${counted(routable, 'account')}`;
}

type RunList = Awaited<ReturnType<typeof listRunsFrom>>['runs'];

function totalsOf(runs: RunList) {
  const sum = (values: readonly (number | null)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const succeeded = runs.filter(({ status }) => status === 'succeeded');
  return {
    count: runs.length,
    failed: runs.filter(isFailedRun).length,
    placed: sum(succeeded.map(({ placed }) => placed)),
    requested: sum(succeeded.map(({ batchSize }) => batchSize)),
  };
}

function runsText(runs: RunList): string {
  const { count, failed, placed, requested } = totalsOf(runs);
  if (count === 0) return 'Runs since yesterday: none';
  const failures = failed === 0 ? '' : `, ${number(failed)} failed`;
  return `Runs since yesterday: ${number(count)}, placed ${number(placed)} of ${counted(requested, 'requested account')}${failures}`;
}

function number(value: number): string {
  return value.toLocaleString(LOCALE);
}

function percent(share: number): string {
  return share.toLocaleString(LOCALE, { style: 'percent', maximumFractionDigits: 0 });
}

/** "Monday, November 30". */
function formatDay(day: string): string {
  const options = { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' } as const;
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(LOCALE, options);
}
