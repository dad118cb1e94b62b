import { eligibilityFlags } from '@/lib/engine/flags';
import type { Finding, FindingNumbers } from './finding';
import type { Diagnostics } from './get-diagnostics';
import { LOW_SCORE } from './pending-totals';

/** From this share of low scores among pending recommendations, they are a warning. */
const MANY_LOW_SCORES_SHARE = 0.25;

/** What is wrong with the pending recommendations. */
export function queueFindings(
  { pending, overdueAfterHours }: Diagnostics,
  { number, count }: FindingNumbers,
): Finding[] {
  const { rows, stale, overdue, ineligible, unneeded, low } = pending;
  const findings: Finding[] = [];
  if (overdue > 0) {
    findings.push({
      id: 'overdue',
      severity: 'warning',
      title: `${count(overdue, 'recommendation has', 'recommendations have')} been pending for more than ${count(overdueAfterHours, 'hour', 'hours')}`,
      detail:
        'The policy says how long a recommendation may be pending. Nothing is decided automatically.',
      actions: [{ label: 'Show in the queue', href: '/queue?overdue=true' }],
    });
  }
  if (stale > 0) {
    findings.push({
      id: 'stale',
      severity: 'warning',
      title: `${count(stale, 'pending recommendation is', 'pending recommendations are')} stale, the oldest from`,
      at: pending.staleRows[0]?.recommendedAt,
      detail:
        'Waiting does not help them: they are more than a day old, or their CSMs may not receive the accounts in time. A refresh places the accounts again in one run, and the new recommendations replace the old ones.',
      rows: pending.staleRows.map(({ accountId, accountName, csm, recommendedAt }) => ({
        account: accountId,
        name: accountName,
        note: `to ${csm},`,
        at: recommendedAt,
      })),
      actions: [
        { label: 'Refresh', refresh: stale },
        {
          label: unneeded > 0 ? 'Show all that are not ready' : 'Show in the queue',
          href: '/queue?ready=blocked',
        },
      ],
    });
  }
  if (ineligible > 0) {
    findings.push({
      id: 'ineligible-csm',
      severity: 'warning',
      title: `${count(ineligible, 'pending recommendation breaks', 'pending recommendations break')} a rule right now`,
      detail:
        'The CSM may not receive the account now, for example because of cooling or a full book. Wait, override, or reject.',
      actions: [
        {
          label: 'Show in the queue',
          href: `/queue?flag=${eligibilityFlags.join(',')}`,
        },
      ],
    });
  }
  if (unneeded > 0) {
    findings.push({
      id: 'unneeded',
      severity: 'warning',
      title: `${count(unneeded, 'pending recommendation is for an account that no longer needs a CSM', 'pending recommendations are for accounts that no longer need a CSM')}`,
      detail: 'Until they are rejected, they reserve their CSMs.',
      actions: [{ label: 'Show in the queue', href: '/queue?flag=no_longer_needed' }],
    });
  }
  if (low > 0) {
    findings.push({
      id: 'low-scores',
      severity: low >= MANY_LOW_SCORES_SHARE * rows ? 'warning' : 'info',
      title: `${number(low)} of ${count(rows, 'pending recommendation', 'pending recommendations')} ${low === 1 ? 'scores' : 'score'} ${number(LOW_SCORE)} or less`,
      detail: 'Better CSMs were not available. Each recommendation names them.',
      actions: [{ label: 'Show in the queue', href: `/queue?max=${LOW_SCORE}&sort=score` }],
    });
  }
  return findings;
}
